import { readFileSync } from "node:fs";
import { addBot, expect, open, said, test, word } from "./parlance";

test("a file that is chosen is put among the lines", async ({ owner }) => {
  await open(owner, "/bots/new");
  await owner.getByRole("radio", { name: "A file" }).check({ force: true });
  const text = "question\tanswer\nÀ quelle heure ?\tÀ neuf heures.\n";
  const file = { name: "articles.tsv", mimeType: "text/plain", buffer: Buffer.from(text) };
  await owner.getByLabel("Choose a file").setInputFiles(file);
  await expect(owner.getByLabel("Lines of the file")).toHaveValue(text);
  const large = { ...file, buffer: Buffer.alloc(1_000_001, "x") };
  await owner.getByLabel("Choose a file").setInputFiles(large);
  await expect(owner.getByLabel("Choose a file")).toHaveAccessibleDescription(/larger than 1 MB/);
  await expect(owner.getByLabel("Lines of the file")).toHaveValue(text);
});

test("more lines than a form may carry are told, and kept", async ({ owner }) => {
  await open(owner, "/bots/new");
  await owner.getByLabel("Name").fill("Large");
  await owner.getByRole("radio", { name: "A file" }).check({ force: true });
  const lines = owner.getByLabel("Lines of the file");
  await lines.evaluate((area: HTMLTextAreaElement) => (area.value = "x".repeat(2_200_000)));
  await owner.getByRole("button", { name: "Create bot" }).click();
  await expect(owner.getByRole("alert").filter({ hasText: "This is too large." })).toBeVisible();
  expect((await lines.inputValue()).length).toBe(2_200_000);
});

test("the switcher knows a bot once it is made, renamed and archived", async ({ owner }) => {
  const [first, second] = [`Bot ${word()}`, `Bot ${word()}`];
  const bot = await addBot(owner, first);
  const navigation = owner.getByRole("navigation", { name: "Main navigation" });
  await expect(navigation.getByText(first).first()).toBeVisible();
  await navigation.getByRole("link", { name: "Settings" }).click();
  await owner.getByLabel("Name").fill(second);
  await owner.getByRole("button", { name: "Save" }).click();
  await expect(navigation.getByText(second).first()).toBeVisible();
  await owner.getByLabel(`To confirm, type “${second}”`).fill(second);
  await owner.getByRole("button", { name: "Archive bot" }).click();
  await said(owner, "Archived.");
  await navigation.getByText("Choose a bot").click();
  await expect(navigation.getByRole("link", { name: "Help centre" })).toBeVisible();
  await expect(navigation.getByRole("link", { name: second })).toHaveCount(0);
  await open(owner, `/bots/${bot}/settings`);
  await expect(owner.getByRole("button", { name: "Restore" })).toBeVisible();
});

test("of two who save settings the second is told, and goes on", async ({ owner, context }) => {
  const bot = await addBot(owner, `Bot ${word()}`);
  const other = await context.newPage();
  await open(owner, `/bots/${bot}/settings`);
  await open(other, `/bots/${bot}/settings`);
  await other.getByLabel("Answer from").fill("70");
  await other.getByRole("button", { name: "Save" }).click();
  await said(other, "Saved.");
  const name = `Mine ${word()}`;
  await owner.getByLabel("Name").fill(name);
  await owner.getByRole("button", { name: "Save" }).click();
  await expect(owner.getByRole("alert").filter({ hasText: "in the meantime" })).toBeVisible();
  await expect(owner.getByLabel("Name")).toHaveValue(name);
  await expect(async () => {
    await owner.getByRole("button", { name: "Save" }).click();
    await said(owner, "Saved.");
  }).toPass();
});

test("knowledge is downloaded as a file", async ({ owner, parlance }) => {
  await open(owner, `/bots/${parlance.bot}/settings`);
  const waiting = owner.waitForEvent("download");
  await owner.getByRole("link", { name: "Export as CSV" }).click();
  const download = await waiting;
  expect(download.suggestedFilename()).toBe("help-centre-knowledge.csv");
  const text = readFileSync(await download.path(), "utf8");
  expect(text).toMatch(/^key,locale,topic,question,utterances,answer,buttons,starts,ends,zone,variant_box,variant_api\n/);
});
