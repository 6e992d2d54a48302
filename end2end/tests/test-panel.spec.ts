import { expect, hydrated, open, said, test } from "./parlance";

test("a question is tried out, and shows how the engine read it", async ({ owner, parlance }) => {
  await open(owner, `/bots/${parlance.bot}/test`);
  await owner.getByLabel("Question", { exact: true }).fill("how do I add an artcle");
  await owner.getByRole("button", { name: "Ask" }).click();
  await expect(owner.getByText("Answered", { exact: true })).toBeVisible();
  await expect(owner.getByRole("listitem").filter({ hasText: /^artcle/ })).toContainText("article");
  await expect(owner.getByRole("link", { name: "How do I add or change an article?" })).toBeVisible();
});

test("a question is added as an utterance from where it was tried", async ({ owner, parlance }) => {
  await open(owner, `/bots/${parlance.bot}/test?q=may+I+put+it+on+a+raspberry`);
  const candidate = owner.getByRole("listitem").filter({ has: owner.getByText("Add as utterance") });
  await candidate.first().getByRole("button", { name: "Add as utterance" }).click();
  await said(owner, "Added. Publish to let the bot learn it.");
  await hydrated(owner);
});

test("a question too long is refused at its field", async ({ owner, parlance }) => {
  await open(owner, `/bots/${parlance.bot}/test?q=${"x".repeat(501)}`);
  await expect(owner.getByRole("alert")).toContainText("At most 500 characters");
});
