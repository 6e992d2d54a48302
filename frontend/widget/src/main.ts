// The dialog box: what a page loads by
// `<script src="https://HOST/widget.js" data-bot="ID" async></script>`.
// First, as build.mjs puts it at the front, where it compresses best.
import styles from "./styles/main.css";
import { attempt } from "./attempt";
import { newBox } from "./box";
import { call } from "./events";
import { newReporter } from "./faults";
import { end, guard, listen, onEnd, reportTo } from "./life";
import { loadSettings, warn } from "./load";
import { paint } from "./paint";
import { pageAddress, post } from "./post";
import { type Tag, readTag } from "./tag";

type Queued = (box: Handle) => unknown;

/** What `window.parlance` is: at first a queue, later all that a page may do with the box. */
interface Handle {
  push(...queued: Queued[]): void;
}

const page = window as { parlance?: Queued[] | Handle | undefined };

const begin = (script: Element | null): void => {
  const { parlance } = page;
  const queue = Array.isArray(parlance) ? parlance : [];
  // `parlance` may also be an element with that id, which is none of ours.
  if (parlance?.push && parlance !== queue)
    return warn("a box is here already");
  const { lang } = document.documentElement;
  const tag =
    script &&
    readTag(script as HTMLScriptElement, document.baseURI, [
      lang,
      navigator.language,
    ]);
  if (!tag) return warn("the tag needs data-bot and src");

  // In place at once, so that a second tag sees it.
  const handle: Handle = { push: (...queued) => queue.push(...queued) };
  page.parlance = handle;
  onEnd(() => {
    page.parlance = undefined;
    // A page's own `var parlance` cannot be deleted.
    attempt(() => delete page.parlance);
  });
  reportTo(
    newReporter((fault) =>
      post(`${tag.api}/errors`, { ...fault, page: pageAddress() }),
    ),
  );
  const prepare = guard(async () => {
    if (await loadSettings(tag)) return start(tag, handle, queue);
    end();
    page.parlance = queue;
  });
  // After all that the page itself needs.
  const idle = (): unknown =>
    window.requestIdleCallback?.(prepare, { timeout: 2_000 }) ??
    setTimeout(prepare, 200);
  if (document.readyState === "complete") idle();
  else listen(window, "load", idle);
};

const start = (tag: Tag, handle: Handle, queue: Queued[]): void => {
  const host = document.createElement("parlance-box");
  // In the page first: a box that is drawn open measures its field.
  document.body.append(host);
  const box = newBox(paint(host, styles), tag);

  // An application that takes its page apart takes the box with it.
  const watch = new MutationObserver(() => host.isConnected || end());
  watch.observe(document.documentElement, { childList: true });
  watch.observe(document.body, { childList: true });
  onEnd(() => {
    watch.disconnect();
    host.remove();
  });

  const push = (...queued: Queued[]): void => {
    for (const run of queued) call(run, handle);
  };
  Object.assign(handle, box, { push });
  push(...queue);
};

// A module has no current script, nor has what some tag managers put there.
begin(document.currentScript ?? document.querySelector("script[data-bot]"));
