import { ask, expect, hydrated, open, said, test, word } from "./parlance";

test("a group of synonyms is added, refused, changed and deleted", async ({ owner, parlance }) => {
  const term = word();
  await open(owner, `/bots/${parlance.bot}/synonyms`);
  await owner.getByLabel("Term").fill(term);
  await owner.getByRole("button", { name: "Add group" }).click();
  await expect(owner.getByLabel("Variants")).toHaveAccessibleDescription(/Please fill this in/);
  await expect(owner.getByLabel("Term")).toHaveValue(term);
  await hydrated(owner);
  await owner.getByLabel("Variants").fill(word());
  await owner.getByRole("button", { name: "Add group" }).click();
  await said(owner, "Saved. Publish to let the bot use it.");
  await expect(owner.getByRole("heading", { name: "What it changes" })).toBeVisible();
  await hydrated(owner);
  const other = word();
  await owner.getByLabel("Variants").fill(other);
  await owner.getByRole("button", { name: "Save" }).click();
  await said(owner, "Saved. Publish to let the bot use it.");
  await expect(owner.getByRole("row").filter({ hasText: term })).toContainText(other);
  await hydrated(owner);
  await owner.getByText("Delete group").first().click();
  await owner.getByRole("button", { name: "Delete group" }).click();
  await said(owner, "Deleted.");
  await expect(owner.getByRole("row").filter({ hasText: term })).toHaveCount(0);
});

test("other thresholds are tried on what was asked, and saved", async ({
  owner,
  request,
  parlance,
}) => {
  await ask(request, parlance.bot, "What is Parlance?");
  await open(owner, `/bots/${parlance.bot}/settings/thresholds?answer_at=60&ask_back_at=30`);
  await expect(owner.getByLabel("Answer from")).toHaveValue("60");
  await expect(owner.getByRole("columnheader", { name: "Tried: 60% and 30%" })).toBeVisible();
  await owner.getByRole("button", { name: "Let 60% and 30% hold" }).click();
  await said(owner, "Saved.");
  await expect(owner.getByRole("columnheader", { name: "Now: 60% and 30%" })).toBeVisible();
  await hydrated(owner);
  await owner.getByLabel("Answer from").fill("50");
  await owner.getByLabel("Ask back from").fill("35");
  await owner.getByRole("button", { name: "Show what would have happened" }).click();
  await owner.getByRole("button", { name: "Let 50% and 35% hold" }).click();
  await said(owner, "Saved.");
});

test("alike questions are decided about together", async ({ owner, request, parlance }) => {
  const [a, b] = [word(), word()];
  for (const question of [`${a} ${b}`, `the ${a} ${b}`]) {
    await ask(request, parlance.bot, question);
  }
  const item = owner.getByRole("listitem").filter({ hasText: `${a} ${b}` }).first();
  await expect(async () => {
    await open(owner, `/bots/${parlance.bot}/unanswered`);
    await expect(item.getByText("Asked in other words: 1")).toBeVisible({ timeout: 500 });
  }).toPass();
  await item.getByRole("button", { name: "Take on" }).click();
  await said(owner, "You look after it now.");
  await hydrated(owner);
  await owner.getByRole("link", { name: "Mine" }).click();
  await expect(item).toContainText("Yours");
  await hydrated(owner);
  await item.getByRole("button", { name: "Ignore" }).click();
  await said(owner, "Ignored.");
  await expect(item).toHaveCount(0);
});
