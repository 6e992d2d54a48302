import { ask, expect, open, test, word } from "./parlance";

test("the test panel opens by its key on any page, asks, and closes", async ({
  owner,
  parlance,
}) => {
  await open(owner, `/bots/${parlance.bot}/knowledge`);
  await owner.keyboard.press("e");
  const panel = owner.getByRole("complementary", { name: "Test" });
  await expect(panel.getByLabel("Question", { exact: true })).toBeFocused();
  await owner.keyboard.type("What are utterances?");
  await owner.keyboard.press("Enter");
  await expect(panel.getByText("Answered", { exact: true })).toBeVisible();
  await expect(owner).toHaveURL(/knowledge$/);
  await panel.getByRole("button", { name: "Close the test panel" }).click();
  await expect(panel.getByLabel("Question", { exact: true })).toHaveCount(0);
});

test("the inbox is worked through by keyboard", async ({ owner, request, parlance }) => {
  const questions = [`${word()} ${word()}`, `${word()} ${word()}`];
  for (const question of questions) await ask(request, parlance.bot, question);
  const heading = (n: number) => owner.getByRole("heading", { name: questions[n] });
  await expect(async () => {
    await open(owner, `/bots/${parlance.bot}/unanswered`);
    await expect(heading(1)).toBeVisible({ timeout: 500 });
  }).toPass();
  const count = owner.getByRole("link", { name: /^Not known/ });
  const before = Number((await count.textContent())!.replace(/\D/g, ""));
  await owner.keyboard.press("j");
  await owner.keyboard.press("i");
  await expect(count).toHaveText(`Not known${before - 1}`);
  await owner.keyboard.press("l");
  await expect(count).toHaveText(`Not known${before - 2}`);
});
