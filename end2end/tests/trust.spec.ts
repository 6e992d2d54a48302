// Before a publish: tests that stop it, what it would change, versions and the way back.
import { addArticle, addBot, ask, expect, hydrated, open, said, test, word } from "./parlance";

async function publish(page: import("@playwright/test").Page, bot: string) {
  await open(page, `/bots/${bot}/knowledge`);
  await page.getByRole("button", { name: "Publish" }).click();
}

test("a failing test stops a publish, says why, and lets it pass again", async ({ owner }) => {
  const bot = await addBot(owner, `Trust ${word()}`);
  const title = `Where do we keep the ${word()}?`;
  await addArticle(owner, bot, title, "In the yard.");
  await open(owner, `/bots/${bot}/tests`);
  await expect(owner.getByText("No test yet")).toBeVisible();
  await owner.getByLabel("Question").fill("Who won the cup?");
  await owner.getByLabel("Has to be answered by").fill("No such article");
  await owner.getByRole("button", { name: "Add test" }).click();
  await expect(owner.getByLabel("Has to be answered by")).toHaveAttribute("aria-invalid", "true");
  await expect(owner.getByLabel("Question")).toHaveValue("Who won the cup?");
  await owner.getByLabel("Has to be answered by").fill(title);
  await owner.getByRole("button", { name: "Add test" }).click();
  await said(owner, "Test saved.");
  await hydrated(owner);
  await owner.getByRole("button", { name: "Let failing tests stop a publish" }).click();
  await expect(owner.getByText("A failing test stops the publish.")).toBeVisible();
  await publish(owner, bot);
  const alert = owner.getByRole("alert").filter({ hasText: "Nothing is published" });
  await expect(alert).toContainText("Who won the cup?");
  await alert.getByRole("link", { name: "See all tests" }).click();
  const row = owner.getByRole("row", { name: /Who won the cup/ });
  await expect(row).toContainText("Failed");
  await hydrated(owner);
  await row.getByRole("button", { name: "Delete" }).click();
  await said(owner, "Test deleted.");
  await publish(owner, bot);
  await said(owner, /^Version 1 is published/);
});

test("a question that was tried out becomes a test, which runs and is measured", async ({
  owner,
  parlance,
}) => {
  test.slow();
  const question = `How do I add an article? ${word()}`;
  await open(owner, `/bots/${parlance.bot}/test?q=${encodeURIComponent(question)}`);
  await owner.getByRole("button", { name: "Save as test", exact: true }).first().click();
  await said(owner, "Test saved.");
  await open(owner, `/bots/${parlance.bot}/tests`);
  await owner.getByRole("button", { name: "Run on the draft" }).click();
  await said(owner, "The tests were run on the draft.");
  await expect(owner.getByRole("row", { name: new RegExp(question.slice(-8)) })).toContainText(
    "Passed",
  );
  await owner.getByRole("link", { name: "Evaluate" }).click();
  await expect(owner.getByText("Right article first")).toBeVisible();
  await owner.getByRole("link", { name: "Your own wordings" }).click();
  // Five bots are trained for it.
  const asked = owner.getByText(/Questions asked: [\d,]{2,}/);
  await expect(asked).toBeVisible({ timeout: 60_000 });
});

test("a publish is looked into beforehand, and taken back", async ({ owner, request }) => {
  const bot = await addBot(owner, `Forecast ${word()}`);
  const thing = word();
  await addArticle(owner, bot, `Where is the ${thing}?`, "Upstairs.");
  await publish(owner, bot);
  await said(owner, /^Version 1 is published/);
  const question = `Can I rent ${word()} here?`;
  await ask(request, bot, question);
  await addArticle(owner, bot, question, "Yes, by the day.");
  await open(owner, `/bots/${bot}/knowledge`);
  await owner.getByRole("link", { name: "What would change" }).click();
  const change = owner.getByRole("listitem").filter({ hasText: question }).last();
  await expect(change).toContainText("Answered");
  await publish(owner, bot);
  await said(owner, /^Version 2 is published/);
  expect(JSON.stringify(await ask(request, bot, question))).toContain("by the day");
  await open(owner, `/bots/${bot}/versions?from=0&to=1`);
  await owner.getByText("Roll back to version 1…").click();
  await owner.getByRole("button", { name: "Roll back", exact: true }).click();
  await said(owner, /^Version 3 is published/);
  expect((await ask(request, bot, question)).kind).toBe("fallback");
});
