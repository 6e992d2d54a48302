import { expect, open, test } from "./parlance";

test("a password can be looked at while it is typed", async ({ page }) => {
  await open(page, "/sign-in");
  const password = page.getByLabel("Password", { exact: true });
  await password.fill("a quiet sentence");
  await expect(password).toHaveAttribute("type", "password");
  await page.getByRole("button", { name: "Show password" }).click();
  await expect(password).toHaveAttribute("type", "text");
  await expect(password).toHaveValue("a quiet sentence");
  await page.getByRole("button", { name: "Hide password" }).click();
  await expect(password).toHaveAttribute("type", "password");
});
