import { expect, open, test } from "./parlance";

test("Ctrl-K goes to a page or an article by a few letters", async ({ owner, parlance }) => {
  await open(owner, `/bots/${parlance.bot}/conversations`);
  await owner.keyboard.press("Control+k");
  const finder = owner.getByRole("dialog", { name: "Search" });
  await finder.getByRole("searchbox").fill("analy");
  await expect(finder.getByRole("link")).toHaveCount(1);
  await owner.keyboard.press("Enter");
  await expect(owner.getByRole("heading", { name: "Analytics", level: 1 })).toBeVisible();
  await expect(finder).toBeHidden();

  await owner.getByRole("link", { name: "Search" }).click();
  await finder.getByRole("searchbox").fill("What is Parlance");
  await expect(finder.getByRole("link", { name: "What is Parlance?" })).toBeVisible();
  await owner.keyboard.press("ArrowDown");
  await owner.keyboard.press("Enter");
  await expect(owner.getByRole("heading", { name: "What is Parlance?", level: 1 })).toBeVisible();
});
