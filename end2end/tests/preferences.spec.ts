import { expect, hydrated, open, test } from "./parlance";

test("the language that was chosen stays, from page to page", async ({ owner, parlance }) => {
  await open(owner, "/sign-in");
  await owner.getByRole("button", { name: "Français" }).click();
  await expect(owner.getByRole("heading", { name: "Connectez-vous à Parlance" })).toBeVisible();
  await expect(owner.getByRole("button", { name: "Français" })).toHaveAttribute(
    "aria-pressed",
    "true",
  );
  await expect(owner.locator("html")).toHaveAttribute("lang", "fr");
  await expect(owner).toHaveTitle("Connexion · Parlance");

  await open(owner, `/bots/${parlance.bot}/knowledge`);
  await expect(owner.getByRole("heading", { name: "Connaissances", level: 1 })).toBeVisible();
  await owner.getByRole("link", { name: "Conversations", exact: true }).click();
  await expect(owner.getByText("Ce que les visiteurs ont demandé")).toBeVisible();
  await expect(owner.locator("html")).toHaveAttribute("lang", "fr");
});

test("the theme that was chosen stays, whatever the device has", async ({ owner, parlance }) => {
  await owner.emulateMedia({ colorScheme: "light" });
  await open(owner, "/bots");
  const ground = () =>
    owner.locator("html").evaluate((html) => getComputedStyle(html).backgroundColor);
  const light = await ground();
  await owner.getByText(parlance.email).click();
  await owner.getByRole("button", { name: "Dark" }).click();
  await expect(owner.locator("html")).toHaveAttribute("data-theme", "dark");
  expect(await ground()).not.toBe(light);
  await hydrated(owner);

  await open(owner, `/bots/${parlance.bot}/knowledge/new`);
  await expect(owner.locator("html")).toHaveAttribute("data-theme", "dark");
  expect(await ground()).not.toBe(light);
  await owner.getByText(parlance.email).click();
  await owner.getByRole("button", { name: "System" }).click();
  await expect(owner.locator("html")).toHaveAttribute("data-theme", "system");
  expect(await ground()).toBe(light);
});

test("a choice made while signed out is kept too", async ({ page }) => {
  await open(page, "/sign-in?next=/bots");
  await page.getByRole("button", { name: "Dark" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(page).toHaveURL("/sign-in?next=/bots");
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
});
