// The thumbs under an answer, and the comment that a thumb down asks for.
import { rate } from "./conversation";
import { button, div, el, iconButton, set, textarea } from "./dom";
import { THUMB } from "./icons";
import type { Said } from "./memory";
import { say } from "./settings";
import { announce } from "./status";

const MAX_COMMENT = 500;

export const newFeedback = (entry: Said): HTMLElement => {
  const thanks = el("span", { class: "muted" });
  const comment = div("comment");

  const thank = (): void => {
    comment.replaceChildren();
    thanks.textContent = say("thanks");
    announce(say("thanks"));
  };
  const press = (): void => {
    set(up, { "aria-pressed": entry.rating === "up" });
    set(down, { "aria-pressed": entry.rating === "down" });
  };
  const choose = async (chosen: string): Promise<void> => {
    if (!(await rate(entry, chosen))) return;
    press();
    if (chosen === "up") return thank();
    thanks.textContent = "";
    comment.replaceChildren(...form());
  };
  const form = (): HTMLElement[] => {
    const field = textarea(say("comment"), { rows: 2, maxlength: MAX_COMMENT });
    const done = async (text?: string): Promise<void> => {
      if (text && !(await rate(entry, "down", text))) return;
      thank();
      down.focus();
    };
    const send = (): Promise<void> => done(field.value.trim());
    const skip = (): Promise<void> => done();
    const buttons = div(
      "options",
      button("small main", say("comment_send"), send),
      button("small", say("skip"), skip),
    );
    return [field, buttons];
  };
  const thumb = (name: string): HTMLElement =>
    iconButton(`thumb ${name}`, THUMB, name, () => choose(name));
  const [up, down] = [thumb("up"), thumb("down")];
  press();
  return div("feedback", div("thumbs", up, down, thanks), comment);
};
