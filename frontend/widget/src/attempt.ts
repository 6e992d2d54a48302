/** What a run gives that may throw for a reason which is no fault of the box; else nothing. */
export const attempt = <T>(run: () => T): T | undefined => {
  try {
    return run();
  } catch {
    return undefined;
  }
};
