import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { allPages, expect, open, test } from "./parlance";

/** Whatever a page complains of from here on. */
async function complaints(page: Page): Promise<string[]> {
  const found: string[] = [];
  page.on("console", (message) => {
    // A page that says 404 is reported by the browser as an error, and is meant.
    const isStatus = /the server responded with a status of 404/.test(message.text());
    if (["error", "warning"].includes(message.type()) && !isStatus) found.push(message.text());
  });
  page.on("pageerror", (error) => found.push(error.message));
  page.on("requestfailed", (request) => found.push(`${request.url()} failed`));
  await page.exposeFunction("violated", (report: string) => found.push(report));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      const report = `${event.violatedDirective} ${event.blockedURI}`;
      (window as unknown as { violated(report: string): void }).violated(report);
    });
  });
  return found;
}

for (const { locale, colorScheme, lang } of [
  { locale: "en-GB", colorScheme: "light", lang: "en" },
  { locale: "fr-FR", colorScheme: "dark", lang: "fr" },
] as const) {
  test.describe(`in ${lang}, ${colorScheme}`, () => {
    test.use({ locale, colorScheme });

    test("every page answers, complains of nothing and is accessible", async ({
      owner,
      request,
      parlance,
    }) => {
      test.setTimeout(300_000);
      const pages = await allPages(owner, request, parlance.bot);
      const found = await complaints(owner);
      for (const [name, path] of Object.entries(pages)) {
        await test.step(name, async () => {
          await open(owner, path);
          await expect(owner.locator("html")).toHaveAttribute("lang", lang);
          await expect(owner).toHaveTitle(/.+ · Parlance$/);
          expect(found, name).toEqual([]);
          expect(await violations(owner), name).toEqual([]);
        });
      }
    });
  });
}

/** What axe finds. */
async function violations(page: Page) {
  const found = await new AxeBuilder({ page }).analyze();
  return found.violations.map(({ id, nodes }) => ({ id, where: nodes.map(({ html }) => html) }));
}

test("a refused form and an open dialog are accessible", async ({ owner, request, parlance }) => {
  const pages = await allPages(owner, request, parlance.bot);
  await open(owner, pages["new article"]);
  await owner.getByRole("button", { name: "Add article" }).click();
  await expect(owner.getByRole("alert")).toBeVisible();
  expect(await violations(owner)).toEqual([]);

  await open(owner, pages.article);
  await owner.getByText("Delete article…").click();
  await expect(owner.getByRole("dialog", { name: "Delete this article?" })).toBeVisible();
  expect(await violations(owner)).toEqual([]);
});

test("every page says what it is", async ({ owner, request, parlance }) => {
  const pages = await allPages(owner, request, parlance.bot);
  const frame = `
    - link "Skip to content"
    - navigation "Main navigation"`;

  await open(owner, pages["sign-in"]);
  await expect(owner.locator("body")).toMatchAriaSnapshot(`
    - main:
      - heading "Sign in to Parlance" [level=1]
      - textbox "E-mail"
      - textbox "Password"
      - button "Show password"
      - button "Sign in"
      - group "Language":
        - button "English" [pressed]
        - button "Français"
      - group "Theme":
        - button "System" [pressed]
        - button "Light"
        - button "Dark"
  `);

  await open(owner, pages.welcome);
  await owner.getByLabel("Password", { exact: true }).fill("a quiet sentence");
  await owner.getByRole("button", { name: "Set password" }).click();
  await expect(owner.locator("body")).toMatchAriaSnapshot(`
    - main:
      - heading "Choose your password" [level=1]
      - alert:
        - paragraph: This link has been used or has run out. Ask for a new one.
      - textbox "Password"
      - button "Show password"
      - button "Set password"
  `);

  await open(owner, pages.bots);
  await expect(owner.locator("body")).toMatchAriaSnapshot(`
    ${frame.trim()}:
      - list:
        - listitem:
          - link "Bots"
    - main:
      - heading "Bots" [level=1]
      - link "New bot"
      - list:
        - listitem:
          - heading "Help centre" [level=2]:
            - link "Help centre"
          - link "Settings of Help centre"
          - paragraph: /^Live/
          - paragraph: /^Day by day, .+ \\d+$/
          - term: Conversations
          - definition: /\\d+/
          - term: Understood
          - definition: /\\d+%/
          - term: Unanswered
          - definition:
            - link /\\d+/
    - status
  `);

  await open(owner, pages.keys);
  await expect(owner.locator("main")).toMatchAriaSnapshot(`
    - main:
      - heading "API keys" [level=1]
      - link "API reference"
      - heading "Create a key" [level=2]
      - textbox "Name"
      - group "May do":
        - combobox "Knowledge"
      - group "On which bots":
        - radio "All bots" [checked]
        - radio "Some bots"
      - combobox "Ends after"
      - button "Create key"
  `);

  await open(owner, pages["new bot"]);
  await expect(owner.locator("main")).toMatchAriaSnapshot(`
    - main:
      - navigation "You are here":
        - link "Bots"
      - heading "New bot" [level=1]
      - textbox "Name"
      - combobox "Default language": en
      - group "Begin with":
        - radio /^Nothing/ [checked]
        - radio /^The sample/
        - radio /^A file/
        - radio /^A copy/
      - button "Create bot"
      - link "Cancel"
  `);

  await open(owner, pages.settings);
  await expect(owner.locator("main")).toMatchAriaSnapshot(`
    - main:
      - heading "Settings" [level=1]
      - group:
        - heading "General" [level=2]
        - textbox "Name": Help centre
        - combobox "Default language": en
        - spinbutton "Longest question": "500"
        - heading "How sure the bot has to be" [level=2]
        - spinbutton "Answer from (%)": "50"
        - spinbutton "Ask back from (%)": "35"
      - button "Save"
      - heading "Availability" [level=2]
      - button "Turn off"
      - heading "Copies and files" [level=2]
      - link "Duplicate…"
      - link "Export as CSV"
      - link "Export as JSON Lines"
      - heading "Archive this bot" [level=2]
      - heading "What goes quiet with it" [level=3]
      - term: Articles
      - definition: /\\d+/
      - textbox "To confirm, type “Help centre”"
      - button "Archive bot"
  `);

  await open(owner, pages.knowledge);
  await expect(owner.locator("body")).toMatchAriaSnapshot(`
    ${frame.trim()}:
      - list:
        - listitem:
          - link "Knowledge"
      - list:
        - listitem:
          - link "Conversations"
    - main:
      - heading "Knowledge" [level=1]
      - link "Add article"
      - search:
        - searchbox "Search articles"
        - combobox "Topic"
        - combobox "Status"
        - combobox "Language"
        - combobox "Alert"
        - button "Search"
      - table "Articles of this bot":
        - rowgroup:
          - row "Tick all Question Topic Languages Utterances Uses, 30 days Status Updated"
        - rowgroup:
          - row:
            - cell:
              - checkbox
            - rowheader:
              - link
    - status
  `);

  await open(owner, pages["new article"]);
  await expect(owner.locator("main")).toMatchAriaSnapshot(`
    - main:
      - navigation "You are here":
        - link "Knowledge"
      - heading "New article" [level=1]
      - textbox "Question"
      - textbox "Other ways to ask it optional"
      - textbox "Answer"
      - combobox "Topic optional"
      - combobox "Language": en
      - button "Add article"
      - link "Cancel"
  `);

  await open(owner, pages.article);
  await expect(owner.locator("main")).toMatchAriaSnapshot(`
    - main:
      - navigation "You are here":
        - link "Knowledge"
      - heading "What is Parlance?" [level=1]
      - group: Delete article…
      - navigation "Languages of the article":
        - list:
          - listitem:
            - link "en"
          - listitem:
            - link "fr"
      - textbox "Question": What is Parlance?
      - textbox "Other ways to ask it optional"
      - textbox "Answer"
      - combobox "Topic optional"
      - button "Save"
      - link "Cancel"
      - heading "Saved answer" [level=2]
  `);

  await open(owner, pages.conversations);
  await expect(owner.locator("main")).toMatchAriaSnapshot(`
    - main:
      - heading "Conversations" [level=1]
      - table "Conversations, newest first":
        - rowgroup:
          - row "First question Outcome Questions Language Started"
        - rowgroup:
          - row:
            - rowheader:
              - link
  `);

  await open(owner, pages.conversation);
  await expect(owner.locator("main")).toMatchAriaSnapshot(`
    - main:
      - navigation "You are here":
        - link "Conversations"
      - heading "Conversation" [level=1]
      - heading "Transcript" [level=2]
      - list:
        - listitem:
          - paragraph: /What is Parlance\\?/
          - term: Article
          - definition:
            - link "What is Parlance?"
          - term: Confidence
          - definition: /\\d+ %/
          - term: Latency
          - term: Version
  `);

  await open(owner, pages["not found"]);
  await expect(owner.locator("main")).toMatchAriaSnapshot(`
    - main:
      - heading "Page not found" [level=1]
      - paragraph: It may have been deleted, or the address is mistyped.
      - link "Back to your bots"
  `);
});
