// Faults of the box itself, told to its server without a visitor's words.

export interface Fault {
  message: string;
  source: string | undefined;
  line: number;
  stack: string;
}

const MAX_FAULTS = 5;

/** Browsers quote what they choked on: all from the first quotation mark on goes. */
export const redact = (text: string): string =>
  text.replace(/(["`“«]|(?<!\w)['‘]).*/s, "…");

export function asFault(thrown: unknown): Fault {
  const {
    name,
    message,
    stack = "",
  } = thrown instanceof Error ? thrown : new Error(typeof thrown);
  // The lines that name a place in a script, without queries.
  const places = stack
    .replace(message, "")
    .split("\n")
    .filter((line) => /:\d+:\d+\)?$/.test(line))
    .map((line) => redact(line.replace(/[?#][^:)]*/, "")));
  const shown = places.join("\n");
  const [, source, line] = /(\w+:\/\/.+?):(\d+):/.exec(shown) ?? [];
  return {
    message: redact(`${name}: ${message}`),
    source,
    line: Number(line) || 0,
    stack: shown,
  };
}

/** Sends each fault once, and a few a page load. The server bounds their lengths. */
export function newReporter(send: (fault: Fault) => void) {
  const told = new Set<string>();
  return (thrown: unknown): void => {
    const fault = asFault(thrown);
    if (told.size < MAX_FAULTS && !told.has(fault.message)) send(fault);
    told.add(fault.message);
  };
}
