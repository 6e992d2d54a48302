// The second factor: set up, asked for, required, turned off. Each test has a member of its own, since
// it ends sessions.
import { createHmac } from "node:crypto";
import { readFile } from "node:fs/promises";
import { type Browser, type Page } from "@playwright/test";
import { expect, hasScripts, hydrated, open, said, test, word } from "./parlance";

const PASSWORD = "four words nobody joined";

/** The code that an authenticator app shows, so many steps from now. */
function code(secret: string, steps = 0): string {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret.replace(/\s/g, "")]
    .map((letter) => letters.indexOf(letter).toString(2).padStart(5, "0"))
    .join("");
  const key = Buffer.from(bits.match(/.{8}/g)!.map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const mac = createHmac("sha1", key).update(step).digest();
  const at = mac[mac.length - 1] & 15;
  return ((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).toString().padStart(6, "0");
}

/** A new administrator, who joins by a link; gives their page and address. */
async function join(owner: Page, browser: Browser, baseURL: string): Promise<[Page, string]> {
  const email = `${word()}@example.org`;
  const me = await (await owner.request.get("/api/ui/session/me")).json();
  await open(owner, `/workspaces/${me.workspace}`);
  await owner.getByLabel("E-mail").fill(email);
  await owner.getByLabel("Role", { exact: true }).selectOption("admin");
  await owner.getByRole("button", { name: "Make an invitation" }).click();
  await said(owner, "Invited.");
  const link = await owner.locator(".link-once code").textContent();
  const context = await browser.newContext({
    baseURL,
    javaScriptEnabled: hasScripts(),
    locale: "en-GB",
  });
  const page = await context.newPage();
  await open(page, link!);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Join" }).click();
  await expect(page).toHaveURL(/\/bots$/);
  await hydrated(page);
  return [page, email];
}

/** Sets a second factor up; gives its secret and the recovery codes. */
async function enrol(page: Page): Promise<[string, string[]]> {
  await open(page, "/account");
  await page.getByRole("link", { name: "Set it up" }).click();
  await page.getByLabel("Current password").fill(PASSWORD);
  await page.getByRole("button", { name: "Set it up" }).click();
  const picture = page.getByRole("img", { name: /Picture with the secret/ });
  await expect(picture).toBeVisible();
  await hydrated(page);
  const secret = (await page.locator(".factor-secret").textContent())!;
  expect(secret.replace(/\s/g, "")).toMatch(/^[A-Z2-7]{32}$/);
  expect(page.url()).not.toContain("?");
  await page.getByLabel("Code from your app").fill("000000");
  await page.getByRole("button", { name: "Turn it on" }).click();
  await expect(page.getByLabel("Code from your app")).toHaveAttribute("aria-invalid", "true");
  await hydrated(page);
  await expect(page.locator(".factor-secret")).toHaveText(secret);
  await page.getByLabel("Code from your app").fill(code(secret, -1));
  await page.getByRole("button", { name: "Turn it on" }).click();
  await said(page, "Your second factor is on.");
  const codes = (await page.locator(".snippet code").textContent())!.trim().split("\n");
  expect(codes).toHaveLength(10);
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download as a file" }).click();
  const file = await readFile(await (await download).path(), "utf8");
  expect(file.trim().split("\n")).toEqual(codes);
  return [secret, codes];
}

async function password(page: Page, email: string) {
  await open(page, "/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/sign-in\/code$/);
  await hydrated(page);
}

async function step(page: Page, typed: string) {
  await page.getByLabel("Code", { exact: true }).fill(typed);
  await page.getByRole("button", { name: "Sign in" }).click();
}

async function signOut(page: Page) {
  await page.context().clearCookies();
}

test("a second factor is set up, and signing in takes two steps", async ({
  owner,
  browser,
  parlance,
}) => {
  const [page, email] = await join(owner, browser, parlance.url);
  const [secret, codes] = await enrol(page);
  // They are shown this once.
  await open(page, "/account/factor");
  await expect(page.locator(".snippet")).toHaveCount(0);
  await expect(page.getByText("10 left")).toBeVisible();

  await signOut(page);
  await password(page, email);
  await step(page, "123");
  await expect(page.getByLabel("Code", { exact: true })).toHaveAttribute("aria-invalid", "true");
  await hydrated(page);
  await step(page, code(secret));
  await expect(page).toHaveURL(/\/bots$/);

  await signOut(page);
  await password(page, email);
  await step(page, codes[0]);
  await expect(page).toHaveURL(/\/bots$/);
  await open(page, "/account/factor");
  await expect(page.getByText("9 left")).toBeVisible();

  await page.getByLabel("Current password").fill(PASSWORD);
  await page.getByLabel("Code", { exact: true }).last().fill(codes[1]);
  await page.getByRole("button", { name: "Turn it off" }).click();
  await said(page, "Your second factor is off.");
  await expect(page.getByRole("link", { name: "Set it up" })).toBeVisible();
  await page.context().close();
});

test("who has not begun the first step finds no second one", async ({ page }) => {
  await open(page, "/sign-in/code");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
});

test("a workspace requires a second factor, and a lost one is taken away", async ({
  owner,
  browser,
  parlance,
}) => {
  const [page, email] = await join(owner, browser, parlance.url);
  const me = await (await page.request.get("/api/ui/session/me")).json();
  const members = `/workspaces/${me.workspace}`;
  const [secret] = await enrol(page);
  await open(page, members);
  const panel = page.getByRole("region", { name: "Second factor" });
  await panel.getByRole("button", { name: "Require it of everybody" }).click();
  await said(page, "From now on every member needs a second factor.");
  await expect(panel.getByText("Required of everybody")).toBeVisible();
  try {
    // The owner has none, and is led to set one up.
    await open(owner, "/bots");
    await expect(owner).toHaveURL(/\/account\/factor$/);
    await expect(owner.getByText("requires a second factor of every member")).toBeVisible();
    await open(page, "/account/factor");
    await expect(page.getByText("so it stays on")).toBeVisible();
  } finally {
    const form = { workspace: me.workspace, to: "off" };
    expect((await page.request.post("/api/ui/members/policy", { form })).ok()).toBe(true);
  }

  await open(owner, members);
  await owner.getByRole("link", { name: email }).click();
  await hydrated(owner);
  await owner.locator("summary").filter({ hasText: "Take the second factor away" }).click();
  await owner.getByRole("button", { name: "Take the second factor away" }).click();
  await said(owner, "Taken away. They are signed out.");
  await open(page, "/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/bots$/);
  expect(secret).not.toBe("");
  await page.context().close();
});
