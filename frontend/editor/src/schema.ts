// What an answer may be made of: what the server's sanitiser keeps, without tables.
import {
  type DOMOutputSpec,
  DOMParser as Parser,
  DOMSerializer,
  type MarkSpec,
  type Node,
  Schema,
} from "prosemirror-model";

const block = (tag: string, content = "inline*", group = "block") => ({
  content,
  group,
  parseDOM: [{ tag }],
  toDOM: (): DOMOutputSpec => [tag, 0],
});

const mark = (...tags: [string, ...string[]]): MarkSpec => ({
  parseDOM: tags.map((tag) => ({ tag })),
  toDOM: () => [tags[0], 0],
});

const [H3, H4] = [3, 4] as const;

export const schema = new Schema({
  nodes: {
    doc: { content: "block+" },
    paragraph: block("p"),
    heading: {
      content: "inline*",
      group: "block",
      defining: true,
      attrs: { level: { default: H3 } },
      parseDOM: [H3, H4].map((level) => ({ tag: `h${level}`, attrs: { level } })),
      toDOM: ({ attrs }) => [`h${attrs.level}`, 0],
    },
    blockquote: block("blockquote", "block+"),
    bullet_list: block("ul", "list_item+"),
    ordered_list: block("ol", "list_item+"),
    list_item: { ...block("li", "paragraph block*", ""), defining: true },
    code_block: {
      content: "text*",
      marks: "",
      group: "block",
      code: true,
      defining: true,
      parseDOM: [{ tag: "pre", preserveWhitespace: "full" }],
      toDOM: () => ["pre", 0],
    },
    horizontal_rule: {
      group: "block",
      parseDOM: [{ tag: "hr" }],
      toDOM: () => ["hr"],
    },
    image: {
      inline: true,
      group: "inline",
      draggable: true,
      attrs: { src: {}, alt: { default: null }, width: { default: null }, height: { default: null } },
      parseDOM: [{ tag: "img[src]", getAttrs: attributes("src", "alt", "width", "height") }],
      toDOM: ({ attrs }) => ["img", attrs],
    },
    hard_break: {
      inline: true,
      group: "inline",
      selectable: false,
      parseDOM: [{ tag: "br" }],
      toDOM: () => ["br"],
    },
    text: { group: "inline" },
  },
  marks: {
    link: {
      inclusive: false,
      attrs: { href: {}, title: { default: null } },
      parseDOM: [{ tag: "a[href]", getAttrs: attributes("href", "title") }],
      toDOM: ({ attrs }) => ["a", attrs, 0],
    },
    strong: mark("strong", "b"),
    em: mark("em", "i"),
    s: mark("s"),
    u: mark("u"),
    code: mark("code"),
  },
});

function attributes(...names: string[]) {
  return (element: HTMLElement) =>
    Object.fromEntries(names.map((name) => [name, element.getAttribute(name)]));
}

/** The elements of a piece of HTML; nothing of it runs or loads. */
function elements(html: string): HTMLElement {
  return new DOMParser().parseFromString(html, "text/html").body;
}

/** Text without tags is paragraphs, as it is on the server. */
function marked(source: string): string {
  if (source.includes("<")) return source;
  const holder = document.createElement("p");
  const paragraphs = source.split(/\n\s*\n/).filter((part) => part.trim());
  return paragraphs
    .map((paragraph) => {
      holder.textContent = paragraph.trim();
      return holder.outerHTML.replaceAll("\n", "<br>");
    })
    .join("");
}

export function read(source: string): Node {
  return Parser.fromSchema(schema).parse(elements(marked(source)));
}

/** The HTML of an answer; an item that is one paragraph goes without the paragraph. */
export function write(node: Node): string {
  const holder = document.createElement("div");
  holder.append(DOMSerializer.fromSchema(schema).serializeFragment(node.content));
  return tidied(holder);
}

function tidied(holder: HTMLElement): string {
  for (const item of holder.querySelectorAll("li")) {
    const [only] = item.children;
    if (item.children.length === 1 && only?.tagName === "P") only.replaceWith(...only.childNodes);
  }
  const { innerHTML } = holder;
  return innerHTML === "<p></p>" ? "" : innerHTML;
}

/** What reading and writing keeps of a piece of HTML: its words, and how often each tag stands. */
function kept(html: string): string {
  const holder = elements(html);
  tidied(holder);
  const same: Record<string, string> = { B: "STRONG", I: "EM" };
  const tags = [...holder.querySelectorAll("*")].map(({ tagName }) => same[tagName] ?? tagName);
  const words = holder.textContent?.replace(/\s+/g, "") ?? "";
  return [words, ...tags.sort()].join(" ");
}

/** Whether the schema has all that stands in an answer: a table, for one, it has not. */
export function has(source: string): boolean {
  const html = marked(source);
  return kept(html) === kept(write(read(html)));
}
