// The launcher, what opens and closes, and what a page may do with the box.
import { ask, begin, redraw, remember, restart } from "./conversation";
import { button, div, icon, set } from "./dom";
import { type Detail, emit, on } from "./events";
import { CHAT, CHEVRON } from "./icons";
import { end, guard } from "./life";
import { type Panel, newPanel, small } from "./panel";
import { say } from "./settings";
import type { Tag } from "./tag";
import { setVariables } from "./variables";

export interface Box {
  open(): void;
  close(): void;
  /** Asks without opening; rejects with the reason where there is no reply. */
  ask(text: string): Promise<Detail>;
  restart(): void;
  /** Fills `{{name}}` in texts. */
  set(given: unknown): void;
  on: typeof on;
  destroy(): void;
}

export const newBox = (root: HTMLElement, tag: Tag): Box => {
  let isOpen = false;
  let unread = 0;
  let panel: Panel | undefined;

  const badge = div("badge");
  const toggle = (): void => (isOpen ? close() : open());
  const launcher = button("launcher", "", toggle);
  const label = (): void => {
    const count = unread ? `, ${say("unread", { count: unread })}` : "";
    badge.textContent = String(unread || "");
    launcher.replaceChildren(icon(isOpen ? CHEVRON : CHAT), badge);
    set(launcher, {
      "aria-label": say(isOpen ? "close" : "open") + count,
      "aria-expanded": isOpen,
      "aria-haspopup": "dialog",
      "aria-controls": "panel",
    });
  };

  const change = (value: boolean): void => {
    const isNew = !panel || unread > 0;
    isOpen = value;
    unread = 0;
    label();
    root.toggleAttribute("data-open", isOpen);
    const built = panel ?? newPanel(root, close);
    built.show(isOpen);
    // What was drawn out of sight could not be measured, nor scrolled to.
    if (isNew) redraw();
    panel = built;
    remember(isOpen);
    emit(isOpen ? "open" : "close");
  };
  const open = (): void => {
    if (!isOpen) change(true);
    panel!.focus();
  };
  const close = (): void => {
    if (!isOpen) return;
    change(false);
    launcher.focus();
  };

  const wasOpen = begin(tag, () => {
    if (isOpen) return;
    unread++;
    label();
  });
  label();
  root.append(launcher);
  // The focus stays where it is; a small screen is left to the page.
  if (tag.settings || (wasOpen && !small.matches)) change(true);

  return {
    open: guard(open),
    close: guard(close),
    restart: guard(restart),
    set: guard((given) => {
      setVariables(given);
      redraw();
    }),
    ask: (text) => ask(String(text)),
    on,
    destroy: end,
  };
};
