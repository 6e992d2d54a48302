// What an article has beside its question and its answer.
import { addArticle, answerOf, ask, expect, hydrated, open, said, test, word } from "./parlance";

async function publish(page: import("@playwright/test").Page, bot: string) {
  await open(page, `/bots/${bot}/knowledge`);
  await page.getByRole("button", { name: "Publish" }).click();
  await said(page, /Version \d+ is published\./);
}

test("buttons under an answer lead to an address and to another article", async ({
  owner,
  request,
  parlance,
}) => {
  const name = word();
  const [first, second] = [`Where is the ${name} sold?`, `What does a ${name} cost?`];
  await addArticle(owner, parlance.bot, second, "<p>Five euros.</p>");
  await addArticle(owner, parlance.bot, first, "<p>In our shop.</p>");
  const buttons = owner.getByLabel("Buttons under the answer");
  await buttons.fill(`Our shop | https://example.org/${name}\nThe price | no such article`);
  await owner.getByRole("button", { name: "Save" }).click();
  await expect(buttons).toHaveAccessibleDescription(/^Line 2 is not in the right form/);
  await expect(buttons).toHaveValue(/no such article/);
  await hydrated(owner);

  await buttons.fill(`Our shop | https://example.org/${name}\nThe price | ${second}`);
  await owner.getByRole("button", { name: "Save" }).click();
  await said(owner, "Saved.");
  await expect(buttons).toHaveValue(
    `Our shop | https://example.org/${name}\nThe price | ${second}`,
  );
  await publish(owner, parlance.bot);
  const reply = await ask(request, parlance.bot, first);
  expect(reply.messages.slice(1)).toEqual([
    { type: "link", label: "Our shop", url: `https://example.org/${name}` },
    { type: "choices", choices: [{ label: "The price", choice: expect.any(String) }] },
  ]);
});

test("an answer says something else on a channel that has its variant", async ({
  owner,
  request,
  parlance,
}) => {
  const name = word();
  const question = `Where do I press the ${name}?`;
  await addArticle(owner, parlance.bot, question, "<p>On your phone.</p>");
  await owner.getByText("Variants").click();
  const variant = owner.getByRole("textbox", { name: "Dialog box" });
  await variant.fill(`Above the ${name}.`);
  await expect(owner.getByRole("textbox", { name: "API" })).toBeVisible();
  await owner.getByRole("button", { name: "Save" }).click();
  await said(owner, "Saved.");
  // The group of a variant that is there stands open.
  await expect(variant).toBeVisible();
  await expect(owner.locator('textarea[name="variant_box"]')).toHaveValue(
    `<p>Above the ${name}.</p>`,
  );
  const preview = owner.locator(".preview").first();
  await expect(preview).toContainText("On your phone.");
  await expect(preview).toContainText(`Above the ${name}.`);
  await publish(owner, parlance.bot);
  const saidOn = async (channel: string) =>
    (await ask(request, parlance.bot, question, { channel })).messages[0].html;
  expect(await saidOn("box")).toBe(`<p>Above the ${name}.</p>`);
  expect(await saidOn("api")).toBe("<p>On your phone.</p>");

  await open(owner, `/bots/${parlance.bot}/test?q=${encodeURIComponent(question)}`);
  const trial = owner.getByRole("main");
  await expect(trial.getByText(`Above the ${name}.`)).toBeVisible();
  await trial.getByLabel("Channel").selectOption("API");
  await trial.getByRole("button", { name: "Ask" }).click();
  await expect(trial.getByText("On your phone.")).toBeVisible();
});

test("an article whose time is over answers nobody, and says so in the list", async ({
  owner,
  request,
  parlance,
}) => {
  const name = word();
  await addArticle(owner, parlance.bot, `Who won the ${name} prize?`, "<p>Ada did.</p>");
  await owner.getByText("When it answers").click();
  await owner.getByLabel("From").fill("2024-02-01T10:00");
  await owner.getByLabel("Until").fill("2024-01-01T10:00");
  await owner.getByLabel("Time zone").fill("Europe/Paris");
  await owner.getByRole("button", { name: "Save" }).click();
  await expect(owner.getByLabel("Until")).toHaveAccessibleDescription(/not after the begin/);
  await expect(owner.getByLabel("From")).toHaveValue("2024-02-01T10:00");
  await hydrated(owner);
  await owner.getByLabel("From").fill("");
  await owner.getByRole("button", { name: "Save" }).click();
  await said(owner, "Saved.");
  await expect(owner.getByLabel("Until")).toHaveValue("2024-01-01T10:00");
  await publish(owner, parlance.bot);
  const reply = await ask(request, parlance.bot, `Who won the ${name} prize?`);
  expect(reply.messages).not.toContainEqual({ type: "html", html: "<p>Ada did.</p>" });
  await open(owner, `/bots/${parlance.bot}/knowledge?alert=expired&q=${name}`);
  await expect(owner.getByRole("row", { name: new RegExp(name) })).toContainText("Expired");
});

test("what visitors are told stands beside a draft that says something else", async ({
  owner,
  parlance,
}) => {
  const name = word();
  await addArticle(owner, parlance.bot, `How old is the ${name}?`, "<p>Nine years.</p>");
  await expect(owner.getByText("Visitors are not told anything of this yet.")).toBeVisible();
  const page = new URL(owner.url()).pathname;
  await publish(owner, parlance.bot);
  await open(owner, page);
  await expect(owner.getByText("Visitors are told the same.")).toBeVisible();
  await owner.getByLabel("Other ways to ask it").fill(`age of the ${name}`);
  await owner.getByRole("button", { name: "Save" }).click();
  await said(owner, "Saved.");
  const published = owner.locator("section", { hasText: "Published" }).last();
  await expect(published).toContainText("Nine years.");
});

test("a comment is there for the team, and its writer takes it back", async ({
  owner,
  parlance,
}) => {
  const name = word();
  await addArticle(owner, parlance.bot, `Is the ${name} true?`, "Yes.");
  const comment = owner.getByLabel("Comment", { exact: true });
  await owner.getByRole("button", { name: "Comment", exact: true }).click();
  await expect(comment).toHaveAccessibleDescription(/Please fill this in/);
  await hydrated(owner);
  await comment.fill(`Ask legal about ${name} <b>first</b>.`);
  await owner.getByRole("button", { name: "Comment", exact: true }).click();
  await said(owner, "Comment added.");
  await expect(owner.getByText(`Ask legal about ${name} first.`)).toBeVisible();
  await hydrated(owner);
  await owner.getByRole("button", { name: "Delete your comment" }).click();
  await said(owner, "Comment deleted.");
  await expect(owner.getByText(`Ask legal about ${name} first.`)).toHaveCount(0);
});

test("ticked articles get a topic, are deleted, and come back", async ({ owner, parlance }) => {
  const name = word();
  await addArticle(owner, parlance.bot, `First ${name}?`, "One.");
  await addArticle(owner, parlance.bot, `Second ${name}?`, "Two.");
  const list = `/bots/${parlance.bot}/knowledge?q=${name}`;
  const tick = async () => {
    await open(owner, list);
    await expect(owner.getByRole("button", { name: "Delete", exact: true })).toBeHidden();
    await owner.getByLabel(`Tick First ${name}?`).check();
    await owner.getByLabel(`Tick Second ${name}?`).check();
  };
  await tick();
  await owner.locator(".bulk").getByLabel("Topic").fill(`Topic ${name}`);
  await owner.getByRole("button", { name: "Set topic" }).click();
  await said(owner, "The topic is set.");
  await tick();
  await expect(owner.getByRole("row", { name: `Topic ${name}` })).toHaveCount(2);
  await owner.getByRole("button", { name: "Delete", exact: true }).click();
  await said(owner, "Deleted.");
  await hydrated(owner);
  await owner.getByRole("status").getByRole("button", { name: "Undo" }).click();
  await said(owner, "Brought back.");
  await open(owner, list);
  await expect(owner.getByRole("row", { name: `Topic ${name}` })).toHaveCount(2);
});

test("a file is imported after showing what would change", async ({ owner, parlance }) => {
  const name = word();
  await open(owner, `/bots/${parlance.bot}/knowledge`);
  await owner.getByRole("link", { name: "Import", exact: true }).click();
  await owner.getByRole("button", { name: "See what would change" }).click();
  const rows = owner.getByLabel("Lines of the file");
  await expect(rows).toHaveAccessibleDescription(/Please fill this in/);
  await hydrated(owner);
  await rows.fill(
    `question,answer,topic\nWho keeps the ${name}?,The ${name} keeper.,${name}\n,no question,\n`,
  );
  await owner.getByRole("button", { name: "See what would change" }).click();
  await expect(owner.getByRole("row", { name: new RegExp(`Who keeps the ${name}`) })).toBeVisible();
  await expect(owner.getByText("Line 3")).toBeVisible();
  await open(owner, `/bots/${parlance.bot}/knowledge?q=${name}`);
  await expect(owner.getByRole("heading", { name: "No article matches" })).toBeVisible();
  await owner.goBack();
  await hydrated(owner);
  await owner.getByRole("button", { name: "Import 1" }).click();
  await said(owner, "Imported.");
  await open(owner, `/bots/${parlance.bot}/knowledge?q=${name}`);
  await owner.getByRole("link", { name: `Who keeps the ${name}?` }).click();
  await expect(answerOf(owner)).toHaveValue(`<p>The ${name} keeper.</p>`);
});
