// A customer's site: a small web server on an origin of its own, whose pages a test writes.
import { type Page, expect } from "@playwright/test";
import { type IncomingMessage, type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Parlance, test as base } from "./parlance";

export { expect };
export { ask, findConversation, open, said, word } from "./parlance";

export interface Document {
  body?: string;
  head?: string;
  lang?: string;
  headers?: Record<string, string>;
}

export class Site {
  /** What the pages were asked for. */
  readonly requests: IncomingMessage[] = [];
  private readonly pages = new Map<string, Document>();
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      this.requests.push(request);
      const page = this.pages.get(request.url!.split("?")[0]);
      const headers = { "Content-Type": "text/html; charset=utf-8", ...page?.headers };
      response.writeHead(page ? 200 : 404, headers);
      const { head = "", body = "", lang = "en" } = page ?? {};
      response.end(
        `<!DOCTYPE html><html lang="${lang}"><head><title>A shop</title>` +
          `<link rel="icon" href="data:,">${head}</head>` +
          `<body><main><h1>A shop</h1><p>Bowls and plates.</p>${body}</main></body></html>`,
      );
    });
  }

  async start(): Promise<this> {
    await new Promise<void>((ready) => this.server.listen(0, "127.0.0.1", ready));
    return this;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Puts a page there, and gives its address. */
  put(path: string, page: Document): string {
    this.pages.set(path, page);
    return this.origin + path;
  }
}

/** The tag as the backoffice gives it. */
export function snippet({ url, bot }: Parlance, more = ""): string {
  return `<script src="${url}/widget.js" data-bot="${bot}" ${more} async></script>`;
}

export function launcher(page: Page) {
  return page.getByRole("button", { name: /^Open the dialog box/ });
}

export function panel(page: Page) {
  return page.getByRole("dialog");
}

/** The conversation as it is seen. */
export function log(page: Page) {
  return page.getByRole("log");
}

export async function openBox(page: Page): Promise<void> {
  await launcher(page).click();
  await expect(panel(page)).toBeVisible();
}

export async function type(page: Page, question: string): Promise<void> {
  await page.getByRole("textbox", { name: "Ask a question" }).fill(question);
  await page.keyboard.press("Enter");
}

export const test = base.extend<{ shop: string }, { site: Site }>({
  site: [
    async ({}, use) => {
      const site = await new Site().start();
      await use(site);
      site.stop();
    },
    { scope: "worker" },
  ],
  /** The address of a page with the box on it, and nothing special. */
  shop: async ({ site, parlance }, use) => {
    await use(site.put("/shop", { body: snippet(parlance) }));
  },
});
