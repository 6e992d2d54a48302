// The dialog: a window beside the launcher, or the whole of a small screen.
import { newComposer } from "./composer";
import { restart, showIn, state } from "./conversation";
import { div, el, iconButton, set } from "./dom";
import { CLOSE, RESTART } from "./icons";
import { listen, onEnd } from "./life";
import { avatar, newLog } from "./log";
import { say } from "./settings";
import { status } from "./status";

/** The same question is asked by styles/device.css, in the same letters once it is minified. */
export const small = matchMedia("(max-width:480px),(max-height:480px)");

export interface Panel {
  show(isOpen: boolean): void;
  /** To where the visitor goes on: the field, but not on a phone, whose keyboard would come up. */
  focus(): void;
}

/** Tab goes round within the panel. */
const keepFocus = (panel: HTMLElement, event: KeyboardEvent): void => {
  const all = panel.querySelectorAll<HTMLElement>(
    "a, :enabled, [tabindex='0']",
  );
  const stops = [...all];
  const { activeElement } = panel.getRootNode() as ShadowRoot;
  const at = stops.indexOf(activeElement as HTMLElement);
  const isAtEnd = event.shiftKey ? at < 1 : at === stops.length - 1;
  if (!isAtEnd) return;
  event.preventDefault();
  stops.at(event.shiftKey ? -1 : 0)!.focus();
};

export const newPanel = (root: HTMLElement, close: () => void): Panel => {
  const tree = root.getRootNode() as ShadowRoot;
  let isOpen = false;
  const title = el("h2", { id: "title", tabindex: -1 }, say("title"));
  const log = newLog();
  const composer = newComposer();
  const panel = el(
    "div",
    { class: "panel", id: "panel", role: "dialog", "aria-labelledby": "title" },
    div(
      "header",
      ...avatar(),
      title,
      iconButton("", RESTART, "restart", restart),
      iconButton("", CLOSE, "close", close),
    ),
    log.element,
    composer.element,
    status,
  );
  const focus = (): void => (small.matches ? title : composer.field).focus();

  const page = document.documentElement.style;
  // The page's overflow while the panel is modal; else what then takes its place.
  let overflow = "hidden";
  let wasModal = false;
  const view = visualViewport!;
  const lay = (): void => {
    const isModal = isOpen && small.matches;
    set(panel, { "aria-modal": isModal });
    // The page behind is out of sight, and must not scroll.
    if (isModal !== wasModal) {
      [page.overflow, overflow] = [overflow, page.overflow];
      wasModal = isModal;
    }
    // A phone's keyboard covers a page without making it smaller: keep to what is left of it.
    const style = (name: string, value: number): void =>
      panel.style.setProperty(name, view.scale === 1 ? `${value}px` : "");
    style("--top", view.offsetTop);
    style("--height", view.height);
  };
  listen(panel, "keydown", (event: KeyboardEvent) => {
    if (event.key === "Escape" && !event.isComposing) close();
    if (event.key === "Tab" && small.matches) keepFocus(panel, event);
  });
  // What was pressed may be gone, or of no more use.
  listen(panel, "click", () => {
    const { activeElement } = tree;
    if (isOpen && (!activeElement || activeElement.matches(":disabled")))
      focus();
  });
  listen(small, "change", lay);
  listen(view, "resize", lay);
  listen(view, "scroll", lay);
  onEnd(() => {
    isOpen = false;
    lay();
  });

  root.append(panel);
  showIn({
    ...log,
    ...composer,
    draw() {
      log.draw();
      this.show(state);
    },
    show(...now) {
      log.show(...now);
      composer.update();
    },
  });
  return {
    focus,
    show(value) {
      isOpen = value;
      lay();
    },
  };
};
