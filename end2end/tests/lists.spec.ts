// What a list remembers for each person.
import { addArticle, expect, open, test, word } from "./parlance";

test("a column that is hidden stays hidden, also on a phone", async ({ owner, parlance }) => {
  await addArticle(owner, parlance.bot, `Where is the ${word()}?`, "Here.");
  const page = `/bots/${parlance.bot}/knowledge`;
  const heads = owner.getByRole("columnheader");
  const choose = async (isShown: boolean) => {
    await owner.locator("details.list-menu > summary").click();
    await owner.getByRole("checkbox", { name: "Topic" }).setChecked(isShown);
    await owner.getByLabel("Rows a page").selectOption("50");
    await owner.getByRole("button", { name: "Apply" }).click();
  };
  await open(owner, page);
  await expect(heads.filter({ hasText: "Topic" })).toHaveCount(1);
  await choose(false);
  await expect(heads.filter({ hasText: "Topic" })).toHaveCount(0);
  await owner.setViewportSize({ width: 320, height: 640 });
  await open(owner, page);
  await expect(owner.locator('td[data-label="Topic"]')).toHaveCount(0);
  await choose(true);
  await expect(owner.locator('td[data-label="Topic"]', { hasText: /\w/ }).first()).toBeVisible();
});
