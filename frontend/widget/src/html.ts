// An answer's HTML, cleaned a second time: parsed where nothing loads or runs, then copied by a
// list of what may be there. The server has cleaned it before.
import { attempt } from "./attempt";
import { type Child, div, el, set, spoken } from "./dom";
import { say } from "./settings";
import { fill } from "./variables";

const KEPT =
  /^([bipsu]|br|[ht]r|[uo]l|li|em|strong|code|pre|blockquote|t(able|head|body|[hd])|su[bp]|div)$/;

/** An absolute address of an allowed scheme, as the browser reads it; else none. */
const link = (address: string | null, schemes: RegExp): URL | undefined => {
  const url = attempt(() => new URL(address!));
  return url && schemes.test(url.protocol) ? url : undefined;
};

/** A link; where the address is none that may be followed, its words. */
export const anchor = (
  address: string | null,
  style: string,
  children: Child[],
): Child[] => {
  const url = link(address, /^(https?|mailto|tel):$/);
  if (!url) return children;
  const element = el("a", { href: url.href, class: style }, ...children);
  if (/^http/.test(url.protocol) && url.origin !== location.origin) {
    set(element, { target: "_blank", rel: "noopener noreferrer" });
    element.append(spoken(` (${say("new_window")})`));
  }
  return [element];
};

export const image = (src: string | null, alt = ""): HTMLElement =>
  el("img", {
    src: link(src, /^https?:$/)?.href,
    alt,
    loading: "lazy",
    referrerpolicy: "no-referrer",
  });

/** What is shown of an element whose children are copied already. */
const copy = (from: Element, children: Child[]): Child[] => {
  const tag = from.localName;
  const value = (name: string): string | null => from.getAttribute(name);
  if (tag === "a") return anchor(value("href"), "", children);
  if (tag === "img") {
    const shown = image(value("src"));
    // Whatever these hold, they are words and sizes.
    for (const name of ["alt", "title", "width", "height"]) {
      set(shown, { [name]: value(name) });
    }
    return [shown];
  }
  // The dialog's title is of the second rank.
  if (/^h[1-6]$/.test(tag)) return [el("h3", {}, ...children)];
  // Of what is not kept the words stay: shown, never run.
  if (!KEPT.test(tag)) return children;
  const kept = el(tag as "p", {}, ...children);
  // It scrolls by itself, and by keyboard.
  return [tag === "table" ? set(div("wide", kept), { tabindex: 0 }) : kept];
};

/** Parsers bound how deep elements are nested. */
const copied = (from: Node): Child[] =>
  [...from.childNodes].flatMap((node) => {
    if (node instanceof Text) return fill(node.data);
    return node instanceof Element ? copy(node, copied(node)) : [];
  });

type Parsable = (html: string) => string;

/**
 * A page may want all HTML that is parsed to have passed a policy that it lists by name. Nothing,
 * where it does not list ours.
 */
const newPolicy = (): { createHTML: Parsable } | undefined => {
  const rules = { createHTML: (html: string) => html };
  const { trustedTypes } = window as {
    trustedTypes?: {
      createPolicy(name: string, given: typeof rules): typeof rules;
    };
  };
  return attempt(() =>
    trustedTypes ? trustedTypes.createPolicy("parlance", rules) : rules,
  );
};

const policy = newPolicy();

/** Reads HTML into nodes; where the page lets nobody parse HTML, the words alone. */
export const clean = (html: string): Child[] => {
  if (!policy) return [fill(words(html))];
  const inert = new DOMParser();
  return copied(
    inert.parseFromString(policy.createHTML(html), "text/html").body,
  );
};

/** The words of clean HTML, for a text node. */
export const words = (html: string): string => {
  const entities: Record<string, string> = { lt: "<", gt: ">", amp: "&" };
  return html
    .replace(/<(br|\/(p|li|h.|tr))>/g, " ")
    .replace(/<[^>]*>/g, "")
    .replace(/&(\w+);/g, (_, name: string) => entities[name] ?? " ");
};
