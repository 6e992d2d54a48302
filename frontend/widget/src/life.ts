// The box's life: all that it starts ends with it, and no fault of it reaches the page. One script
// is one box, so this is the module's own state, as the settings are.

const ended = new AbortController();
export const { signal } = ended;
export const end = (): void => ended.abort();
export const onEnd = (run: () => void): void =>
  signal.addEventListener("abort", run);

export let report = (_: unknown): void => {};
export const reportTo = (reporter: typeof report): void => {
  report = reporter;
};

/** The same function, whose faults are reported instead of thrown, its promise's too. */
export const guard =
  <A extends unknown[]>(run: (...given: A) => unknown) =>
  (...given: A): void => {
    // Also when the box is over: somebody may have kept its functions.
    if (signal.aborted) return;
    try {
      const result = run(...given);
      if (result instanceof Promise) result.catch(report);
    } catch (fault) {
      report(fault);
    }
  };

export const listen = <E extends Event>(
  to: EventTarget,
  type: string,
  run: (event: E) => unknown,
): void => {
  to.addEventListener(type, guard(run as (event: Event) => unknown), {
    signal,
  });
};

/** Runs later, if the box is still there; the number is for `clearTimeout`. */
export const after = (ms: number, run: () => unknown): number =>
  setTimeout(guard(run), ms);
