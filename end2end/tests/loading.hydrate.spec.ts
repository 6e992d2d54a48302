import { expect, fillAnswer, open, test } from "./parlance";

const articles = "**/api/ui/articles/list*";

test("while a page loads it says so, and then it is there", async ({ owner, parlance }) => {
  await open(owner, "/bots");
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await owner.route(articles, async (route) => {
    await held;
    await route.continue();
  });
  await owner.getByRole("link", { name: "Help centre", exact: true }).click();
  // The head of the page has come, the articles have not.
  await expect(owner.getByRole("heading", { name: "Knowledge", level: 1 })).toBeVisible();
  await expect(owner.getByRole("main").getByText("Loading…")).toHaveCount(1);
  await expect(owner.getByRole("table")).toHaveCount(0);
  release();
  await expect(owner.getByRole("table", { name: "Articles of this bot" })).toBeVisible();
  await expect(owner.getByText("Loading…")).toHaveCount(0);
  await expect(owner).toHaveURL(`/bots/${parlance.bot}/knowledge`);
});

for (const [reason, fail] of [
  ["fails", { status: 500, json: { code: "internal" }, headers: { serverfnerror: "" } }],
  ["can't be reached", undefined],
] as const) {
  test(`a server that ${reason} is told of, and trying again works`, async ({ owner }) => {
    await open(owner, "/bots");
    await owner.route(articles, (route) => (fail ? route.fulfill(fail) : route.abort()));
    await owner.getByRole("link", { name: "Help centre", exact: true }).click();
    const failure = owner.getByRole("alert");
    await expect(failure.getByRole("heading", { name: "This could not be loaded" })).toBeVisible();
    await expect(failure).toContainText(
      fail ? "Something went wrong on our side." : "The server can’t be reached.",
    );
    await owner.unroute(articles);
    await failure.getByRole("link", { name: "Try again" }).click();
    await expect(owner.getByRole("table", { name: "Articles of this bot" })).toBeVisible();
    await expect(failure).toHaveCount(0);
  });
}

test("a session that ended meanwhile leads to sign in, and back", async ({ owner, parlance }) => {
  await open(owner, "/bots");
  await owner.context().clearCookies();
  await owner.getByRole("link", { name: "Help centre", exact: true }).click();
  await expect(owner.getByRole("heading", { name: "Sign in to Parlance" })).toBeVisible();
  await owner.getByLabel("E-mail").fill(parlance.email);
  await owner.getByLabel("Password", { exact: true }).fill(parlance.password);
  await owner.getByRole("button", { name: "Sign in" }).click();
  await expect(owner.getByRole("table", { name: "Articles of this bot" })).toBeVisible();
});

test("a form whose session ended keeps what was typed, and is sent after signing in", async ({
  owner,
  parlance,
  cookies,
}) => {
  await open(owner, `/bots/${parlance.bot}/knowledge/new`);
  await owner.getByLabel("Question").fill("What stays?");
  await fillAnswer(owner, "All of it.");
  await owner.context().clearCookies();
  await owner.getByRole("button", { name: "Add article" }).click();
  await expect(owner.getByRole("alert")).toContainText("Your session has ended.");
  await expect(owner.getByRole("link", { name: "Sign in again" })).toBeVisible();
  await expect(owner.getByLabel("Question")).toHaveValue("What stays?");
  await owner.context().addCookies(cookies);
  await owner.getByRole("button", { name: "Add article" }).click();
  await expect(owner.getByRole("heading", { name: "What stays?", level: 1 })).toBeVisible();
});

test("a form that is being sent says so and is sent once", async ({ owner, parlance }) => {
  await open(owner, `/bots/${parlance.bot}/knowledge/new`);
  await owner.getByLabel("Question").fill("How often is this sent?");
  await fillAnswer(owner, "Once.");
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  let n_sent = 0;
  await owner.route("**/api/ui/articles/create", async (route) => {
    n_sent += 1;
    await held;
    await route.continue();
  });
  await owner.getByRole("button", { name: "Add article" }).click();
  const pending = owner.getByRole("button", { name: "Saving…" });
  await expect(pending).toHaveAttribute("aria-disabled", "true");
  await pending.click({ force: true });
  await owner.getByLabel("Question").press("Enter");
  release();
  await expect(owner.getByRole("heading", { name: "How often is this sent?" })).toBeVisible();
  expect(n_sent).toBe(1);
});
