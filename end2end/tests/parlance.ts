// A server of its own for each worker, and the people who use it.
import { type APIRequestContext, type Page, test as base, expect } from "@playwright/test";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

export { expect };

export interface Parlance {
  url: string;
  email: string;
  password: string;
  bot: string;
}

async function start(folder: string): Promise<[ChildProcess, Parlance]> {
  const child = spawn(
    "../target/debug/parlance",
    ["demo", "--json", "--data-dir", folder, "--listen", "127.0.0.1:0"],
    {
      env: {
        ...process.env,
        PARLANCE_LIMITS_TALK_PER_ADDRESS: "0",
        PARLANCE_LIMITS_SIGN_IN_PER_ADDRESS: "0",
        PARLANCE_LIMITS_SIGN_IN_PER_EMAIL: "0",
      },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  for await (const line of createInterface({ input: child.stdout! })) {
    const ready = JSON.parse(line);
    const { email, password, bots } = ready;
    return [child, { url: ready.listening, email, password, bot: bots[0] }];
  }
  throw new Error("the server ended before it was ready");
}

/** Signs in through the form, whatever the scripts. */
export async function signIn(page: Page, parlance: Parlance): Promise<void> {
  await page.goto("/sign-in");
  await hydrated(page);
  await page.getByLabel("E-mail").fill(parlance.email);
  await page.getByLabel("Password", { exact: true }).fill(parlance.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/bots$/);
  await hydrated(page);
}

/** Waits until scripts answer; without scripts there is nothing to wait for. */
export async function hydrated(page: Page): Promise<void> {
  const noscripts = base.info().project.use.javaScriptEnabled === false;
  if (!noscripts) await expect(page.locator("html")).toHaveAttribute("data-hydrated", "");
}

/** Opens a page and waits until it answers. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await hydrated(page);
}

/** A visitor asks. */
export async function ask(request: APIRequestContext, bot: string, question: string) {
  const answer = await request.get(`/api/v1/bots/${bot}/talk`, { params: { question } });
  expect(answer.status()).toBe(200);
  return answer.json();
}

export const test = base.extend<{ owner: Page }, { parlance: Parlance }>({
  parlance: [
    async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), "parlance-end2end-"));
      const [child, parlance] = await start(folder);
      await use(parlance);
      child.kill("SIGTERM");
      await new Promise((ended) => child.once("exit", ended));
      rmSync(folder, { recursive: true });
    },
    { scope: "worker" },
  ],
  baseURL: async ({ parlance }, use) => use(parlance.url),
  /** A page of the workspace's owner, signed in. */
  owner: async ({ page, parlance }, use) => {
    await signIn(page, parlance);
    await use(page);
  },
});
