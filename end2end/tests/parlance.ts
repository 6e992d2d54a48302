// A server of its own for each worker, and the people who use it.
import {
  type APIRequestContext,
  type Cookie,
  type Page,
  test as base,
  expect,
  request as requests,
} from "@playwright/test";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

export { expect };

const BINARY = process.env.PARLANCE_BINARY ?? "../target/debug/parlance";

export interface Parlance {
  url: string;
  email: string;
  password: string;
  bot: string;
}

/** Starts a server on a folder; gives what it says when it is ready. */
export async function launch(folder: string, command: string): Promise<[ChildProcess, any]> {
  const child = spawn(
    BINARY,
    [command, "--json", "--data-dir", folder, "--listen", "127.0.0.1:0"],
    {
      env: {
        ...process.env,
        PARLANCE_LIMITS_TALK_PER_ADDRESS: "0",
        PARLANCE_LIMITS_SIGN_IN_PER_ADDRESS: "0",
        PARLANCE_LIMITS_SIGN_IN_PER_EMAIL: "0",
        PARLANCE_LIMITS_DASHBOARD_PER_PERSON: "0",
      },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  for await (const line of createInterface({ input: child.stdout! })) {
    return [child, JSON.parse(line)];
  }
  throw new Error("the server ended before it was ready");
}

/** Stops a server, and waits until it is down. */
export async function stop(child: ChildProcess): Promise<void> {
  child.kill("SIGTERM");
  await new Promise((ended) => child.once("exit", ended));
}

async function start(folder: string): Promise<[ChildProcess, Parlance]> {
  const [child, ready] = await launch(folder, "demo");
  const { email, password, bots } = ready;
  return [child, { url: ready.listening, email, password, bot: bots[0] }];
}

/** The cookies of someone who has signed in, without a browser. */
async function session({ url, email, password }: Parlance): Promise<Cookie[]> {
  const context = await requests.newContext({ baseURL: url });
  const form = { email, password, next: "" };
  const answer = await context.post("/api/ui/session/sign-in", { form });
  expect(answer.ok()).toBe(true);
  const { cookies } = await context.storageState();
  await context.dispose();
  return cookies;
}

/** Signs in through the form, whatever the scripts. */
export async function signIn(page: Page, parlance: Parlance): Promise<void> {
  await open(page, "/sign-in");
  await page.getByLabel("E-mail").fill(parlance.email);
  await page.getByLabel("Password", { exact: true }).fill(parlance.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/bots$/);
  await hydrated(page);
}

/** Whether this run has scripts on. */
export function hasScripts(): boolean {
  return base.info().project.use.javaScriptEnabled !== false;
}

/** Waits until scripts answer; without scripts there is nothing to wait for. */
export async function hydrated(page: Page): Promise<void> {
  if (!hasScripts()) return;
  await expect(page.locator("html")).toHaveAttribute("data-hydrated", "");
  await expect(page.locator("rich-text:not(.is-ready)")).toHaveCount(0);
}

/** Opens a page and waits until it answers. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await hydrated(page);
}

/** A word that no other test uses. */
export function word(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) =>
    String.fromCharCode(97 + (byte % 26)),
  ).join("");
}

/** A visitor asks. */
export async function ask(
  request: APIRequestContext,
  bot: string,
  question: string,
  more: Record<string, string> = {},
) {
  const params = { question, ...more };
  const answer = await request.get(`/api/v1/bots/${bot}/talk`, { params });
  expect(answer.status()).toBe(200);
  return answer.json();
}

/** Waits for the notice of what has been done. */
export async function said(page: Page, text: string | RegExp) {
  await expect(page.getByRole("status").filter({ hasText: text })).toBeVisible();
}

/** Makes a bot through the form, on whose page its radio buttons were not touched; gives its id. */
export async function addBot(page: Page, name: string): Promise<string> {
  await open(page, "/bots/new");
  await page.getByLabel("Name").fill(name);
  await page.getByRole("button", { name: "Create bot" }).click();
  await said(page, "The bot is there.");
  await hydrated(page);
  return new URL(page.url()).pathname.split("/")[2];
}

/** The plain field of an answer, which the editor of formatted text stands over. */
export function answerOf(page: Page) {
  return page.locator('textarea[name="answer"]');
}

/** Types an answer as HTML. */
export async function fillAnswer(page: Page, html: string) {
  if (hasScripts()) {
    await expect(page.locator("rich-text.is-ready").first()).toBeVisible();
    const source = page.getByRole("button", { name: "HTML" });
    if ((await source.getAttribute("aria-pressed")) === "false") await source.click();
  }
  await answerOf(page).fill(html);
}

/** Adds an article through the form, and stays on its page. */
export async function addArticle(page: Page, bot: string, title: string, answer: string) {
  await open(page, `/bots/${bot}/knowledge/new`);
  await page.getByLabel("Question").fill(title);
  await fillAnswer(page, answer);
  await page.getByRole("button", { name: "Add article" }).click();
  await expect(page.getByRole("heading", { name: title, level: 1 })).toBeVisible();
  await hydrated(page);
}

/** The path of the conversation that began with this question, once the list has it. */
export async function findConversation(page: Page, bot: string, question: string) {
  const link = page.getByRole("link", { name: question });
  await expect(async () => {
    await open(page, `/bots/${bot}/conversations`);
    await expect(link).toBeVisible({ timeout: 500 });
  }).toPass();
  return (await link.getAttribute("href"))!;
}

/** The path of the workspace's keys, as the account menu has it. */
export async function keysPage(page: Page): Promise<string> {
  await open(page, "/bots");
  return (await page.locator('a[href$="/keys"]').first().getAttribute("href"))!;
}

/** Today in UTC, as the address of a page takes it. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** The paths of all pages, by name. `page` is signed in, and a conversation is there. */
export async function allPages(page: Page, request: APIRequestContext, bot: string) {
  const question = `What is Parlance? ${word()}`;
  await ask(request, bot, question);
  await ask(request, bot, `${word()} ${word()}`);
  const conversation = await findConversation(page, bot, question);
  await open(page, `/bots/${bot}/knowledge?q=What%20is%20Parlance%3F`);
  const article = await page.getByRole("link", { name: "What is Parlance?" }).getAttribute("href");
  const me = await (await page.request.get("/api/ui/session/me")).json();
  const workspace = `/workspaces/${me.workspace}`;
  const params = { workspace: me.workspace };
  const list = await (await page.request.get("/api/ui/members/list", { params })).json();
  return {
    members: workspace,
    "a member": `${workspace}/members/${list.members[0].user}`,
    rights: `/bots/${bot}/members`,
    "sign-in": "/sign-in",
    welcome: "/welcome?token=mistyped",
    bots: "/bots",
    "new bot": "/bots/new",
    "a copy": `/bots/new?copy=${bot}`,
    settings: `/bots/${bot}/settings`,
    thresholds: `/bots/${bot}/settings/thresholds`,
    "thresholds tried": `/bots/${bot}/settings/thresholds?answer_at=90&ask_back_at=10`,
    synonyms: `/bots/${bot}/synonyms`,
    knowledge: `/bots/${bot}/knowledge`,
    "new article": `/bots/${bot}/knowledge/new`,
    import: `/bots/${bot}/knowledge/import`,
    article: article!,
    conversations: `/bots/${bot}/conversations`,
    conversation,
    "conversations of a filter": `/bots/${bot}/conversations?outcome=answer&from=2020-01-01&tz=Europe/Paris`,
    "no conversation like this": `/bots/${bot}/conversations?contains=${word()}&from=soon`,
    analytics: `/bots/${bot}/analytics`,
    "analytics by the hour": `/bots/${bot}/analytics?grain=hour&from=${today()}&to=${today()}`,
    "nothing asked": `/bots/${bot}/analytics?from=2020-01-01&to=2020-01-31&tz=nowhere`,
    unanswered: `/bots/${bot}/unanswered`,
    "nothing of mine": `/bots/${bot}/unanswered?tab=missed&mine=1`,
    "nothing ignored": `/bots/${bot}/unanswered?tab=ignored`,
    history: `${article!.split("?")[0]}/history`,
    tests: `/bots/${bot}/tests`,
    "no test failed": `/bots/${bot}/tests?shown=failed`,
    evaluation: `/bots/${bot}/tests/evaluation`,
    "evaluation on wordings": `/bots/${bot}/tests/evaluation?on=wordings`,
    forecast: `/bots/${bot}/versions/forecast`,
    "a quiet week": `/bots/${bot}/versions/forecast?days=7`,
    versions: `/bots/${bot}/versions`,
    "a version compared": `/bots/${bot}/versions?from=0&to=1`,
    test: `/bots/${bot}/test`,
    "a question tried out": `/bots/${bot}/test?q=how+do+I+add+an+artcle`,
    "dialog box": `/bots/${bot}/widget`,
    installing: `/bots/${bot}/widget/install`,
    "a site checked": `/bots/${bot}/widget/install?address=www.example.org`,
    keys: `${workspace}/keys`,
    "single sign-on": `${workspace}/sign-on`,
    "not let in": "/sign-in?sso=outside",
    "to be linked": `/account?link=${me.workspace}`,
    "audit trail": `${workspace}/audit`,
    "no event like this": `${workspace}/audit?by=nobody@example.org`,
    security: `${workspace}/security`,
    "synonyms tried": `/bots/${bot}/synonyms?term=article&variants=note`,
    account: "/account",
    "forgotten password": "/forgot",
    "second factor": "/account/factor",
    "a link is sent": "/forgot?sent=1",
    "new password": "/reset?token=mistyped",
    "not found": "/bots/nothing",
    "not found outside of the frame": "/nothing",
  };
}

interface OfWorker {
  apart: boolean;
  parlance: Parlance;
  cookies: Cookie[];
}

export const test = base.extend<{ owner: Page }, OfWorker>({
  /** Whether a file's tests have a server that no others have used. */
  apart: [false, { scope: "worker", option: true }],
  parlance: [
    // A worker serves tests that want the same of it.
    async ({ apart: _ }, use) => {
      const folder = mkdtempSync(join(tmpdir(), "parlance-end2end-"));
      const [child, parlance] = await start(folder);
      await use(parlance);
      await stop(child);
      rmSync(folder, { recursive: true });
    },
    { scope: "worker" },
  ],
  cookies: [async ({ parlance }, use) => use(await session(parlance)), { scope: "worker" }],
  baseURL: async ({ parlance }, use) => use(parlance.url),
  /** A page of the workspace's owner, signed in. */
  owner: async ({ page, cookies }, use) => {
    await page.context().addCookies(cookies);
    await use(page);
  },
});
