// One's own account, and who did what in the workspace.
import { expect, open, test } from "./parlance";

test("a password that is not one's own is refused at its field", async ({ owner }) => {
  await open(owner, "/account");
  await owner.getByLabel("Current password").fill("not mine at all");
  await owner.getByLabel("New password").fill("four words nobody joined");
  await owner.getByRole("button", { name: "Change the password" }).click();
  await expect(owner.getByLabel("Current password")).toHaveAttribute("aria-invalid", "true");
});

test("one's sessions are shown", async ({ owner }) => {
  await open(owner, "/account");
  const table = owner.getByRole("table", { name: "Where you are signed in" });
  await expect(table.getByText("This session")).toBeVisible();
  await expect(table.getByRole("rowheader").first()).toBeVisible();
});

test("a link for a new password is asked for, and told of alike", async ({ page }) => {
  await open(page, "/sign-in");
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await page.getByLabel("E-mail").fill("nobody@example.com");
  await page.getByRole("button", { name: "Send the link" }).click();
  await expect(page.getByText("the link is on its way")).toBeVisible();
  await open(page, "/reset?token=mistyped");
  await page.getByLabel("New password").fill("four words nobody joined");
  await page.getByRole("button", { name: "Set the password" }).click();
  await expect(page.getByText("This link was used already, or is too old.")).toBeVisible();
});

test("what was done is in the trail, and is found by a filter", async ({ owner }) => {
  await open(owner, "/bots");
  const menu = owner.getByRole("navigation", { name: "Main navigation" });
  await menu.getByRole("link", { name: "Audit trail" }).first().click();
  await expect(owner.getByRole("heading", { name: "Audit trail" })).toBeVisible();
  await expect(owner.getByText("Seals hold")).toBeVisible();
  await owner.getByLabel("What", { exact: true }).selectOption({ label: "Sign-ins" });
  await owner.getByRole("button", { name: "Filter" }).click();
  await expect(owner.getByRole("rowheader", { name: /Signed in/ }).first()).toBeVisible();
  await expect(owner.getByText("Article written")).toHaveCount(0);
});
