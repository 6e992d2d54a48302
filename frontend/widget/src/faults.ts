// Faults of the box itself, told to its server without a visitor's words.

export interface Fault {
  message: string;
  source: string | undefined;
  line: number;
  stack: string;
}

/** Why there is no reply: shown already, where there is somebody to see it; no fault. */
export class Refusal extends Error {}

const MAX_FAULTS = 5;
/** `script`, `?query`, `line:column` and `line` of a stack's lines. */
const PLACES = /(\w+:\/\/[^\s?#]+?)([?#]\S*)?:((\d+):\d+)/g;

/** Browsers quote what they choked on: all from the first quotation mark on goes. */
export const redact = (text: string): string =>
  text.replace(/(["`“«]|(?<!\w)['‘]).*/s, "…");

export const asFault = (thrown: unknown): Fault => {
  const {
    name,
    message,
    stack = "",
  } = thrown instanceof Error ? thrown : new Error(typeof thrown);
  // Places in scripts alone: without queries, and without what the message may quote.
  const places = [...stack.replace(message, "").matchAll(PLACES)];
  const [, source, , , line] = places[0] ?? [];
  return {
    message: redact(`${name}: ${message}`),
    source,
    line: Number(line ?? 0),
    stack: places.map(([, script, , at]) => `${script}:${at}`).join("\n"),
  };
};

/** Sends each fault once, and a few a page load. The server bounds their lengths. */
export const newReporter = (send: (fault: Fault) => unknown) => {
  const told = new Set<string>();
  return (thrown: unknown): void => {
    if (thrown instanceof Refusal) return;
    const fault = asFault(thrown);
    if (told.size < MAX_FAULTS && !told.has(fault.message)) send(fault);
    told.add(fault.message);
  };
};
