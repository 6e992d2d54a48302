// What a page's scripts may listen to.

/** Never a word of the visitor. */
export interface Detail {
  kind: string;
  article?: string | null | undefined;
  confidence?: number | null | undefined;
  turn?: string;
}

type Listener = (detail: Partial<Detail>) => unknown;

const listeners = new Set<[name: string, run: Listener]>();

/** Calls what is the page's own: its faults are the page's too, and stop nothing here. */
export const call = <T>(run: (given: T) => unknown, given: T): void => {
  try {
    run(given);
  } catch (fault) {
    reportError(fault);
  }
};

/** The function that comes back unsubscribes. */
export const on = (name: string, run: Listener): () => void => {
  const listener: [string, Listener] = [name, run];
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

export const emit = (name: string, detail?: Partial<Detail>): void => {
  for (const [wanted, run] of [...listeners]) {
    if (wanted === name) call(run, { ...detail });
  }
};
