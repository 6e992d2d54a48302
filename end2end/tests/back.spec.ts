// The way back is the list as it was left: with its filters, whatever was done meanwhile.
import { type Page } from "@playwright/test";
import { addArticle, addBot, ask, expect, fillAnswer, hydrated, open, said, test, word } from "./parlance";

test.use({ viewport: { width: 1680, height: 900 } });

/** Goes up by the crumb, to the list that is called `name`. */
async function up(page: Page, name: string) {
  await hydrated(page);
  const crumbs = page.getByRole("navigation", { name: "You are here" });
  await crumbs.getByRole("link", { name }).click();
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
  await hydrated(page);
}

test("an article leads back to its list, also after it was deleted and brought back", async ({
  owner,
  parlance,
}) => {
  const name = word();
  const [first, second] = [`${word()} ${name}`, `${word()} ${name}`];
  await addArticle(owner, parlance.bot, first, "<p>Here.</p>");
  await addArticle(owner, parlance.bot, second, "<p>Ours.</p>");
  const list = `/bots/${parlance.bot}/knowledge?q=${name}&locale=en`;
  const isList = new RegExp(`/knowledge\\?q=${name}&locale=en(&done|$)`);
  await open(owner, list);
  await owner.getByRole("row", { name: first }).getByRole("link").click();
  await expect(owner.getByRole("heading", { name: first, level: 1 })).toBeVisible();
  await up(owner, "Knowledge");
  await expect(owner).toHaveURL(isList);

  await owner.getByRole("row", { name: first }).getByRole("link").click();
  await expect(owner.getByRole("heading", { name: first, level: 1 })).toBeVisible();
  await hydrated(owner);
  await owner.getByText("Delete article…").click();
  await owner.getByRole("button", { name: "Delete article" }).click();
  await said(owner, "Deleted.");
  await expect(owner).toHaveURL(isList);
  // The head of the table is a row too.
  await expect(owner.getByRole("row")).toHaveCount(2);
  await hydrated(owner);
  await owner.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(owner.getByRole("row")).toHaveCount(3);
  await expect(owner).toHaveURL(isList);
});

test("an article's crumb and its history follow the list beside it", async ({
  owner,
  parlance,
}) => {
  const title = `${word()} ${word()}`;
  await addArticle(owner, parlance.bot, title, "<p>Here.</p>");
  await fillAnswer(owner, "<p>There.</p>");
  await owner.getByRole("button", { name: "Save" }).click();
  await said(owner, "Saved.");
  await hydrated(owner);
  const filters = owner.getByRole("navigation", { name: "What the list shows" });
  await filters.getByRole("link", { name: "New", exact: true }).click();
  await expect(owner).toHaveURL(/status=new/);
  await hydrated(owner);
  await owner.getByRole("link", { name: "History" }).click();
  await expect(owner.getByRole("heading", { name: "History", level: 1 })).toBeVisible();
  await hydrated(owner);
  await owner.getByRole("button", { name: "Bring back the text before" }).first().click();
  await said(owner, "The earlier text is back.");
  await expect(owner).toHaveURL(/status=new/);
  await hydrated(owner);
  await filters.getByRole("link", { name: "Published" }).click();
  await expect(owner).toHaveURL(/status=published/);
  await up(owner, "Knowledge");
  await expect(owner).toHaveURL(/knowledge\?status=published$/);
});

test("a new article leads back to the list that it was begun from", async ({ owner, parlance }) => {
  const name = word();
  const list = `/bots/${parlance.bot}/knowledge?q=${name}&status=new`;
  await addArticle(owner, parlance.bot, `${word()} ${name}`, "<p>Here.</p>");
  await open(owner, list);
  await owner.getByRole("link", { name: "Add article" }).click();
  await expect(owner.getByRole("heading", { name: "New article" })).toBeVisible();
  await hydrated(owner);
  await owner.getByRole("link", { name: "Cancel" }).click();
  await expect(owner).toHaveURL(list);
  await hydrated(owner);
  await owner.getByRole("link", { name: "Add article" }).click();
  await expect(owner.getByRole("heading", { name: "New article" })).toBeVisible();
  await hydrated(owner);
  const title = `${word()} ${name}`;
  await owner.getByLabel("Question").fill(title);
  await fillAnswer(owner, "<p>Ours.</p>");
  await owner.getByRole("button", { name: "Add article" }).click();
  await expect(owner.getByRole("heading", { name: title, level: 1 })).toBeVisible();
  const beside = owner.getByRole("region", { name: "The list" });
  await expect(beside.getByRole("listitem")).toHaveCount(2);
  await up(owner, "Knowledge");
  await expect(owner).toHaveURL(list);
});

test("a transcript leads back to its list, also when it was erased", async ({
  owner,
  request,
  parlance,
}) => {
  const questions = [`${word()} ${word()}`, `${word()} ${word()}`];
  for (const question of questions) await ask(request, parlance.bot, question);
  const list = `/bots/${parlance.bot}/conversations?outcome=fallback`;
  const [first, second] = questions.map((question) => owner.getByRole("link", { name: question }));
  await expect(async () => {
    await open(owner, list);
    await expect(second!).toBeVisible({ timeout: 500 });
  }).toPass();
  await first!.click();
  await expect(owner.getByRole("heading", { name: "Conversation", level: 1 })).toBeVisible();
  await hydrated(owner);
  await owner.getByRole("link", { name: "Correct this" }).click();
  await owner.getByRole("link", { name: "Cancel" }).click();
  await expect(owner).not.toHaveURL(/correct/);
  await up(owner, "Conversations");
  await expect(owner).toHaveURL(list);

  await second!.click();
  await expect(owner.getByRole("heading", { name: "Conversation", level: 1 })).toBeVisible();
  await hydrated(owner);
  await owner.getByText("Erase", { exact: true }).click();
  await owner.getByRole("button", { name: "Erase for good" }).click();
  await said(owner, "Conversation erased.");
  await expect(owner).toHaveURL(/conversations\?outcome=fallback&done=/);
  await expect(first!).toBeVisible();
  await expect(second!).toHaveCount(0);
});

test("the inbox stays with what the reader has taken on", async ({ owner, request, parlance }) => {
  const question = `${word()} ${word()} ${word()}`;
  await ask(request, parlance.bot, question);
  const items = owner.getByRole("listitem");
  const item = items.filter({ has: owner.getByRole("heading", { name: question }) });
  await expect(async () => {
    await open(owner, `/bots/${parlance.bot}/unanswered`);
    await expect(item).toBeVisible({ timeout: 500 });
  }).toPass();
  await item.getByRole("button", { name: "Take on" }).click();
  await said(owner, "You look after it now.");
  await hydrated(owner);
  await owner.getByRole("link", { name: "Mine", exact: true }).click();
  await expect(owner).toHaveURL(/mine=1/);
  await hydrated(owner);
  await item.getByRole("link", { name: "See the conversation" }).click();
  await expect(owner.getByRole("heading", { name: "Conversation", level: 1 })).toBeVisible();
  await up(owner, "Unanswered");
  await expect(owner).toHaveURL(/\/unanswered\?tab=missed&mine=1$/);

  await item.getByRole("link", { name: "Another article…" }).click();
  await owner.getByRole("link", { name: "Cancel" }).click();
  await expect(owner).toHaveURL(/\/unanswered\?tab=missed&mine=1$/);
  await hydrated(owner);
  await item.getByRole("button", { name: "Put off a week" }).click();
  await said(owner, "Put off for a week.");
  await expect(owner).toHaveURL(/\/unanswered\?tab=missed&mine=1&done=later/);
  await expect(item).toHaveCount(0);
});

test("a page of the list with nothing left on it leads to the first", async ({ owner }) => {
  const bot = await addBot(owner, word());
  await addArticle(owner, bot, `Where is the ${word()}?`, "Here.");
  const article = new URL(owner.url()).pathname.split("/").at(-1);
  await open(owner, `/bots/${bot}/knowledge?after=${article}`);
  await expect(owner.getByRole("heading", { name: "Nothing is left on this page" })).toBeVisible();
  await owner.getByRole("link", { name: "First page" }).click();
  await expect(owner.getByRole("link", { name: /^Where is the/ })).toBeVisible();
});
