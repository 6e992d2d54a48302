import { ask, expect, findConversation, hydrated, open, said, test, word } from "./parlance";

test("the link to a file says how much a file takes", async ({ owner, request, parlance }) => {
  const question = `What is Parlance? ${word()}`;
  await ask(request, parlance.bot, question);
  await findConversation(owner, parlance.bot, question);
  await open(owner, `/bots/${parlance.bot}/conversations`);
  await expect(owner.getByText("At most 5,000 conversations or 50,000 turns")).toBeVisible();
});

test("a question that was answered is in the list and explained in the transcript", async ({
  owner,
  request,
  parlance,
}) => {
  const question = `What is Parlance? Says ${word()}.`;
  const reply = await ask(request, parlance.bot, question);
  expect(reply.kind).toBe("answer");

  await findConversation(owner, parlance.bot, question);
  await expect(owner.getByRole("row", { name: question })).toContainText("1 answered");

  await owner.getByRole("link", { name: question }).click();
  await expect(owner.getByRole("heading", { name: "Conversation", level: 1 })).toBeVisible();
  const turn = owner.getByRole("main").getByRole("list").getByRole("listitem").first();
  await expect(turn).toContainText(question);
  await expect(turn).toContainText("a chatbot platform that you host yourself");
  await expect(turn).toContainText("Answered");
  await expect(turn).toContainText(/Confidence\s*\d+ %/);
  await hydrated(owner);

  await turn.getByRole("link", { name: "What is Parlance?" }).click();
  await expect(owner.getByRole("heading", { name: "What is Parlance?", level: 1 })).toBeVisible();
});

test("a question that was missed is in the list and in the transcript", async ({
  owner,
  request,
  parlance,
}) => {
  const question = `${word()} ${word()}`;
  const reply = await ask(request, parlance.bot, question);
  expect(reply.kind).toBe("fallback");

  await findConversation(owner, parlance.bot, question);
  await expect(owner.getByRole("row", { name: question })).toContainText("1 missed");
  await owner.getByRole("link", { name: question }).click();
  await expect(owner.getByText("Did not know")).toBeVisible();
  await expect(owner.getByText("Could you put it another way?")).toBeVisible();
});

test("what a visitor writes is text, never markup", async ({ owner, request, parlance }) => {
  const name = word();
  const question = `<img src=x onerror=alert(1)><b>${name}</b>`;
  await ask(request, parlance.bot, question);
  const path = await findConversation(owner, parlance.bot, question);
  await owner.goto(path);
  await expect(owner.getByText(question)).toBeVisible();
  await expect(owner.getByRole("main").getByRole("img")).toHaveCount(0);
});

test("filters narrow the list, stand as chips, and can be taken off", async ({
  owner,
  request,
  parlance,
}) => {
  const [here, there] = [`What is Parlance? ${word()}`, `${word()} ${word()}`];
  await ask(request, parlance.bot, here);
  await ask(request, parlance.bot, there);
  await findConversation(owner, parlance.bot, there);
  await owner.getByRole("combobox", { name: "Outcome" }).selectOption("Not understood");
  await owner.getByRole("button", { name: "Filter", exact: true }).click();
  await expect(owner.getByRole("row", { name: there })).toBeVisible();
  await expect(owner.getByRole("row", { name: here })).toHaveCount(0);

  await owner.getByRole("searchbox", { name: "Contains" }).fill(there.toUpperCase());
  await owner.getByRole("button", { name: "Filter", exact: true }).click();
  await expect(owner.getByRole("row")).toHaveCount(2);
  await owner.getByRole("link", { name: "Remove the filter “Not understood”" }).click();
  await expect(owner.getByRole("combobox", { name: "Outcome" })).toHaveValue("");
  await expect(owner.getByRole("searchbox", { name: "Contains" })).toHaveValue(there.toUpperCase());
});

test("a conversation can be erased for good", async ({ owner, request, parlance }) => {
  const question = `What is Parlance? ${word()}`;
  await ask(request, parlance.bot, question);
  const path = await findConversation(owner, parlance.bot, question);
  await owner.goto(path);
  await hydrated(owner);
  await owner.getByText("Erase", { exact: true }).click();
  await owner.getByRole("button", { name: "Erase for good" }).click();
  await expect(owner.getByText("Conversation erased.")).toBeVisible();
  await expect(owner.getByText(question)).toHaveCount(0);
  expect((await owner.goto(path))?.status()).toBe(404);
});

test("a transcript's question is given to the article that answers it", async ({
  owner,
  request,
  parlance,
}) => {
  const question = `${word()} ${word()}`;
  await ask(request, parlance.bot, question);
  await findConversation(owner, parlance.bot, question);
  await owner.getByRole("link", { name: question }).click();
  await owner.getByRole("link", { name: "Correct this" }).click();
  const article = owner.getByLabel("Article", { exact: true });
  await article.fill("No such article");
  await owner.getByRole("button", { name: "Add to this article" }).click();
  await expect(article).toHaveAccessibleDescription(/Choose one of the known values/);
  await hydrated(owner);
  await article.fill("What is Parlance?");
  await owner.getByRole("button", { name: "Add to this article" }).click();
  await said(owner, "Added.");
  await open(owner, `/bots/${parlance.bot}/knowledge?q=What%20is%20Parlance%3F`);
  await owner.getByRole("link", { name: "What is Parlance?" }).click();
  await expect(owner.getByLabel("Other ways to ask it")).toHaveValue(new RegExp(question));
});

test("personal data is masked for who reads, and shown for a while to who asks", async ({
  owner,
  request,
  parlance,
}) => {
  const name = word();
  await ask(request, parlance.bot, `${name}: mail me at ada@example.org`);
  const path = await findConversation(owner, parlance.bot, `${name}: mail me at ada@example.org`);
  const rights = `/bots/${parlance.bot}/members`;
  await open(owner, rights);
  await owner.getByRole("radio", { name: "Personal data masked" }).check({ force: true });
  await owner.getByRole("button", { name: "Save", exact: true }).click();
  await said(owner, "Saved. It holds at once.");

  await open(owner, path);
  await expect(owner.getByText(`${name}: mail me at •••@•••`)).toBeVisible();
  await owner.getByRole("button", { name: "Show it for ten minutes" }).click();
  await said(owner, "Shown to you for ten minutes.");
  await expect(owner.getByText(`${name}: mail me at ada@example.org`)).toBeVisible();
  await open(owner, path);
  await expect(owner.getByText(`${name}: mail me at •••@•••`)).toBeVisible();

  await open(owner, rights);
  await owner.getByRole("radio", { name: "Everything" }).check({ force: true });
  await owner.getByRole("button", { name: "Save", exact: true }).click();
  await said(owner, "Saved. It holds at once.");
});
