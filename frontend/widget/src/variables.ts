// What the page knows of its visitor, to fill `{{name}}` in texts. It stays in the page.

const MAX_NAMES = 20;
const MAX_NAME = 40;
const MAX_VALUE = 200;

const values = new Map<string, string>();

/** Takes texts and numbers; what is too much is left out. */
export const setVariables = (given: unknown): void => {
  for (const [name, value] of Object.entries(given ?? {})) {
    const isKept = values.has(name) || values.size < MAX_NAMES;
    const isPlain = /string|number/.test(typeof value);
    if (isKept && isPlain && name.length <= MAX_NAME) {
      values.set(name, `${value}`.slice(0, MAX_VALUE));
    }
  }
};

/** A name without a value stays as it is written. */
export const fill = (text: string): string =>
  text.replace(/{{\s*(\S+?)\s*}}/g, (whole, name) => values.get(name) ?? whole);
