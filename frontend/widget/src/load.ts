// The settings' way here: once, or again when the network is back.
import { after, listen, signal } from "./life";
import { use } from "./settings";
import type { Tag } from "./tag";

const AGAIN_MS = 30_000;
const MAX_RETRIES = 3;

export const warn = (text: string): void => console.warn(`Parlance: ${text}`);

const untilNextTry = (): Promise<unknown> =>
  new Promise((done) => {
    after(AGAIN_MS, () => done(0));
    listen(window, "online", done);
  });

/** False where there is no box to draw; developers are told why. */
export const loadSettings = async ({
  api,
  locale,
  settings,
}: Tag): Promise<boolean> => {
  if (settings) return use(JSON.parse(settings));
  for (let retries = 0; !signal.aborted && retries <= MAX_RETRIES; retries++) {
    if (retries) await untilNextTry();
    const response = await fetch(`${api}/widget?locale=${locale}`, {
      signal,
    }).catch(() => Response.error());
    const body: unknown = await response.json().catch(() => 0);
    if (response.ok && use(body)) return true;
    const { status } = response;
    // 404: there is no such bot, or none that is published. 403: this page's origin is not one of
    // the bot's, which without CORS headers looks like a broken network: 0.
    const isFinal = status === 403 || status === 404;
    if (isFinal || !retries) {
      warn(`${api} answers ${status}. Is this one of the bot's domains?`);
    }
    if (isFinal) break;
  }
  return false;
};
