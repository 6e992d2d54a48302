// The field that a question is typed into.
import { ask, asking } from "./conversation";
import { div, el, iconButton, set, textarea } from "./dom";
import { SEND } from "./icons";
import { listen } from "./life";
import { say, settings } from "./settings";
import { announce } from "./status";
import { cleaned, count } from "./text";

/** The counter comes up this close to the limit. */
const NEAR = 50;
const MAX_HEIGHT_PX = 132;

export interface Composer {
  element: HTMLElement;
  field: HTMLTextAreaElement;
  /** While a question is under way, what is typed stays. */
  update(): void;
  giveBack(text: string): void;
}

export const newComposer = (): Composer => {
  const max = settings.limits.question;
  const field = textarea(say("placeholder"), {
    rows: 1,
    "aria-describedby": "problem",
    enterkeyhint: "send",
  });
  const counter = el("div", { "aria-hidden": true });
  const problem = set(div("problem"), { id: "problem" });

  let isReady = false;

  const mark = (text: string): void => {
    if (text && text !== problem.textContent) announce(text);
    problem.textContent = text;
    set(field, { "aria-invalid": !!text });
  };
  const update = (): void => {
    const length = count(cleaned(field.value));
    const left = max - length;
    counter.textContent = left < NEAR ? String(left) : "";
    mark(left < 0 ? say("too_long", { max }) : "");
    isReady = !asking && left >= 0 && length > 0;
    set(submit, { "aria-disabled": !isReady });
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight, MAX_HEIGHT_PX)}px`;
  };
  const press = (): void => {
    field.focus();
    if (!isReady) return;
    const text = field.value;
    field.value = "";
    ask(text);
    update();
  };
  const submit = iconButton("send", SEND, "send", press);
  listen(field, "input", update);
  listen(field, "keydown", (event: KeyboardEvent) => {
    // 229: Safari's Enter that ends a composition, which it reports as over.
    const isComposing = event.isComposing || event.keyCode === 229;
    if (event.key !== "Enter" || event.shiftKey || isComposing) return;
    event.preventDefault();
    press();
  });
  return {
    element: div(
      "composer",
      div("field", field, submit),
      div("below muted", problem, counter),
    ),
    field,
    update,
    giveBack(text) {
      field.value ||= text;
      update();
      mark(say("too_long", { max }));
    },
  };
};
