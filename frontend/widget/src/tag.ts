// The `<script>` tag that brought the box: whose it is, and which server it talks to.

import { attempt } from "./attempt";

export interface Tag {
  /** The base of the API's addresses: `https://HOST/api/v1/bots/ID`. */
  api: string;
  /** The name of what is kept: it has the first part of the bot's id. */
  key: string;
  locale: string;
  /** Settings that came with the tag, as JSON. */
  settings: string | undefined;
}

const UUID = /^[\da-f-]{36}$/i;
const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/**
 * Where to talk: over HTTPS, whatever the page and the tag say. Plain HTTP is for loopback, and
 * for a tag that asks for it.
 */
export const address = (
  path: string,
  base: string,
  isInsecureAllowed: boolean,
): string | undefined => {
  const url = attempt(() => new URL(path, base));
  if (!url || !/^https?:$/.test(url.protocol)) return undefined;
  if (!isInsecureAllowed && !LOOPBACK.test(url.hostname))
    url.protocol = "https:";
  return url.href;
};

/** A language as the API takes it: `zh-Hant` of `zh-Hant-TW`. */
export const asLocale = (text: string | undefined): string | undefined => {
  const tag = /^\s*([a-z]{2,3}(-[a-z\d]{2,8})?)\b/i;
  return tag.exec(text?.replace("_", "-") ?? "")?.[1];
};

/** Nothing where a tag does not say enough. */
export const readTag = (
  { src, dataset }: Pick<HTMLScriptElement, "src" | "dataset">,
  page: string,
  languages: string[],
): Tag | undefined => {
  const { bot = "", locale, insecure, api, settings } = dataset;
  // `data-api` and `data-settings` serve the backoffice's preview, which shows a bot that is not
  // published, with settings that are not saved. They are no contract.
  const path = api ?? `/api/v1/bots/${bot}`;
  const base = address(path, api ? page : src, insecure !== undefined);
  if (!UUID.test(bot) || !base) return undefined;
  return {
    api: base,
    key: `parlance-${bot.slice(0, 8)}`,
    locale: [locale, ...languages].map(asLocale).find(Boolean) ?? "en",
    settings,
  };
};
