import {
  addArticle,
  answerOf,
  ask,
  expect,
  fillAnswer,
  hydrated,
  open,
  said,
  test,
  word,
} from "./parlance";

test("what a member writes and publishes is what a visitor hears", async ({
  owner,
  request,
  parlance,
}) => {
  const name = word();
  const question = `How do I polish the ${name}?`;
  await addArticle(owner, parlance.bot, question, `<p>With a soft cloth, says ${name}.</p>`);
  await said(owner, "Article added.");
  await expect(owner.locator(".preview").first()).toContainText("With a soft cloth");

  await open(owner, `/bots/${parlance.bot}/knowledge`);
  const row = owner.getByRole("row", { name: question });
  await expect(row).toContainText("New");
  expect((await ask(request, parlance.bot, question)).messages).not.toEqual([
    { type: "html", html: `<p>With a soft cloth, says ${name}.</p>` },
  ]);

  await owner.getByRole("button", { name: "Publish" }).click();
  await said(owner, /Version \d+ is published\./);
  await expect(row).toContainText("Published");
  await expect(owner.getByText(/^Up to date · version \d+$/)).toBeVisible();
  await expect(owner.getByRole("button", { name: "Publish" })).toHaveCount(0);

  const reply = await ask(request, parlance.bot, `how to polish a ${name}`);
  expect(reply.understood).toBe(true);
  expect(reply.messages).toEqual([
    { type: "html", html: `<p>With a soft cloth, says ${name}.</p>` },
  ]);
});

test("a search leaves nothing in the address that is not set", async ({ owner, parlance }) => {
  await open(owner, `/bots/${parlance.bot}/knowledge`);
  await owner.getByRole("searchbox").first().fill("parcel");
  await owner.getByRole("button", { name: "Search", exact: true }).click();
  await expect(owner).toHaveURL(`/bots/${parlance.bot}/knowledge?q=parcel`);
});

test("a refused title keeps the form and says why", async ({ owner, parlance }) => {
  await open(owner, `/bots/${parlance.bot}/knowledge`);
  await owner.getByRole("link", { name: "Add article" }).click();
  await expect(owner.getByRole("heading", { name: "New article" })).toBeVisible();
  await owner.getByLabel("Other ways to ask it").fill("one way\nanother way");
  await fillAnswer(owner, "An answer & <b>more</b>.");
  await owner.getByLabel("Topic").fill("A topic");
  await owner.getByLabel("Language", { exact: true }).fill("fr");
  await owner.getByRole("button", { name: "Add article" }).click();

  const title = owner.getByLabel("Question");
  await expect(title).toHaveAccessibleDescription(/^Please fill this in\./);
  await expect(title).toHaveAttribute("aria-invalid", "true");
  await expect(owner.getByRole("alert")).toContainText("Please check the marked fields.");
  await expect(owner.getByLabel("Other ways to ask it")).toHaveValue("one way\nanother way");
  await expect(answerOf(owner)).toHaveValue("An answer & <b>more</b>.");
  await expect(owner.getByLabel("Topic")).toHaveValue("A topic");
  await expect(owner.getByLabel("Language", { exact: true })).toHaveValue("fr");
});

test("an article is changed, in one language and then in another", async ({ owner, parlance }) => {
  const name = word();
  await addArticle(owner, parlance.bot, `Where is the ${name}?`, "On the shelf.");
  await fillAnswer(owner, "In the <strong>drawer</strong>.");
  await owner.getByLabel("Other ways to ask it").fill(`find the ${name}\nlost my ${name}`);
  await owner.getByRole("button", { name: "Save" }).click();
  await said(owner, "Saved.");
  await expect(owner.getByRole("strong")).toHaveText("drawer");
  await hydrated(owner);

  await owner.getByRole("link", { name: "fr no text yet" }).click();
  await expect(owner.getByRole("link", { name: /^fr/ })).toHaveAttribute("aria-current", "page");
  await expect(owner.getByLabel("Question")).toHaveValue("");
  await owner.getByLabel("Question").fill(`Où est le ${name} ?`);
  await fillAnswer(owner, "Dans le tiroir.");
  await owner.getByRole("button", { name: "Save" }).click();
  await said(owner, "Saved.");

  await open(owner, `/bots/${parlance.bot}/knowledge?q=${name}`);
  const row = owner.getByRole("row", { name: new RegExp(name) });
  await expect(row).toContainText("en, fr");
  await row.getByRole("link").click();
  await expect(owner.getByLabel("Question")).toHaveValue(`Where is the ${name}?`);
  await expect(owner.getByLabel("Other ways to ask it")).toHaveValue(
    `find the ${name}\nlost my ${name}`,
  );
});

test("scripts in an answer are gone when it is saved", async ({ owner, parlance }) => {
  const title = `Is the ${word()} clean?`;
  await addArticle(owner, parlance.bot, title, "<p>Yes.</p><script>alert(1)</script>");
  await expect(answerOf(owner)).toHaveValue("<p>Yes.</p>");
});

test("an article is deleted after one more question", async ({ owner, parlance }) => {
  const name = word();
  await addArticle(owner, parlance.bot, `Who needs the ${name}?`, "Nobody.");
  await owner.getByText("Delete article…").click();
  await expect(owner.getByRole("heading", { name: "Delete this article?" })).toBeVisible();
  await owner.getByRole("button", { name: "Delete article" }).click();
  await said(owner, "Deleted.");
  await expect(owner).toHaveURL(new RegExp(`/bots/${parlance.bot}/knowledge\\b`));
  await open(owner, `/bots/${parlance.bot}/knowledge?q=${name}`);
  await expect(owner.getByRole("heading", { name: "No article matches" })).toBeVisible();
});

test("the search finds articles by their words, and says when it finds none", async ({
  owner,
  parlance,
}) => {
  const name = word();
  await addArticle(owner, parlance.bot, `What is a ${name}?`, "A thing.");
  await open(owner, `/bots/${parlance.bot}/knowledge`);
  const search = owner.getByRole("searchbox", { name: "Search articles" });
  await search.fill(name);
  await owner.getByRole("button", { name: "Search" }).click();
  await expect(owner).toHaveURL(new RegExp(`\\?q=${name}(&|$)`));
  // The header's row and one more.
  await expect(owner.getByRole("row")).toHaveCount(2);
  await expect(owner.getByRole("row", { name })).toBeVisible();
  await expect(search).toHaveValue(name);

  await search.fill(`${name} ${name}x`);
  await owner.getByRole("button", { name: "Search" }).click();
  await expect(owner.getByRole("heading", { name: "No article matches" })).toBeVisible();
  await owner.getByRole("search").getByRole("link", { name: "Clear" }).click();
  await expect(owner).toHaveURL(/\/knowledge$/);
  await expect(search).toHaveValue("");
  await expect(owner.getByRole("row").nth(2)).toBeVisible();
});

test("who saves second is told, and loses nothing that they typed", async ({ owner, parlance }) => {
  const title = `Who edits the ${word()}?`;
  await addArticle(owner, parlance.bot, title, "First.");
  const article = new URL(owner.url()).pathname;
  await open(owner, article);
  const other = await owner.context().newPage();
  await open(other, article);
  const answer = answerOf(owner);
  const save = owner.getByRole("button", { name: "Save" });

  await fillAnswer(other, "Second, from elsewhere.");
  await other.getByRole("button", { name: "Save" }).click();
  await said(other, "Saved.");

  await fillAnswer(owner, "<p>Third, typed here.</p>");
  await save.click();
  await expect(owner.getByRole("alert")).toContainText("Someone changed this article");
  await expect(answer).toHaveValue("<p>Third, typed here.</p>");
  await hydrated(owner);

  await save.click();
  await said(owner, "Saved.");
  await open(other, article);
  await expect(answerOf(other)).toHaveValue("<p>Third, typed here.</p>");
});

test("articles that lead to dead addresses can be looked for", async ({ owner, parlance }) => {
  await open(owner, `/bots/${parlance.bot}/knowledge?alert=dead_address`);
  await expect(owner.getByLabel("Alert").locator("option:checked")).toHaveText("Dead address");
});
