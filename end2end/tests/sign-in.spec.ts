import { expect, hydrated, open, signIn, test } from "./parlance";

test("a wrong password keeps the e-mail, says so neutrally, and the right one leads in", async ({
  page,
  parlance,
}) => {
  await open(page, "/sign-in");
  const email = page.getByLabel("E-mail");
  const password = page.getByLabel("Password", { exact: true });
  const submit = page.getByRole("button", { name: "Sign in" });

  await email.fill(parlance.email);
  await password.fill("not the password");
  await submit.click();
  await expect(page.getByRole("alert")).toHaveText("This e-mail and password do not match.");
  await expect(email).toHaveValue(parlance.email);
  await hydrated(page);

  await email.fill("nobody@example.com");
  await password.fill("not the password");
  await submit.click();
  await expect(page.getByRole("alert")).toHaveText("This e-mail and password do not match.");
  await expect(email).toHaveValue("nobody@example.com");
  await hydrated(page);

  await email.fill(parlance.email);
  await password.fill(parlance.password);
  await submit.click();
  await expect(page).toHaveURL(/\/bots$/);
  await expect(page.getByRole("heading", { name: "Bots", level: 1 })).toBeVisible();
});

test("who is signed out is led to sign in, and back to the page they wanted", async ({
  page,
  parlance,
}) => {
  const wanted = `/bots/${parlance.bot}/knowledge?q=workspace`;
  await open(page, wanted);
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await page.getByLabel("E-mail").fill(parlance.email);
  await page.getByLabel("Password", { exact: true }).fill(parlance.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(wanted);
  await expect(page.getByRole("searchbox", { name: "Search articles" })).toHaveValue("workspace");
});

test("signing in leads to no other site", async ({ page, parlance }) => {
  await open(page, "/sign-in?next=//example.com/");
  await page.getByLabel("E-mail").fill(parlance.email);
  await page.getByLabel("Password", { exact: true }).fill(parlance.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(`${parlance.url}/bots`);
});

test("signing out ends the session", async ({ page, parlance }) => {
  await signIn(page, parlance);
  await page.getByText(parlance.email).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  await open(page, "/bots");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
});
