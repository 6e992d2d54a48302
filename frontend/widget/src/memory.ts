// What outlives a page: the handle in a cookie, the transcript in the tab's storage. Both may be
// blocked, which throws; then the box remembers as long as the page does.
import { attempt } from "./attempt";
import { type Reply, asReply, isObject, isText } from "./reply";

export type Entry = { text: string } | Said;

export type Said = Reply & { rating?: unknown };

export const isReply = (entry: Entry): entry is Said => "turn" in entry;

export interface Transcript {
  isOpen: boolean;
  entries: Entry[];
}

const MAX_ENTRIES = 50;
const MAX_LENGTH = 100_000;
const HANDLE_SECONDS = 1_800;

/** The cookie for a handle; without one, the cookie that deletes it. */
export const cookie = (
  key: string,
  handle: string,
  isSecure: boolean,
): string => {
  const age = handle ? HANDLE_SECONDS : 0;
  const secure = isSecure ? "; Secure" : "";
  return `${key}=${handle}; Max-Age=${age}; Path=/; SameSite=Lax${secure}`;
};

export const handleIn = (cookies: string, key: string): string => {
  const pair = new RegExp(`(^|; )${key}=([\\w-]{16,128})(;|$)`);
  return pair.exec(cookies)?.[2] ?? "";
};

/** The newest entries that fit, as they are stored. */
export const written = ({ isOpen, entries }: Transcript): string => {
  for (let kept = entries.slice(-MAX_ENTRIES); ; kept = kept.slice(1)) {
    const text = JSON.stringify({ isOpen, entries: kept });
    if (text.length <= MAX_LENGTH) return text;
  }
};

/** Any script of the page's origin may have written there, so nothing is taken as it is. */
export const read = (text: string): Transcript => {
  const value: unknown = attempt(() => JSON.parse(text));
  if (!isObject(value) || !Array.isArray(value.entries)) {
    return { isOpen: false, entries: [] };
  }
  const entries = value.entries.slice(-MAX_ENTRIES).map((entry) => {
    if (isObject(entry) && isText(entry.text)) return { text: entry.text };
    return asReply(entry);
  });
  return {
    isOpen: !!value.isOpen,
    entries: entries.filter((entry) => !!entry),
  };
};

/** The handle of the conversation, if a page before this one left one. */
export const recallHandle = (key: string): string =>
  attempt(() => handleIn(document.cookie, key)) ?? "";

export const keepHandle = (key: string, handle: string): void => {
  const isSecure = location.protocol === "https:";
  attempt(() => (document.cookie = cookie(key, handle, isSecure)));
};

export const recall = (key: string): Transcript =>
  read(attempt(() => sessionStorage.getItem(key)) ?? "");

export const keep = (key: string, transcript: Transcript): void => {
  attempt(() => sessionStorage.setItem(key, written(transcript)));
};
