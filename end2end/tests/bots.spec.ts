import { type Page } from "@playwright/test";
import { addBot, expect, hydrated, open, said, test, word } from "./parlance";

function card(page: Page, name: string) {
  return page.getByRole("listitem").filter({ has: page.getByRole("heading", { name }) });
}

test("a bot is made of nothing, and is among the others", async ({ owner }) => {
  const name = `Bot ${word()}`;
  await addBot(owner, name);
  await expect(owner.getByText("No article yet")).toBeVisible();
  await open(owner, "/bots");
  await expect(card(owner, name)).toContainText("Draft");
  await expect(card(owner, name)).toContainText("No question was asked");
});

test("a card has the picture of the bot's box", async ({ owner }) => {
  const name = `Bot ${word()}`;
  await addBot(owner, name);
  await open(owner, "/bots");
  await expect(card(owner, name).locator("svg.card-avatar")).toBeVisible();
});

test("a bot is made of the sample, a copy and a file", async ({ owner, parlance }) => {
  const rows = "question,answer\nIs it open?,It is.\n";
  for (const [begin, title] of [
    ["The sample", "What is Parlance?"],
    ["A copy", "What is Parlance?"],
    ["A file", "Is it open?"],
  ]) {
    await open(owner, "/bots/new");
    await owner.getByLabel("Name").fill(`Bot ${word()}`);
    await owner.getByRole("radio", { name: begin }).check({ force: true });
    if (begin === "A copy") await owner.getByLabel("Bot to copy").selectOption(parlance.bot);
    if (begin === "A file") await owner.getByLabel("Lines of the file").fill(rows);
    await owner.getByRole("button", { name: "Create bot" }).click();
    await said(owner, "The bot is there.");
    await hydrated(owner);
    await owner.getByRole("searchbox").fill(title);
    await owner.getByRole("button", { name: "Search" }).click();
    await expect(owner.getByRole("link", { name: title })).toBeVisible();
  }
});

test("lines that can't be read are listed, and what was typed is kept", async ({ owner }) => {
  await open(owner, "/bots/new");
  await owner.getByLabel("Name").fill("Kept");
  await owner.getByRole("radio", { name: "A file" }).check({ force: true });
  const rows = "question,answer\nIs it open?,It is.\nIs it closed?,\n";
  await owner.getByLabel("Lines of the file").fill(rows);
  await owner.getByRole("button", { name: "Create bot" }).click();
  await expect(owner.getByLabel("Lines of the file")).toHaveAccessibleDescription(/not right: 1/);
  await expect(owner.getByText("Line 3 answer: Please fill this in.")).toBeVisible();
  await expect(owner.getByLabel("Name")).toHaveValue("Kept");
  await expect(owner.getByRole("radio", { name: "A file" })).toBeChecked();
  await expect(owner.getByLabel("Lines of the file")).toHaveValue(rows);
});

test("settings are saved, and a number out of range is told", async ({ owner }) => {
  const bot = await addBot(owner, `Bot ${word()}`);
  await open(owner, `/bots/${bot}/settings`);
  const name = `Bot ${word()}`;
  await owner.getByLabel("Name").fill(name);
  await owner.getByLabel("Answer from").fill("60");
  await owner.getByLabel("Ask back from").fill("61");
  await owner.getByRole("button", { name: "Save" }).click();
  await expect(owner.getByLabel("Ask back from")).toHaveAccessibleDescription(/from 1 to 60/);
  await expect(owner.getByLabel("Ask back from")).toHaveValue("61");
  await expect(owner.getByLabel("Name")).toHaveValue(name);
  await hydrated(owner);
  await owner.getByLabel("Ask back from").fill("40");
  await owner.getByRole("button", { name: "Save" }).click();
  await said(owner, "Saved.");
  await expect(owner.getByText(name, { exact: true }).first()).toBeVisible();
});

test("a bot is switched off and on", async ({ owner }) => {
  const bot = await addBot(owner, `Bot ${word()}`);
  await open(owner, `/bots/${bot}/settings`);
  await owner.getByRole("button", { name: "Turn off" }).click();
  await said(owner, "The bot is off.");
  await hydrated(owner);
  await owner.getByRole("button", { name: "Turn on" }).click();
  await said(owner, "The bot is on.");
  await expect(owner.getByRole("button", { name: "Turn off" })).toBeVisible();
});

test("a bot is archived by its name, and restored", async ({ owner }) => {
  const name = `Bot ${word()}`;
  const bot = await addBot(owner, name);
  await open(owner, `/bots/${bot}/settings`);
  const typed = owner.getByLabel(`To confirm, type “${name}”`);
  await typed.fill("Another");
  await owner.getByRole("button", { name: "Archive bot" }).click();
  await expect(typed).toHaveAccessibleDescription(/not the same/);
  await expect(typed).toHaveValue("Another");
  await hydrated(owner);
  await typed.fill(name);
  await owner.getByRole("button", { name: "Archive bot" }).click();
  await said(owner, "Archived.");
  await expect(card(owner, name)).toHaveCount(0);
  await hydrated(owner);
  await owner.getByText("Archived bots").click();
  await owner.getByRole("button", { name: `Restore ${name}` }).click();
  await said(owner, "The bot is back");
  await expect(card(owner, name)).toBeVisible();
});
