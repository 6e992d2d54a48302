// The box's ground: a shadow tree that the page's styles do not reach, and its colours.
import { GROUNDS, isReadable, textOn } from "./colour";
import { div, set } from "./dom";
import { listen } from "./life";
import { direction, say, settings } from "./settings";

/** Draws on the host element; what comes back is where the parts of the box go. */
export const paint = (host: HTMLElement, styles: string): HTMLElement => {
  const { colour, locale, position, theme } = settings;
  const shadow = host.attachShadow({ mode: "open" });
  // Made by script, a style sheet needs no leave of the page's content policy.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  shadow.adoptedStyleSheets = [sheet];
  const root = set(div("root"), {
    role: "region",
    "aria-label": say("title"),
    lang: locale,
    dir: direction(locale),
    "data-position": position,
  });
  const paint = (name: string, value: string): void =>
    root.style.setProperty(name, value);
  paint("--accent", colour);
  paint("--on-accent", textOn(colour));

  const dark = matchMedia("(prefers-color-scheme: dark)");
  const shade = (): void => {
    const isDark = theme === "auto" ? dark.matches : theme === "dark";
    const name = isDark ? "dark" : "light";
    set(root, { "data-theme": name });
    paint("color-scheme", name);
    paint("--accent-text", isReadable(colour, GROUNDS[name]) ? colour : "");
  };
  shade();
  listen(dark, "change", shade);
  // What is typed here is not for the page's shortcuts.
  for (const type of ["keydown", "keypress", "keyup"]) {
    listen(root, type, (event) => event.stopPropagation());
  }
  shadow.append(root);
  return root;
};
