import { findConversation } from "./parlance";
import { expect, launcher, log, openBox, panel, snippet, test, type, word } from "./site";

test("D05 one tag draws the box on a page of another origin, and it answers", async ({
  page,
  shop,
  parlance,
  request,
}) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(shop);
  await openBox(page);
  await type(page, "how do I add an artcle?");
  await expect(log(page)).toContainText("knowledge page");
  const strangers = asked.filter(
    (url) => !url.startsWith(parlance.url) && !url.startsWith(new URL(shop).origin) && !url.startsWith("data:"),
  );
  expect(strangers).toEqual([]);

  const script = await request.get("/widget.js", { headers: { "Accept-Encoding": "br" } });
  expect(script.headers()["content-encoding"]).toBe("br");
  expect(script.headers()["etag"]).toBeTruthy();
  const text = await script.text();
  expect(text).not.toContain("Help centre");
  expect(text).not.toContain(parlance.bot);
  expect(text.trim().split("\n").length).toBeLessThan(20);
  const again = await request.get("/widget.js", {
    headers: { "If-None-Match": script.headers()["etag"] },
  });
  expect(again.status()).toBe(304);
});

test("the box leaves one global, no cookie but its own, and does not move the page", async ({
  page,
  shop,
  site,
}) => {
  const bare = site.put("/bare", {});
  await page.goto(bare);
  const globals = () => page.evaluate(() => Object.getOwnPropertyNames(window).sort());
  const place = () => page.locator("main").boundingBox();
  const [before, placeBefore] = [await globals(), await place()];
  await page.goto(shop);
  await expect(launcher(page)).toBeVisible();
  const added = (await globals()).filter((name) => !before.includes(name));
  expect(added).toEqual(["parlance"]);
  expect(await place()).toEqual(placeBefore);
  expect(await page.context().cookies()).toEqual([]);
});

test("D07 the cookie holds the handle and nothing else, and the conversation goes on", async ({
  page,
  shop,
  site,
  parlance,
}) => {
  await page.goto(shop);
  await openBox(page);
  const replies: { conversation: string }[] = [];
  page.on("response", async (response) => {
    if (response.url().includes("/talk?")) replies.push(await response.json());
  });
  await type(page, "How do I publish my changes?");
  await expect.poll(() => replies.length).toBe(1);
  const cookies = await page.context().cookies();
  expect(cookies.map(({ name, value }) => [name, value])).toEqual([
    [`parlance-${parlance.bot.slice(0, 8)}`, replies[0].conversation],
  ]);
  expect(cookies[0].expires * 1000).toBeLessThan(Date.now() + 31 * 60_000);

  await page.goto(site.put("/other", { body: snippet(parlance) }));
  await expect(log(page)).toContainText("How do I publish my changes?");
  await type(page, "What are utterances?");
  await expect.poll(() => replies.length).toBe(2);
  expect(replies[1].conversation).toBe(replies[0].conversation);
});

test("D07 with cookies and storage blocked everything else works", async ({ page, shop }) => {
  await page.addInitScript(() => {
    for (const name of ["sessionStorage", "localStorage"]) {
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException("blocked", "SecurityError");
        },
      });
    }
    Object.defineProperty(Document.prototype, "cookie", {
      get() {
        throw new DOMException("blocked", "SecurityError");
      },
      set() {
        throw new DOMException("blocked", "SecurityError");
      },
    });
  });
  await page.goto(shop);
  await openBox(page);
  await type(page, "How do I publish my changes?");
  await expect(log(page)).toContainText("Publish");
  await type(page, "What are utterances?");
  await expect(log(page)).toContainText("utterance");
  expect(await page.context().cookies()).toEqual([]);
});

test("D08 the box speaks HTTPS, whatever the page speaks", async ({ page, parlance }) => {
  const asked: string[] = [];
  const script = await (await fetch(`${parlance.url}/widget.js`)).text();
  await page.route(/\.example\//, (route) => {
    const url = route.request().url();
    asked.push(url);
    if (url.endsWith("/widget.js")) return route.fulfill({ contentType: "text/javascript", body: script });
    if (url.includes("/api/")) return route.fulfill({ status: 503 });
    const tag = `<script src="http://bot.example/widget.js" data-bot="${parlance.bot}"></script>`;
    return route.fulfill({ contentType: "text/html", body: `<!DOCTYPE html><body>${tag}` });
  });
  await page.goto("http://customer.example/");
  await expect.poll(() => asked.filter((url) => url.includes("/api/v1/")).length).toBeGreaterThan(0);
  for (const url of asked.filter((url) => url.includes("/api/v1/"))) {
    expect(url).toMatch(/^https:\/\/bot\.example\//);
  }
});

test("D09 a question is one GET request, and a retry is the same turn", async ({ page, shop }) => {
  const asked: URL[] = [];
  await page.route(/\/talk\?/, async (route) => {
    expect(route.request().method()).toBe("GET");
    asked.push(new URL(route.request().url()));
    if (asked.length === 2) return route.abort();
    return route.continue();
  });
  await page.goto(shop);
  await openBox(page);
  await type(page, "What is Parlance?");
  await expect(log(page)).toContainText("chatbot");
  expect(asked.length).toBe(1);
  await type(page, "How do I publish my changes?");
  await expect.poll(() => asked.length).toBe(3);
  expect(asked[2].searchParams.get("turn")).toBe(asked[1].searchParams.get("turn"));
  await expect(log(page)).toContainText("Publish");
});

test("D11 a question too long is refused before it is sent, and stays", async ({ page, shop }) => {
  let n_asked = 0;
  page.on("request", (request) => {
    if (request.url().includes("/talk?")) n_asked++;
  });
  await page.goto(shop);
  await openBox(page);
  const field = page.getByRole("textbox", { name: "Ask a question" });
  await type(page, "👍".repeat(501));
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await expect(field).toHaveAccessibleDescription(/at most 500 characters/);
  await expect(field).toHaveValue("👍".repeat(501));
  expect(n_asked).toBe(0);
  await field.fill("👍".repeat(500));
  await expect(field).toHaveAttribute("aria-invalid", "false");
  await page.keyboard.press("Enter");
  await expect(log(page)).toContainText("Sorry");
  expect(n_asked).toBe(1);
});

test("a strict policy and trusted types on the page are survived", async ({
  page,
  site,
  parlance,
}) => {
  const policy =
    `default-src 'none'; script-src ${parlance.url}; connect-src ${parlance.url}; ` +
    "img-src data:; require-trusted-types-for 'script'; trusted-types parlance";
  const address = site.put("/strict", {
    body: snippet(parlance),
    headers: { "Content-Security-Policy": policy },
  });
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  await page.goto(address);
  await openBox(page);
  await type(page, "How do I publish my changes?");
  await expect(log(page).locator("strong, p, ol").first()).toBeVisible();
  await expect(panel(page)).toHaveCSS("position", "fixed");
  expect(complaints).toEqual([]);
});

test("the page's own scripts open it, ask, listen, and take it away", async ({
  page,
  site,
  parlance,
}) => {
  const head = `<script>
    window.heard = [];
    (window.parlance ||= []).push((box) => {
      for (const name of ["open", "answer", "fallback"]) {
        box.on(name, (detail) => heard.push([name, detail?.kind]));
      }
      box.set({ first_name: "Ada", __proto__: { polluted: "yes" } });
    });
  </script>`;
  await page.goto(site.put("/scripted", { head, body: snippet(parlance) }));
  await expect(launcher(page)).toBeVisible();
  const reply = await page.evaluate(() => (window as any).parlance.ask("What is Parlance?"));
  expect(reply.kind).toBe("answer");
  await expect(page.getByRole("button", { name: /1 unread/ })).toBeVisible();
  await page.evaluate(() => (window as any).parlance.open());
  await expect(panel(page)).toBeVisible();
  await page.evaluate(() => (window as any).parlance.ask("zzzz qqqq xxxx"));
  expect(await page.evaluate(() => (window as any).heard)).toEqual([
    ["answer", "answer"],
    ["open", undefined],
    ["fallback", "fallback"],
  ]);
  expect(await page.evaluate(() => ({} as any).polluted)).toBeUndefined();
  await page.evaluate(() => (window as any).parlance.destroy());
  await expect(page.locator("parlance-box")).toHaveCount(0);
  expect(await page.evaluate(() => "parlance" in window)).toBe(false);
});

test("an application that takes its page apart takes the box with it", async ({
  page,
  shop,
  parlance,
}) => {
  await page.goto(shop);
  await expect(launcher(page)).toBeVisible();
  await page.evaluate(() => document.body.replaceChildren());
  await expect.poll(() => page.evaluate(() => "parlance" in window)).toBe(false);
  await page.evaluate(
    ([src, bot]) => {
      const script = document.createElement("script");
      script.src = src;
      script.dataset.bot = bot;
      document.body.append(script);
    },
    [`${parlance.url}/widget.js`, parlance.bot],
  );
  await expect(launcher(page)).toBeVisible();
});

test("a second tag on a page is refused with a word to the developer", async ({
  page,
  site,
  parlance,
}) => {
  const warnings: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "warning") warnings.push(message.text());
  });
  await page.goto(site.put("/twice", { body: snippet(parlance) + snippet(parlance) }));
  await expect(launcher(page)).toHaveCount(1);
  await expect.poll(() => warnings.join("\n")).toContain("here already");
});

test("a thumb with a comment reaches the team", async ({ owner, shop, parlance }) => {
  const question = `How do I export my knowledge? ${word()}`;
  await owner.goto(shop);
  await openBox(owner);
  await type(owner, question);
  await owner.getByRole("button", { name: "Not helpful" }).click();
  await owner.getByRole("textbox", { name: "What was missing?" }).fill("the format");
  await panel(owner).getByRole("button", { name: "Send" }).first().click();
  await expect(panel(owner)).toContainText("Thank you.");
  await owner.goto(parlance.url + (await findConversation(owner, parlance.bot, question)));
  await expect(owner.getByText("Rated not helpful")).toBeVisible();
});

test("an error of ours is told to the team without a word of the visitor", async ({
  page,
  shop,
}) => {
  const reports: string[] = [];
  await page.route(/\/errors$/, (route) => {
    reports.push(route.request().postData() ?? "");
    return route.fulfill({ status: 204, headers: { "Access-Control-Allow-Origin": "*" } });
  });
  await page.goto(shop);
  await openBox(page);
  await page.evaluate(() => {
    const real = Element.prototype.replaceChildren;
    Element.prototype.replaceChildren = function (...nodes) {
      if (this.className === "now") throw new TypeError(`cannot draw "my secret question"`);
      return real.apply(this, nodes);
    };
  });
  await type(page, "my secret question");
  await expect.poll(() => reports.length).toBeGreaterThan(0);
  expect(JSON.parse(reports[0]).message).toContain("cannot draw");
  expect(reports.join()).not.toContain("secret");
  expect(reports.length).toBeLessThanOrEqual(5);
});

for (const [locale, title, question, answer] of [
  ["en-GB", "Fernway Ceramics: guides for the shop’s team", "Can I undo a publish?", "version"],
  ["fr-FR", "Céramiques Fernway : les guides de l’équipe", "Puis-je annuler une publication ?", "version"],
] as const) {
  test.describe(`in ${locale}`, () => {
    test.use({ locale });

    test("the demo is a customer's page with the box on it", async ({ page, parlance }) => {
      await page.goto(`${parlance.url}/demo`);
      await expect(page).toHaveTitle(title);
      await page.locator("parlance-box").getByRole("button").click();
      await panel(page).getByRole("textbox").fill(question);
      await page.keyboard.press("Enter");
      await expect(log(page)).toContainText(answer);
    });
  });
}
