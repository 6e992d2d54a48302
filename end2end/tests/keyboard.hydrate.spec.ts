import { allPages, expect, open, test } from "./parlance";

test("an article is written from the keyboard alone", async ({ owner, parlance }) => {
  await open(owner, `/bots/${parlance.bot}/knowledge/new`);
  await expect(owner.locator("rich-text.is-ready").first()).toBeVisible();
  await owner.getByLabel("Question").focus();
  await owner.keyboard.type("Does it need a mouse?");
  await owner.keyboard.press("Tab");
  await owner.keyboard.type("without a mouse");
  await owner.keyboard.press("Tab");
  await expect(owner.getByRole("button", { name: "Bold" })).toBeFocused();
  await owner.keyboard.press("ArrowRight");
  await expect(owner.getByRole("button", { name: "Italic" })).toBeFocused();
  await owner.keyboard.press("Tab");
  await owner.keyboard.type("No.");
  await owner.keyboard.press("Tab");
  await expect(owner.getByText("Variants")).toBeFocused();
  await owner.keyboard.press("Tab");
  await expect(owner.getByLabel("Buttons under the answer")).toBeFocused();
  await owner.keyboard.press("Tab");
  await expect(owner.getByLabel("Topic")).toBeFocused();
  await owner.keyboard.press("Tab");
  await expect(owner.getByText("When it answers")).toBeFocused();
  await owner.keyboard.press("Tab");
  await expect(owner.getByLabel("Language", { exact: true })).toBeFocused();
  await owner.keyboard.press("Tab");
  await expect(owner.getByRole("button", { name: "Add article" })).toBeFocused();
  await owner.keyboard.press("Enter");
  await expect(owner.getByRole("heading", { name: "Does it need a mouse?" })).toBeFocused();
});

test("the focus goes to what a refused form says", async ({ owner, parlance }) => {
  await open(owner, `/bots/${parlance.bot}/knowledge/new`);
  await owner.getByRole("button", { name: "Add article" }).press("Enter");
  await expect(owner.getByRole("alert")).toBeFocused();
  await owner.keyboard.press("Tab");
  await expect(owner.getByLabel("Question")).toBeFocused();
});

test("Escape closes the dialog and gives the focus back", async ({ owner, request, parlance }) => {
  const { article } = await allPages(owner, request, parlance.bot);
  await open(owner, article);
  const opener = owner.getByText("Delete article…");
  const dialog = owner.getByRole("dialog", { name: "Delete this article?" });
  for (const close of [
    () => owner.keyboard.press("Escape"),
    () => dialog.getByRole("button", { name: "Cancel" }).press("Enter"),
  ]) {
    await opener.press("Enter");
    await expect(dialog).toBeVisible();
    await expect(dialog.locator(":focus")).toHaveCount(1);
    await close();
    await expect(dialog).toBeHidden();
    await expect(opener).toBeFocused();
  }
});

test("Escape folds a menu", async ({ owner, parlance }) => {
  await open(owner, "/bots");
  const out = owner.getByRole("button", { name: "Sign out" });
  await owner.getByText(parlance.email).click();
  await expect(out).toBeVisible();
  await owner.keyboard.press("Escape");
  await expect(out).toBeHidden();
});
