import { expect, open, test } from "./parlance";

test("the first stop skips to the content", async ({ owner, parlance }) => {
  await open(owner, `/bots/${parlance.bot}/knowledge/new`);
  const skip = owner.getByRole("link", { name: "Skip to content" });
  await owner.keyboard.press("Tab");
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await owner.keyboard.press("Enter");
  await expect(owner).toHaveURL(/#content$/);
  const main = owner.getByRole("main");
  await owner.keyboard.press("Tab");
  await expect(main.getByRole("link", { name: "Knowledge" })).toBeFocused();
  await owner.keyboard.press("Tab");
  await expect(main.getByLabel("Question")).toBeFocused();
});
