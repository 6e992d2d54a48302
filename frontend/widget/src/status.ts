// What screen readers are told, each sentence once.
import { el } from "./dom";
import { after } from "./life";

/** How long they have to notice it. */
const SAID_MS = 4_000;

export const status = el("p", { class: "spoken", role: "status" });
let timer = 0;

export const announce = (text: string): void => {
  clearTimeout(timer);
  status.textContent = text;
  // Nobody should come across it again.
  timer = after(SAID_MS, () => (status.textContent = ""));
};
