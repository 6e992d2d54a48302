// The conversation itself: what was said, and what is under way. Whatever shows it is told.
import { type Detail, emit } from "./events";
import { Refusal } from "./faults";
import { guard, onEnd, report, signal } from "./life";
import {
  type Entry,
  type Said,
  keep,
  keepHandle,
  recall,
  recallHandle,
} from "./memory";
import { pageAddress, post } from "./post";
import { settings } from "./settings";
import type { Tag } from "./tag";
import {
  type Failure,
  type Progress,
  type Question,
  type World,
  talk,
} from "./talk";
import { cleaned, count } from "./text";
import { uuidV7 } from "./uuid";

export type State = Progress | Failure | undefined;

export interface View {
  /** Draws all anew. */
  draw(): void;
  add(entry: Entry): void;
  /** What goes on below the last message. */
  show(state: State, seconds?: number): void;
  /** Gives a text back that the server found too long. */
  giveBack(text: string): void;
}

const world: World = {
  fetch: (url, init) => fetch(url, init),
  now: Date.now,
  newTurn: uuidV7,
  // It also ends when the box is over, and what waited for it then does.
  sleep: (ms) => new Promise((done) => setTimeout(done, ms)),
  isOnline: () => navigator.onLine,
};

export let entries: Entry[];
export let state: State;
export let asking: AbortController | undefined;
let tag: Tag;
let isOpen = false;
let handle: string | undefined;
let last: Question;
let replied: () => void;
let view: View | undefined;

/** Whether the box was open on the page before. */
export const begin = (from: Tag, onReply: () => void): boolean => {
  tag = from;
  replied = onReply;
  const restored = recall(tag.key);
  entries = restored.entries;
  onEnd(() => asking?.abort());
  return restored.isOpen;
};

export const showIn = (shown: View): void => {
  view = shown;
};

export const redraw = (): void => view?.draw();

export const remember = (isOpenNow = isOpen): void => {
  isOpen = isOpenNow;
  keep(tag.key, { isOpen, entries });
};

/** A fault in what is drawn does not end what is said. */
const draw = (run: () => void): void => guard(run)();

const add = (entry: Entry): void => {
  entries.push(entry);
  remember();
  draw(() => view?.add(entry));
};

const show = (next?: State, seconds?: number): void => {
  state = next;
  draw(() => view?.show(next, seconds));
};

const hold = (given: string): void => {
  handle = given;
  keepHandle(tag.key, given);
};

const fail = (reason: Failure, { turn, question }: Question): never => {
  if (reason === "too_long" && question) {
    // Nothing that was typed is lost.
    entries.pop();
    remember();
    redraw();
    view?.giveBack(question);
  } else {
    // A choice is not the visitor's to shorten.
    show(reason === "too_long" ? "unreachable" : reason);
  }
  emit("error", { kind: reason, turn });
  throw new Refusal(reason);
};

/** Sends a question whose words are already to be seen. */
const send = async (question: Question): Promise<Detail> => {
  last = question;
  const mine = (asking = new AbortController());
  emit("question", { turn: question.turn });
  // Reading cookies takes its time, which a page that loads has not.
  handle ??= recallHandle(tag.key);
  const asked = handle ? { ...question, conversation: handle } : question;
  const shown: typeof show = (...now) => mine.signal.aborted || show(...now);
  const reply = await talk(tag.api, asked, world, shown, mine.signal);
  // A restart, or the box's end.
  if (mine.signal.aborted) throw new Refusal("ended");
  asking = undefined;
  show();
  if (typeof reply === "string") return fail(reply, question);
  const { kind, article, confidence, turn } = reply;
  hold(reply.conversation);
  add(reply);
  replied();
  const detail = { kind, article, confidence, turn };
  emit(kind, detail);
  return detail;
};

const quietly = (asked: Promise<Detail>): Promise<Detail> => {
  asked.catch(report);
  return asked;
};

const start = async (
  text: string,
  asked: Pick<Question, "question" | "choice">,
): Promise<Detail> => {
  // The field refuses these itself; the page's own scripts may not.
  if (!text) throw new Refusal("empty");
  if (count(text) > settings.limits.question) throw new Refusal("too_long");
  if (signal.aborted || asking) throw new Refusal("busy");
  add({ text });
  const page = pageAddress();
  return send({ turn: uuidV7(), ...asked, locale: tag.locale, page });
};

/** Asks what was typed; a suggestion is shown as it is filled in, and sent as it was written. */
export const ask = (typed: string, shown = typed): Promise<Detail> =>
  quietly(start(cleaned(shown), { question: cleaned(typed) }));

export const choose = (choice: string, label: string): Promise<Detail> =>
  quietly(start(label, { choice }));

export const retry = (): Promise<Detail> => quietly(send(last));

export const restart = (): void => {
  asking?.abort();
  asking = state = undefined;
  entries = [];
  hold("");
  remember();
  redraw();
};

/** False when the server did not take it. */
export const rate = async (
  entry: Said,
  rating: string,
  comment?: string,
): Promise<boolean> => {
  const { conversation, turn } = entry;
  const body = { conversation, turn, rating, comment };
  const { ok } = await post(`${tag.api}/feedback`, body);
  if (!ok) return false;
  entry.rating = rating;
  remember();
  return true;
};
