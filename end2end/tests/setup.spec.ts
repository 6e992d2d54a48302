import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, hydrated, launch, open, stop, test } from "./parlance";

test("a new server is set up by its link, once", async ({ page }) => {
  const folder = mkdtempSync(join(tmpdir(), "parlance-setup-"));
  const [server, ready] = await launch(folder, "serve");
  try {
    await open(page, ready.setup);
    await expect(page.getByRole("heading", { name: "Set up Parlance" })).toBeVisible();
    await page.getByLabel("Workspace").fill("Acme");
    await page.getByLabel("E-mail").fill("nobody");
    await page.getByLabel("Password", { exact: true }).fill("password");
    await page.getByRole("button", { name: "Begin" }).click();
    await expect(page.getByLabel("E-mail")).toHaveAccessibleDescription(/./);
    await hydrated(page);
    await expect(page.getByLabel("Workspace")).toHaveValue("Acme");
    await page.getByLabel("E-mail").fill("ada@example.org");
    await page.getByLabel("Password", { exact: true }).fill("a quiet evening by the sea");
    await page.getByRole("button", { name: "Begin" }).click();
    await expect(page).toHaveURL(/\/bots/);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await open(page, ready.setup);
    await expect(page.getByRole("heading", { name: "Set up Parlance" })).toHaveCount(0);
  } finally {
    await stop(server);
    rmSync(folder, { recursive: true });
  }
});

test("a mail that goes nowhere is read at the machine", async ({ page, parlance }) => {
  await open(page, "/forgot");
  await page.getByLabel("E-mail").fill(parlance.email);
  await page.getByRole("button").filter({ hasText: /link/i }).click();
  await expect(page).toHaveURL(/sent=1/);
  await expect(async () => {
    await page.goto("/mails");
    await expect(page.locator('a[href*="/reset?token="]').first()).toBeVisible({ timeout: 500 });
  }).toPass();
});
