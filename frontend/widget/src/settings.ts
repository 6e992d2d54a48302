// What the server says of this box: its sentences, its looks, its limits. The server has checked
// it; what is used of it is set as text, as an attribute's value or as one CSS value, so that even
// a wrong one cannot become markup or script.
import { isObject } from "./reply";

export interface Settings {
  locale: string;
  texts: Record<string, string>;
  colour: string;
  position: "left" | "right";
  theme: "auto" | "light" | "dark";
  /** The path of a line icon on a 24 × 24 grid; empty: none. */
  avatar: string;
  suggestions: string[];
  feedback: boolean;
  limits: { question: number };
}

export let settings: Settings;

/** False for what is no settings of ours. */
export const use = (given: unknown): boolean => {
  if (!isObject(given) || !isObject(given.texts)) return false;
  settings = given as unknown as Settings;
  return true;
};

/** A sentence by its name, with `{name}` filled in. */
export const say = (
  name: string,
  values: Record<string, number> = {},
): string => {
  const text = String(settings.texts[name] ?? "");
  return text.replace(
    /\{(\w+)\}/g,
    (whole, key) => (values[key] ?? whole) as string,
  );
};

/** The box's direction: that of the language that its sentences are in. */
export const direction = (locale: string): "ltr" | "rtl" =>
  /^(ar|he|fa|ur)\b/i.test(locale) ? "rtl" : "ltr";
