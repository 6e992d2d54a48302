// The knowledge room on a wide screen: filters, list and the open article side by side.
import { addArticle, expect, hasScripts, hydrated, open, test, word } from "./parlance";

test.use({ viewport: { width: 1680, height: 900 } });

test("the list an article was opened from stays beside it with its filters", async ({
  owner,
  parlance,
}) => {
  const name = word();
  const [first, second] = [`Where is the ${name}?`, `Whose is the ${name}?`];
  await addArticle(owner, parlance.bot, first, "<p>Here.</p>");
  await addArticle(owner, parlance.bot, second, "<p>Ours.</p>");
  await open(owner, `/bots/${parlance.bot}/knowledge?q=${name}`);
  await owner.getByRole("row", { name: first }).getByRole("link").click();
  await expect(owner.getByRole("heading", { name: first, level: 1 })).toBeVisible();
  await hydrated(owner);
  const list = owner.getByRole("region", { name: "The list" });
  await expect(list.getByRole("listitem")).toHaveCount(2);
  await expect(list.locator("[aria-current]")).toContainText(first);

  await list.getByRole("link", { name: second }).click();
  await expect(owner.getByRole("heading", { name: second, level: 1 })).toBeVisible();
  await expect(owner).toHaveURL(new RegExp(`[?&]q=${name}`));
  await expect(list.locator("[aria-current]")).toContainText(second);
  await hydrated(owner);

  const filters = owner.getByRole("navigation", { name: "What the list shows" });
  await filters.getByRole("link", { name: "Published" }).click();
  await expect(owner).toHaveURL(/status=published/);
  await expect(list.getByText("No article matches")).toBeVisible();
  await expect(owner.getByRole("heading", { name: second, level: 1 })).toBeVisible();
  await hydrated(owner);
  await list.getByRole("link", { name: "Clear" }).click();
  await expect(owner).not.toHaveURL(/status=/);
  await hydrated(owner);
  await list.getByRole("searchbox").fill(name);
  await list.getByRole("searchbox").press("Enter");
  await expect(list.getByRole("listitem")).toHaveCount(2);
  await expect(list.locator("[aria-current]")).toContainText(second);
});

test("panes go as the page gets narrower, the filters first", async ({ owner, parlance }) => {
  await addArticle(owner, parlance.bot, `How wide is the ${word()}?`, "<p>Wide.</p>");
  const filters = owner.locator(".room-filters");
  const list = owner.locator(".room-list");
  for (const [width, hasFilters, hasList] of [
    [1680, true, true],
    [1400, false, true],
    [1200, false, false],
    [390, false, false],
  ] as const) {
    await owner.setViewportSize({ width, height: 900 });
    await expect(filters).toBeVisible({ visible: hasFilters });
    await expect(list).toBeVisible({ visible: hasList });
    await expect(owner.getByLabel("Other ways to ask it")).toBeVisible();
    const over = await owner.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return scrollWidth - clientWidth;
    });
    expect(over).toBeLessThanOrEqual(0);
  }
});

test("a page comes with few of the list, and leads to the rest", async ({ owner, parlance }) => {
  await open(owner, `/bots/${parlance.bot}/knowledge?status=published`);
  const n = (await owner.getByRole("row").count()) - 1;
  const link = owner.getByRole("row").nth(15).getByRole("link");
  const [title, path] = [await link.textContent(), await link.getAttribute("href")];
  await open(owner, path!);
  const list = owner.getByRole("region", { name: "The list" });
  await expect(list.locator("[aria-current]")).toContainText(title!);
  await expect(list.getByRole("listitem")).toHaveCount(hasScripts() ? n : 8);
  if (hasScripts()) return;
  await list.getByRole("link", { name: "The whole list" }).click();
  await expect(owner).toHaveURL(/knowledge\?status=published$/);
});
