import { addArticle, allPages, expect, open, said, test, word } from "./parlance";

test.use({ viewport: { width: 320, height: 640 } });

test("no page scrolls sideways, and what is pressed is 24 pixels or more", async ({
  owner,
  request,
  parlance,
}) => {
  test.slow();
  const pages = await allPages(owner, request, parlance.bot);
  for (const [name, path] of Object.entries(pages)) {
    await open(owner, path);
    const over = await owner.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return scrollWidth - clientWidth;
    });
    expect(over, name).toBeLessThanOrEqual(0);
    const small = await owner
      .locator("button:visible, summary:visible, a.button:visible, input:visible")
      .evaluateAll((elements) =>
        elements
          .map((element) => [element.outerHTML, element.getBoundingClientRect()] as const)
          .filter(([, { width, height }]) => Math.min(width, height) < 24)
          .map(([html]) => html),
      );
    expect(small, name).toEqual([]);
  }
});

test("the menu opens, leads on, and closes", async ({ owner, parlance }) => {
  await open(owner, `/bots/${parlance.bot}/knowledge`);
  const navigation = owner.getByRole("navigation", { name: "Main navigation" });
  await expect(navigation).toBeHidden();
  await owner.getByRole("button", { name: "Menu", exact: true }).click();
  await expect(navigation).toBeVisible();
  await navigation.getByRole("button", { name: "Close the menu" }).click();
  await expect(navigation).toBeHidden();
  await owner.getByRole("button", { name: "Menu", exact: true }).click();
  await navigation.getByRole("link", { name: "Conversations" }).click();
  await expect(owner.getByRole("heading", { name: "Conversations", level: 1 })).toBeVisible();
  await expect(navigation).toBeHidden();
});

test("an article can be added with a thumb", async ({ owner, parlance }) => {
  const title = `How do I carry the ${word()}?`;
  await addArticle(owner, parlance.bot, title, "With both hands.");
  await said(owner, "Article added.");
  await open(owner, `/bots/${parlance.bot}/knowledge`);
  await expect(owner.getByRole("link", { name: title })).toBeVisible();
});

test("why a form was refused is in view", async ({ owner, parlance }) => {
  await open(owner, `/bots/${parlance.bot}/knowledge/new`);
  await owner.getByRole("button", { name: "Add article" }).click();
  const reason = owner.getByRole("alert");
  await expect(reason).toBeVisible();
  // What lies on top at its middle is the reason itself: no bar covers it.
  const isOnTop = () =>
    reason.evaluate((reason) => {
      const { x, y, width, height } = reason.getBoundingClientRect();
      return reason.contains(document.elementFromPoint(x + width / 2, y + height / 2));
    });
  await expect.poll(isOnTop).toBe(true);
});
