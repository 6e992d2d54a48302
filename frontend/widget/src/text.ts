// A question as the server will see it: cleaned, trimmed and counted in the same way.

/**
 * What is sent of what was typed: without control characters, which the server refuses, and
 * trimmed as Rust's `str::trim` does. `\s` differs: it takes U+FEFF too.
 */
export const cleaned = (typed: string): string => {
  const text = typed.replace(/[^\P{Cc}\n\r\t]/gu, "");
  return /[\S\ufeff]([^]*[\S\ufeff])?/.exec(text)?.[0] ?? "";
};

/** Unicode scalar values; a lone surrogate is sent as U+FFFD, and counts one. */
export const count = (text: string): number => {
  return [...text].length;
};
