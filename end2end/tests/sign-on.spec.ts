import { expect, open, test } from "./parlance";
import { type Page } from "@playwright/test";

async function signOnPage(page: Page): Promise<string> {
  const me = await (await page.request.get("/api/ui/session/me")).json();
  return `/workspaces/${me.workspace}/sign-on`;
}

test("a provider that nothing is fetched from is refused at its field, and what was typed stays", async ({ owner }) => {
  await open(owner, await signOnPage(owner));
  await owner.getByLabel("Issuer").fill("http://10.0.0.1/realms/shop");
  await owner.getByLabel("Client ID").fill("parlance");
  await owner.getByLabel("Client secret", { exact: true }).fill("not to be seen again");
  await owner.getByLabel("Groups and roles").fill("IT = admin\nBosses = owner");
  await owner.getByRole("button", { name: "Save the provider" }).click();
  await expect(owner.getByLabel("Groups and roles")).toHaveAccessibleDescription(/Line 2 is not in the right form/);
  await owner.getByLabel("Groups and roles").fill("IT = admin");
  await owner.getByLabel("Client secret", { exact: true }).fill("not to be seen again");
  await owner.getByRole("button", { name: "Save the provider" }).click();
  await expect(owner.getByLabel("Issuer")).toHaveAccessibleDescription(/inside a network/);
  await expect(owner.getByLabel("Issuer")).toHaveValue("http://10.0.0.1/realms/shop");
  await expect(owner.getByLabel("Groups and roles")).toHaveValue("IT = admin");
  expect(await owner.content()).not.toContain("not to be seen again");
});

test("a sign-in address that leads nowhere says so", async ({ page }) => {
  await page.goto("/sign-in/01912d68-783e-7a03-8467-5661c1243ad5");
  await expect(page.getByRole("alert")).toContainText("leads nowhere");
  await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
});
