// What a server or a store gave, narrowed before anything is done with it.

export interface Choice {
  label: string;
  choice: string;
}

export type Message =
  | { type: "html"; html: string }
  | { type: "choices"; choices: Choice[] }
  | { type: "link"; label: string; url: string }
  | { type: "image"; url: string; alt: string };

export interface Reply {
  conversation: string;
  turn: string;
  kind: string;
  confidence?: number | null;
  article?: string | null;
  messages: Message[];
}

/** The texts that a message of a type has. */
const TEXTS = new Map<unknown, string[]>([
  ["html", ["html"]],
  ["link", ["label", "url"]],
  ["image", ["url", "alt"]],
  ["choices", []],
]);

type Fields = Record<string, unknown>;

export const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null;

export const isText = (value: unknown): value is string =>
  typeof value === "string";

const haveTexts = (value: unknown, names: string[] | undefined): boolean =>
  !!names && isObject(value) && names.every((name) => isText(value[name]));

/** False for a type that is not known, too: such messages are passed over. */
const isMessage = (value: unknown): value is Message =>
  isObject(value) &&
  haveTexts(value, TEXTS.get(value.type)) &&
  (value.type !== "choices" ||
    (Array.isArray(value.choices) &&
      value.choices.every((choice) => haveTexts(choice, ["label", "choice"]))));

export const isHandle = (value: unknown): value is string =>
  isText(value) && /^[\w-]{16,128}$/.test(value);

/** The server's reply; undefined if that is no reply of ours. */
export const asReply = (value: unknown): Reply | undefined => {
  if (!isObject(value) || !haveTexts(value, ["turn", "kind"])) return undefined;
  const { conversation, messages } = value;
  if (!isHandle(conversation) || !Array.isArray(messages)) return undefined;
  const known = messages.filter(isMessage);
  return { ...(value as unknown as Reply), messages: known };
};
