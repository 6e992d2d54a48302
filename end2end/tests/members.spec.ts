import { type Browser, type Page } from "@playwright/test";
import { expect, hasScripts, hydrated, open, said, test, word } from "./parlance";

/** The page of the owner's workspace. */
async function openMembers(owner: Page): Promise<string> {
  const me = await (await owner.request.get("/api/ui/session/me")).json();
  const path = `/workspaces/${me.workspace}`;
  await open(owner, path);
  return path;
}

/** Invites somebody to the sample bot; gives the link, which is shown this once. */
async function invite(owner: Page, email: string, preset: string): Promise<string> {
  const path = await openMembers(owner);
  await owner.getByLabel("E-mail").fill(email);
  await owner.getByLabel("Rights of a member").selectOption({ label: preset });
  await owner.getByRole("checkbox", { name: "Help centre", exact: true }).check();
  await owner.getByRole("button", { name: "Make an invitation" }).click();
  await said(owner, "Invited.");
  const link = await owner.locator(".link-once code").textContent();
  await open(owner, path);
  await expect(owner.locator(".link-once")).toHaveCount(0);
  await expect(owner.getByRole("row").filter({ hasText: email })).toContainText("Pending");
  return link!;
}

/** Joins by a link, in a browser of one's own. */
async function join(browser: Browser, url: string, link: string): Promise<Page> {
  const context = await browser.newContext({
    baseURL: url,
    javaScriptEnabled: hasScripts(),
    locale: "en-GB",
  });
  const guest = await context.newPage();
  await open(guest, link);
  await expect(guest.getByRole("heading", { name: "Join Parlance" })).toBeVisible();
  await guest.getByLabel("Password", { exact: true }).fill("short");
  await guest.getByRole("button", { name: "Join" }).click();
  await expect(guest.getByLabel("Password", { exact: true })).toHaveAccessibleDescription(
    /at least 8/i,
  );
  await hydrated(guest);
  await guest.getByLabel("Password", { exact: true }).fill("a rather long sentence");
  await guest.getByRole("button", { name: "Join" }).click();
  await expect(guest).toHaveURL(/\/bots$/);
  await hydrated(guest);
  return guest;
}

test("somebody is invited, joins, and sees what they were granted", async ({
  owner,
  browser,
  parlance,
}) => {
  const email = `${word()}@example.org`;
  const link = await invite(owner, email, "Analyst");
  const guest = await join(browser, parlance.url, link);
  await guest.getByRole("link", { name: "Help centre" }).first().click();
  await expect(guest).toHaveURL(/\/conversations$/);
  const navigation = guest.getByRole("navigation", { name: "Main navigation" });
  await expect(navigation.getByRole("link", { name: "Analytics" })).toBeVisible();
  for (const room of ["Knowledge", "Settings", "Rights", "Dialog box"]) {
    await expect(navigation.getByRole("link", { name: room, exact: true })).toHaveCount(0);
  }
  const refused = await guest.request.get(`/bots/${parlance.bot}/knowledge`);
  expect(refused.status()).toBe(403);
  await open(guest, link);
  await guest.getByLabel("Password", { exact: true }).fill("a rather long sentence");
  await guest.getByRole("button", { name: "Set password" }).click();
  await expect(guest.getByText("This link has been used or has run out.")).toBeVisible();
  await guest.context().close();
});

test("rights are set in a matrix, and hold at the next click", async ({
  owner,
  browser,
  parlance,
}) => {
  const email = `${word()}@example.org`;
  const guest = await join(browser, parlance.url, await invite(owner, email, "Reader"));
  await open(owner, `/bots/${parlance.bot}/members`);
  await expect(owner.getByLabel(`Knowledge: ${email}`)).toHaveValue("read");
  await owner.getByLabel(`Preset: ${email}`).selectOption("editor");
  if (hasScripts()) {
    await expect(owner.getByLabel(`Knowledge: ${email}`)).toHaveValue("write");
    await owner.getByLabel(`Widget: ${email}`.replace("Widget", "Dialog box")).selectOption("none");
    await expect(owner.getByLabel(`Preset: ${email}`)).toHaveValue("own");
    await owner.getByLabel(`Preset: ${email}`).selectOption("editor");
  }
  await owner.getByRole("button", { name: "Save rights" }).click();
  await said(owner, "Saved.");
  await expect(owner.getByLabel(`Knowledge: ${email}`)).toHaveValue("write");
  await open(guest, `/bots/${parlance.bot}/knowledge/new`);
  await expect(guest.getByLabel("Question")).toBeVisible();

  await owner.getByRole("link", { name: email }).click();
  await expect(owner.getByRole("heading", { name: email })).toBeVisible();
  await hydrated(owner);
  await owner.getByLabel("Preset: Help centre", { exact: true }).selectOption("nothing");
  await owner.getByRole("button", { name: "Save rights" }).click();
  await said(owner, "Saved.");
  const gone = await guest.request.get(`/bots/${parlance.bot}/knowledge`);
  expect(gone.status()).toBe(404);
  await guest.context().close();
});

test("a member is suspended, let in again, and removed", async ({ owner, browser, parlance }) => {
  const email = `${word()}@example.org`;
  const guest = await join(browser, parlance.url, await invite(owner, email, "Editor"));
  await openMembers(owner);
  await owner.getByRole("link", { name: email }).click();
  await expect(owner.getByRole("heading", { name: email })).toBeVisible();
  await hydrated(owner);
  await owner.locator("summary", { hasText: "Suspend" }).click();
  await owner.getByRole("button", { name: "Suspend" }).click();
  await said(owner, "Suspended.");
  await guest.goto("/bots");
  await expect(guest).toHaveURL(/\/sign-in/);
  await hydrated(owner);
  await owner.getByRole("button", { name: "Let them in again" }).click();
  await said(owner, "They can do again what they could.");
  await hydrated(owner);

  await owner.locator("summary", { hasText: "Remove" }).click();
  await owner.getByLabel(`Type ${email} to confirm`).fill("somebody@example.org");
  await owner.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(owner.getByLabel(`Type ${email} to confirm`)).toHaveAccessibleDescription(/same/);
  await owner.getByLabel(`Type ${email} to confirm`).fill(email);
  await owner.getByRole("button", { name: "Remove", exact: true }).click();
  await said(owner, "Removed.");
  await expect(owner.getByRole("link", { name: email })).toHaveCount(0);
  await guest.context().close();
});

test("an invitation gets a new link, and is withdrawn", async ({ owner }) => {
  const email = `${word()}@example.org`;
  const first = await invite(owner, email, "Reader");
  await owner.getByRole("button", { name: `New link for ${email}` }).click();
  await said(owner, "There is a new link.");
  expect(await owner.locator(".link-once code").textContent()).not.toBe(first);
  await hydrated(owner);
  await owner.getByRole("button", { name: `Withdraw the invitation of ${email}` }).click();
  await said(owner, "Withdrawn.");
  await expect(owner.getByRole("row").filter({ hasText: email })).toHaveCount(0);
});

test("the last owner can't leave", async ({ owner }) => {
  await openMembers(owner);
  await owner.locator("summary", { hasText: "Leave the workspace" }).click();
  await owner.getByRole("button", { name: "Leave the workspace" }).click();
  await expect(owner.getByText("at least one active owner")).toBeVisible();
});

test("a bot's conversations are shared with everybody, or not", async ({ owner, parlance }) => {
  await open(owner, `/bots/${parlance.bot}/members`);
  for (const [choice, value] of [
    ["Everybody in the workspace", "workspace"],
    ["Only whom the table names", "named"],
  ]) {
    await owner.getByRole("radio", { name: choice }).check({ force: true });
    await owner.getByRole("button", { name: "Save", exact: true }).click();
    await said(owner, "Saved. It holds at once.");
    await open(owner, `/bots/${parlance.bot}/members`);
    await expect(owner.locator(`input[name="sharing"][value="${value}"]`)).toBeChecked();
  }
});
