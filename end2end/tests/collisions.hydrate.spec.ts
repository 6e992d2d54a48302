import { expect, open, test, word } from "./parlance";

test("a wording that another article has is told while it is typed", async ({ owner, parlance }) => {
  await open(owner, `/bots/${parlance.bot}/knowledge/new`);
  // Near nothing that another test asks.
  await owner.getByLabel("Question").fill(`${word()} ${word()}`);
  await owner.getByLabel("Other ways to ask it").fill("What is Parlance?");
  const told = owner.getByRole("status").filter({ hasText: "Other articles are near" });
  await expect(told).toContainText("“What is Parlance?” is already a wording of");
  await expect(told.getByRole("link", { name: "What is Parlance?" })).toBeVisible();
  await owner.getByLabel("Other ways to ask it").fill("");
  await expect(told).toHaveCount(0);
});
