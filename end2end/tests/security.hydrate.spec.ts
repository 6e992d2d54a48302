import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, open, signIn, test } from "./parlance";

test("S03 no script of a page sees the session's cookie", async ({ page, parlance }) => {
  await signIn(page, parlance);
  const [cookie] = (await page.context().cookies()).filter(({ name }) => name.startsWith("__Host-"));
  expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: "Lax", path: "/" });
  expect(await page.evaluate(() => document.cookie)).not.toContain(cookie!.name);
  expect(await page.evaluate(() => document.cookie)).not.toContain(cookie!.value);
});

test("S10 no page of ours renders in a frame of another origin", async ({ page, parlance }) => {
  const html = ["/sign-in", "/bots", "/nothing"]
    .map((path) => `<iframe src="${parlance.url}${path}"></iframe>`)
    .join("");
  const site = createServer((_, response) => {
    response.setHeader("content-type", "text/html").end(html);
  });
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
  site.close();
  await expect(page.locator("iframe")).toHaveCount(3);
  for (const frame of page.frames().slice(1)) {
    await expect(frame.getByRole("main")).toHaveCount(0);
    expect(frame.url()).toMatch(/^chrome-error:/);
  }
});

test("a page runs no script that is not ours", async ({ page }) => {
  await open(page, "/sign-in");
  const ran = await page.evaluate(async () => {
    const blocked = new Promise((resolve) =>
      document.addEventListener("securitypolicyviolation", resolve, { once: true }),
    );
    const script = document.createElement("script");
    script.textContent = "document.title = 'ran'";
    document.body.append(script);
    await blocked;
    return document.title === "ran";
  });
  expect(ran).toBe(false);
});
