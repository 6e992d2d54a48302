// Elements in a line each.
import { listen } from "./life";
import { say } from "./settings";

export type Child = Node | string;
type Attributes = Record<
  string,
  string | number | boolean | null | undefined
>;

/** Sets attributes; those without a value are left out. */
export const set = <E extends Element>(
  element: E,
  attributes: Attributes,
): E => {
  for (const name in attributes) {
    const value = attributes[name];
    if (value != null) element.setAttribute(name, value as string);
  }
  return element;
};

export const el = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] => {
  const element = set(document.createElement(tag), attributes);
  element.append(...children);
  return element;
};

export const div = (style: string, ...children: Child[]): HTMLElement =>
  el("div", { class: style }, ...children);

/** Words for screen readers alone. */
export const spoken = (text: string): HTMLElement =>
  el("span", { class: "spoken" }, text);

/** A field that shows its name while it is empty. */
export const textarea = (
  name: string,
  attributes: Attributes,
): HTMLTextAreaElement =>
  el("textarea", { "aria-label": name, placeholder: name, ...attributes });

/** A line icon, hidden from who hears the page. */
export const icon = (path: string): Element => {
  const make = (tag: string): Element =>
    document.createElementNS("http://www.w3.org/2000/svg", tag);
  const svg = set(make("svg"), { viewBox: "0 0 24 24", "aria-hidden": true });
  svg.append(set(make("path"), { d: path }));
  return svg;
};

export const button = (
  style: string,
  content: Child,
  press: () => unknown,
): HTMLElement => {
  const element = el("button", { class: style }, content);
  listen(element, "click", press);
  return element;
};

/** A button whose words are shown as a tip alone; they are named as in the settings. */
export const iconButton = (
  style: string,
  path: string,
  name: string,
  press: () => unknown,
): HTMLElement =>
  set(button(`icon ${style}`, icon(path), press), {
    "aria-label": say(name),
    title: say(name),
  });
