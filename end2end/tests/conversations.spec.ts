import { ask, expect, findConversation, hydrated, test, word } from "./parlance";

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
