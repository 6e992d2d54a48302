// What scripts add to the knowledge room: places are kept, and what was typed is asked about.
import { addArticle, expect, open, test, word } from "./parlance";

test.use({ viewport: { width: 1680, height: 500 } });

test("the list stays where it was scrolled to while articles are opened", async ({
  owner,
  parlance,
}) => {
  await addArticle(owner, parlance.bot, `Who scrolls the ${word()}?`, "<p>You.</p>");
  const list = owner.locator(".room-list");
  const last = list.locator(".room-item").last();
  await last.scrollIntoViewIfNeeded();
  const place = await list.evaluate((list) => list.scrollTop);
  expect(place).toBeGreaterThan(0);
  const title = (await last.locator(".room-title").textContent())!;
  await last.click();
  await expect(owner.getByRole("heading", { name: title, level: 1 })).toBeVisible();
  await expect(last).toHaveAttribute("aria-current", "page");
  expect(await list.evaluate((list) => list.scrollTop)).toBe(place);
});

test("another article is asked about before what was typed is left, another list is not", async ({
  owner,
  parlance,
}) => {
  const name = word();
  const title = `Who types the ${name}?`;
  await addArticle(owner, parlance.bot, `Who else types the ${name}?`, "<p>Bob.</p>");
  await addArticle(owner, parlance.bot, title, "<p>Ada.</p>");
  const wordings = owner.getByLabel("Other ways to ask it");
  await wordings.fill("half a wording");
  const filters = owner.getByRole("navigation", { name: "What the list shows" });
  await filters.getByRole("link", { name: "New", exact: true }).click();
  await expect(owner).toHaveURL(/status=new/);
  const list = owner.getByRole("region", { name: "The list" });
  await list.getByRole("searchbox").fill(name);
  await list.getByRole("searchbox").press("Enter");
  await expect(list.getByRole("listitem")).toHaveCount(2);
  await expect(wordings).toHaveValue("half a wording");

  await list.getByRole("link", { name: "Who else" }).click();
  const dialog = owner.getByRole("dialog", { name: "Leave without saving?" });
  await dialog.getByRole("button", { name: "Stay here" }).click();
  await expect(wordings).toHaveValue("half a wording");
  await owner.getByRole("button", { name: "Save" }).click();
  await expect(owner.getByRole("status").filter({ hasText: "Saved." })).toBeVisible();
  await expect(owner).toHaveURL(/status=new/);
  // The list has come anew when it knows of the wording.
  await expect(list.getByRole("link", { name: /^Who types .*No other wording/ })).toHaveCount(0);
  await list.getByRole("link", { name: "Who else" }).click();
  await expect(owner.getByRole("heading", { name: `Who else types the ${name}?` })).toBeVisible();
});

test("the list's next page leaves the article that was opened last", async ({ owner, parlance }) => {
  await addArticle(owner, parlance.bot, `Who turns the ${word()}?`, "<p>You.</p>");
  const list = owner.getByRole("region", { name: "The list" });
  const second = list.locator(".room-item").nth(1);
  const title = (await second.locator(".room-title").textContent())!;
  await second.click();
  await expect(owner.getByRole("heading", { name: title, level: 1 })).toBeVisible();
  const wordings = owner.getByLabel("Other ways to ask it");
  await wordings.fill("half a wording");
  await list.getByRole("link", { name: "Next page" }).click();
  await expect(owner).toHaveURL(/after=/);
  await expect(owner.getByRole("heading", { name: title, level: 1 })).toBeVisible();
  await expect(wordings).toHaveValue("half a wording");
});

test("the list says at once what was saved", async ({ owner, parlance }) => {
  const [name, other] = [word(), word()];
  await addArticle(owner, parlance.bot, `Who saves the ${name}?`, "<p>Ada.</p>");
  await owner.getByLabel("Question", { exact: true }).fill(`Who saves the ${other}?`);
  await owner.getByRole("button", { name: "Save" }).click();
  const list = owner.getByRole("region", { name: "The list" });
  await expect(list.locator("[aria-current]")).toContainText(other);
});

test("with the test panel open there is room for list and article", async ({ owner, parlance }) => {
  await addArticle(owner, parlance.bot, `Who docks the ${word()}?`, "<p>Ada.</p>");
  await expect(owner.locator(".room-filters")).toBeVisible();
  await owner.keyboard.press("e");
  const panel = owner.locator(".dock-open");
  await expect(panel).toBeVisible();
  await expect(owner.locator(".room-filters")).toBeHidden();
  const save = owner.getByRole("button", { name: "Save" });
  const [left, right] = [await panel.boundingBox(), await save.boundingBox()];
  expect(right!.x + right!.width).toBeLessThan(left!.x);
});

test("an article that is opened asks for the topics once", async ({ owner, parlance }) => {
  await open(owner, `/bots/${parlance.bot}/knowledge`);
  const asked: string[] = [];
  owner.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await owner.getByRole("row").nth(1).getByRole("link").click();
  await expect(owner.getByLabel("Other ways to ask it")).toBeVisible();
  const offered = owner.locator("datalist#topic-names option");
  await expect(offered.first()).toBeAttached();
  await expect(owner.getByRole("combobox", { name: "Topic" })).toBeVisible();
  await expect(owner.locator(".room-item").first()).toBeVisible();
  expect(asked.filter((path) => path === "/api/ui/articles/topics")).toHaveLength(1);
});

test("the list beside an article is loaded once there is room for it", async ({
  owner,
  parlance,
}) => {
  await owner.setViewportSize({ width: 390, height: 800 });
  await open(owner, `/bots/${parlance.bot}/knowledge`);
  const asked: string[] = [];
  owner.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await owner.getByRole("row").nth(1).getByRole("link").click();
  await expect(owner.getByLabel("Other ways to ask it")).toBeVisible();
  await expect(owner.locator(".room-list .room-item")).toHaveCount(0);
  expect(asked).not.toContain("/api/ui/articles/list");
  await owner.setViewportSize({ width: 1680, height: 900 });
  await expect(owner.locator(".room-list .room-item").first()).toBeVisible();
});
