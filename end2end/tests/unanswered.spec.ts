import { type Page } from "@playwright/test";
import { ask, expect, hydrated, open, said, test, word } from "./parlance";

/** A question that nobody can answer, once the inbox has it. */
async function missed(page: Page, request: Parameters<typeof ask>[0], bot: string) {
  const question = `${word()} ${word()} ${word()}`;
  await ask(request, bot, question);
  await expect(async () => {
    await open(page, `/bots/${bot}/unanswered`);
    await expect(item(page, question)).toBeVisible({ timeout: 500 });
  }).toPass();
  return question;
}

function item(page: Page, question: string) {
  return page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: question }) });
}

test("a question is ignored, and that is taken back", async ({ owner, request, parlance }) => {
  const question = await missed(owner, request, parlance.bot);
  await item(owner, question).getByRole("button", { name: "Ignore" }).click();
  await said(owner, "Ignored.");
  await expect(item(owner, question)).toHaveCount(0);
  await hydrated(owner);
  await owner.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(item(owner, question)).toBeVisible();
});

test("a question is handed to a member, who sees whose it is", async ({
  owner,
  request,
  parlance,
}) => {
  const question = await missed(owner, request, parlance.bot);
  await item(owner, question).getByRole("link", { name: "Hand over" }).click();
  await expect(owner.getByRole("heading", { name: "Hand it over" })).toBeVisible();
  await hydrated(owner);
  await owner.getByRole("combobox", { name: "Member" }).selectOption("owner@example.com");
  await owner.getByRole("button", { name: "Hand over" }).click();
  await said(owner, "Handed over.");
  await expect(item(owner, question)).toContainText("Yours");
});

test("a question is added to another article, and the bot knows it once published", async ({
  owner,
  request,
  parlance,
}) => {
  const question = await missed(owner, request, parlance.bot);
  await item(owner, question).getByRole("link", { name: "Another article…" }).click();
  await expect(owner.getByRole("heading", { name: "Add it to another article" })).toBeVisible();
  await hydrated(owner);
  await owner.getByRole("combobox", { name: "Article" }).fill("No such article");
  await owner.getByRole("button", { name: "Add to this article" }).click();
  await expect(owner.getByRole("combobox", { name: "Article" })).toHaveAccessibleDescription(
    /Choose one of the known values/,
  );
  await owner.getByRole("combobox", { name: "Article" }).fill("What is Parlance?");
  await owner.getByRole("button", { name: "Add to this article" }).click();
  await said(owner, "Added. Publish to let the bot learn it.");
  await open(owner, `/bots/${parlance.bot}/knowledge`);
  await owner.getByRole("button", { name: "Publish" }).click();
  await said(owner, /Version \d+ is published/);
  const reply = await ask(request, parlance.bot, question);
  expect(reply.kind).toBe("answer");
});

test("an article is written for a question, and it is done", async ({
  owner,
  request,
  parlance,
}) => {
  const question = await missed(owner, request, parlance.bot);
  await item(owner, question).getByRole("link", { name: "Write an article" }).click();
  await expect(owner.getByLabel("Question")).toHaveValue(question);
  await hydrated(owner);
  await owner.getByLabel("Answer", { exact: true }).fill("An answer.");
  await owner.getByRole("button", { name: "Add article" }).click();
  await expect(owner.getByRole("heading", { name: question, level: 1 })).toBeVisible();
  await open(owner, `/bots/${parlance.bot}/unanswered?tab=done`);
  await expect(item(owner, question)).toBeVisible();
});
