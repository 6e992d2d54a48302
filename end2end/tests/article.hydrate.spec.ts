// The editor of formatted text, and the question before what was typed is left behind.
import { addArticle, answerOf, expect, fillAnswer, hydrated, open, said, test, word } from "./parlance";

test("formatted text is typed with keys and buttons, and saved as clean HTML", async ({
  owner,
  parlance,
}) => {
  await open(owner, `/bots/${parlance.bot}/knowledge/new`);
  await owner.getByLabel("Question").fill(`How is the ${word()} written?`);
  const answer = owner.getByRole("textbox", { name: "Answer", exact: true });
  await answer.click();
  const bar = owner.getByRole("toolbar", { name: "Formatting" });
  await owner.keyboard.type("In ");
  await owner.keyboard.press("Control+b");
  await expect(bar.getByRole("button", { name: "Bold" })).toHaveAttribute("aria-pressed", "true");
  await owner.keyboard.type("bold");
  await owner.keyboard.press("Control+b");
  await owner.keyboard.press("Enter");
  await owner.keyboard.type("- first");
  await owner.keyboard.press("Enter");
  await owner.keyboard.type("our ");
  await bar.getByRole("button", { name: "Link" }).click();
  await owner.getByRole("textbox", { name: "Address" }).fill("example.org/help");
  await owner.keyboard.press("Enter");
  await expect(answerOf(owner)).toHaveValue(
    '<p>In <strong>bold</strong></p><ul><li>first</li><li>our <a href="https://example.org/help">https://example.org/help</a></li></ul>',
  );
  await owner.getByRole("button", { name: "Add article" }).click();
  await said(owner, "Article added.");
  const preview = owner.locator(".preview").first();
  await expect(preview.getByRole("strong")).toHaveText("bold");
  await expect(preview.getByRole("listitem")).toHaveCount(2);
  await expect(owner.getByRole("textbox", { name: "Answer", exact: true })).toContainText("first");
});

test("who types before the editor has come goes on in it", async ({ owner, parlance }) => {
  let come = () => {};
  const late = new Promise<void>((resolve) => (come = resolve));
  await owner.route("**/pkg/editor.js*", async (route) => {
    await late;
    await route.continue();
  });
  await owner.goto(`/bots/${parlance.bot}/knowledge/new`, { waitUntil: "commit" });
  await owner.getByRole("textbox", { name: "Answer", exact: true }).click();
  await owner.keyboard.type("Half of it");
  come();
  await hydrated(owner);
  await owner.keyboard.type(" and the rest");
  await expect(answerOf(owner)).toHaveValue("<p>Half of it and the rest</p>");
});

test("an answer that only HTML can show stays HTML", async ({ owner, parlance }) => {
  const table = "<table><tbody><tr><td>a</td></tr></tbody></table>";
  await addArticle(owner, parlance.bot, `What is in the ${word()}?`, table);
  const source = owner.getByRole("button", { name: "HTML" });
  await expect(source).toHaveAttribute("aria-pressed", "true");
  await source.click();
  await expect(owner.getByText("only HTML can show").first()).toBeVisible();
  await expect(answerOf(owner)).toBeVisible();
});

test("a refused answer says so at the field that is seen", async ({ owner, parlance }) => {
  await open(owner, `/bots/${parlance.bot}/knowledge/new`);
  await expect(owner.locator("rich-text.is-ready").first()).toBeVisible();
  await owner.getByRole("button", { name: "Add article" }).click();
  const answer = owner.getByRole("textbox", { name: "Answer", exact: true });
  await expect(answer).toHaveAttribute("aria-invalid", "true");
  await expect(answer).toHaveAccessibleDescription(/^Please fill this in\./);
});

test("a link asks before what was typed is left", async ({ owner, parlance }) => {
  await open(owner, `/bots/${parlance.bot}/knowledge/new`);
  await owner.getByLabel("Question").fill("Half a ques");
  await owner.getByRole("link", { name: "Cancel" }).click();
  const dialog = owner.getByRole("dialog", { name: "Leave without saving?" });
  await dialog.getByRole("button", { name: "Stay here" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(owner.getByLabel("Question")).toHaveValue("Half a ques");
  await owner.getByRole("link", { name: "Cancel" }).click();
  await dialog.getByRole("button", { name: "Leave" }).click();
  await expect(owner).toHaveURL(/\/knowledge$/);
});

test("the browser's Back asks before what was typed is left", async ({ owner, parlance }) => {
  await open(owner, `/bots/${parlance.bot}/knowledge`);
  await owner.getByRole("link", { name: "Add article" }).click();
  await owner.getByLabel("Question").fill("Half a ques");
  await owner.goBack();
  const dialog = owner.getByRole("dialog", { name: "Leave without saving?" });
  await dialog.getByRole("button", { name: "Stay here" }).click();
  await expect(owner).toHaveURL(/\/knowledge\/new$/);
  await expect(owner.getByLabel("Question")).toHaveValue("Half a ques");
  await owner.goBack();
  await dialog.getByRole("button", { name: "Leave" }).click();
  await expect(owner).toHaveURL(/\/knowledge$/);
  await expect(owner.getByRole("heading", { name: "Knowledge", level: 1 })).toBeVisible();
  await owner.goForward();
  await owner.goBack();
  await expect(owner.getByRole("heading", { name: "Knowledge", level: 1 })).toBeVisible();
});

test("Back to another language asks too", async ({ owner, parlance }) => {
  await addArticle(owner, parlance.bot, `Who speaks ${word()}?`, "Ada.");
  await owner.getByRole("link", { name: /^fr/ }).click();
  await expect(owner).toHaveURL(/locale=fr/);
  await owner.getByLabel("Question", { exact: true }).fill("Qui ?");
  await owner.goBack();
  const dialog = owner.getByRole("dialog", { name: "Leave without saving?" });
  await dialog.getByRole("button", { name: "Stay here" }).click();
  await expect(owner.getByLabel("Question", { exact: true })).toHaveValue("Qui ?");
  await expect(owner).toHaveURL(/locale=fr/);
});

test("nothing is asked of who saved, or typed nothing", async ({ owner, parlance }) => {
  await addArticle(owner, parlance.bot, `Who saved the ${word()}?`, "Ada.");
  await fillAnswer(owner, "Ada, again.");
  await owner.getByRole("button", { name: "Save" }).click();
  await said(owner, "Saved.");
  await owner.getByRole("link", { name: "Cancel" }).click();
  await expect(owner).toHaveURL(/\/knowledge$/);
});
