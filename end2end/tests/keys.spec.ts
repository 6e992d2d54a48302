import { expect, hydrated, keysPage, open, said, test, word } from "./parlance";
import { type Page } from "@playwright/test";

/** Makes a key through the form, and gives its secret. */
async function addKey(page: Page, name: string): Promise<string> {
  await open(page, await keysPage(page));
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Knowledge", { exact: true }).selectOption("Read and write");
  await page.getByRole("button", { name: "Create key" }).click();
  await said(page, "The key is made.");
  await hydrated(page);
  return secretOf(page);
}

async function secretOf(page: Page): Promise<string> {
  const secret = page.locator(".panel-shown code");
  await expect(secret).toHaveText(/^pk_/);
  return (await secret.textContent())!;
}

test("a key is shown once, and opens what it may", async ({ owner, parlance, request }) => {
  const name = `Import ${word()}`;
  const secret = await addKey(owner, name);
  const asked = await request.post("/api/v1/token", { data: { api_key: secret } });
  const headers = { Authorization: `Bearer ${(await asked.json()).access_token}` };
  const articles = `/api/v1/bots/${parlance.bot}/articles`;
  expect((await request.get(articles, { headers })).status()).toBe(200);
  const figures = `/api/v1/bots/${parlance.bot}/analytics`;
  expect((await request.get(figures, { headers })).status()).toBe(403);
  await open(owner, owner.url());
  await expect(owner.locator(".panel-shown")).toHaveCount(0);
  await expect(owner.getByRole("row", { name })).toContainText("Active");
});

test("a key gets another secret, and is revoked", async ({ owner, request }) => {
  const name = `Import ${word()}`;
  const first = await addKey(owner, name);
  await owner.getByRole("link", { name }).click();
  await owner.getByLabel("Hours that the old secret works on").fill("0");
  await owner.getByRole("button", { name: "Make another secret" }).click();
  await said(owner, "The key has another secret.");
  const second = await secretOf(owner);
  const status = async (key: string) =>
    (await request.post("/api/v1/token", { data: { api_key: key } })).status();
  expect([await status(first), await status(second)]).toEqual([401, 200]);
  await owner.getByRole("link", { name }).click();
  await owner.getByText("Revoke key…").click();
  await owner.getByRole("button", { name: "Revoke key" }).click();
  await said(owner, "The key is revoked.");
  expect(await status(second)).toBe(401);
  await expect(owner.getByRole("row", { name })).toContainText("Revoked");
});

test("a key that may do nothing is refused, and what was typed stays", async ({ owner, parlance }) => {
  await open(owner, await keysPage(owner));
  const name = `Import ${word()}`;
  await owner.getByLabel("Name").fill(name);
  await owner.getByRole("radio", { name: "Some bots" }).check({ force: true });
  await owner.getByRole("button", { name: "Create key" }).click();
  await expect(owner.getByRole("alert")).toContainText("Please check the marked fields.");
  await expect(owner.getByLabel("Name")).toHaveValue(name);
  await expect(owner.getByRole("group", { name: "May do" })).toHaveAccessibleDescription(/./);
  await expect(owner.getByRole("group", { name: "On which bots" })).toHaveAccessibleDescription(/./);
  await owner.locator(`input[name="${parlance.bot}"]`).check();
});

test("the reference of the API needs no scripts", async ({ page }) => {
  const answer = await page.goto("/api");
  expect(answer!.headers()["content-security-policy"]).not.toContain("script-src");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Parlance management API");
  await expect(page.getByText("/api/v1/bots/{bot}/publish")).toBeVisible();
});
