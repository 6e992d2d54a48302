// How safely the workspace stands: checks, sessions, and what was refused.
import { expect, hasScripts, open, said, test } from "./parlance";

test("checks are shown, and a session of another browser is ended", async ({
  owner,
  browser,
  parlance,
}) => {
  const context = await browser.newContext({
    baseURL: parlance.url,
    javaScriptEnabled: hasScripts(),
  });
  const other = await context.newPage();
  await open(other, "/sign-in");
  await other.getByLabel("E-mail").fill(parlance.email);
  await other.getByLabel("Password", { exact: true }).fill(parlance.password);
  await other.getByRole("button", { name: "Sign in" }).click();
  await expect(other).toHaveURL(/\/bots$/);
  await open(owner, "/bots");
  const menu = owner.getByRole("navigation", { name: "Main navigation" });
  await menu.getByRole("link", { name: "Security" }).first().click();
  await expect(owner.getByRole("heading", { name: "Security" })).toBeVisible();
  await expect(owner.getByText("Mails can leave")).toBeVisible();
  const table = owner.getByRole("table", { name: "Open sessions" });
  await expect(table.getByRole("row").first()).toBeVisible();
  const ends = table.getByRole("button", { name: "End" });
  const before = await ends.count();
  expect(before).toBeGreaterThan(0);
  await ends.first().click();
  await said(owner, "Signed out there.");
  await expect(ends).toHaveCount(before - 1);
  await context.close();
});
