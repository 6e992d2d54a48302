import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, launcher, log, openBox, panel, test, type } from "./site";

/** Answers the next questions so, and counts them. */
async function answerWith(page: Page, answers: { status: number; headers?: object; body?: string }[]) {
  const asked: string[] = [];
  await page.route(/\/talk\?/, (route) => {
    asked.push(route.request().url());
    const answer = answers[Math.min(asked.length, answers.length) - 1];
    const headers = {
      "Access-Control-Allow-Origin": "*",
      "Access-Control-Expose-Headers": "retry-after",
      ...answer.headers,
    };
    return route.fulfill({ contentType: "application/json", ...answer, headers });
  });
  return asked;
}

function reply(html: string): string {
  return JSON.stringify({
    conversation: "A".repeat(43),
    turn: "01912d68-783e-7a03-8467-5661c1243ad4",
    kind: "answer",
    understood: true,
    confidence: 0.9,
    article: null,
    server: "primary",
    messages: [{ type: "html", html }],
  });
}

test("a box that was open is drawn open on the next page, its field whole", async ({ page, shop }) => {
  await page.goto(shop);
  await openBox(page);
  const field = page.getByRole("textbox", { name: "Ask a question" });
  const height = (await field.boundingBox())!.height;
  await page.reload();
  await expect(field).toBeVisible();
  expect((await field.boundingBox())!.height).toBe(height);
});

test("a choice that is offered can be pressed, once", async ({ page, shop }) => {
  const choice = "01912d68-783e-7a03-8467-5661c1243ad4";
  const asksBack = JSON.parse(reply("<p>Do you mean one of these?</p>"));
  asksBack.kind = "clarification";
  asksBack.messages.push({ type: "choices", choices: [{ label: "Opening hours", choice }] });
  const asked = await answerWith(page, [
    { status: 200, body: JSON.stringify(asksBack) },
    { status: 200, body: reply("<p>From 9 to 5.</p>") },
  ]);
  await page.goto(shop);
  await openBox(page);
  await type(page, "hours");
  await log(page).getByRole("button", { name: "Opening hours" }).click();
  await expect(log(page)).toContainText("From 9 to 5.");
  const sent = new URL(asked[1]).searchParams;
  expect([sent.get("choice"), sent.get("question")]).toEqual([choice, null]);
  await expect(log(page).getByRole("button", { name: "Opening hours" })).toBeDisabled();
});

test("all that a first answer needs weighs 10 kB or less on its way", async ({ page, shop }) => {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  const urls = new Map<string, string>();
  let weight = 0;
  session.on("Network.responseReceived", ({ requestId, response }) =>
    urls.set(requestId, response.url),
  );
  session.on("Network.dataReceived", ({ requestId, encodedDataLength }) => {
    if (!urls.get(requestId)?.startsWith(new URL(shop).origin)) weight += encodedDataLength;
  });
  await page.goto(shop);
  await openBox(page);
  await type(page, "What are utterances?");
  await expect(page.getByRole("button", { name: "Not helpful" })).toBeVisible();
  expect(weight).toBeGreaterThan(5_000);
  expect(weight).toBeLessThanOrEqual(10_240);
});

test("too often: the wait is told, and the question goes out by itself", async ({ page, shop }) => {
  const asked = await answerWith(page, [
    { status: 429, headers: { "Retry-After": "2" }, body: "{}" },
    { status: 200, body: reply("<p>At last.</p>") },
  ]);
  await page.goto(shop);
  await openBox(page);
  await type(page, "one more");
  await expect(panel(page)).toContainText(/Yours is sent in \d s/);
  await expect(log(page)).toContainText("At last.");
  expect(asked.length).toBe(2);
});

test("a server that fails is tried twice, then the visitor may", async ({ page, shop }) => {
  const asked = await answerWith(page, [
    { status: 503 },
    { status: 503 },
    { status: 200, body: reply("<p>Back again.</p>") },
  ]);
  await page.goto(shop);
  await openBox(page);
  await type(page, "are you there");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(log(page)).toContainText("Back again.");
  const turns = asked.map((url) => new URL(url).searchParams.get("turn"));
  expect(new Set(turns).size).toBe(1);
});

test("offline: it says so, and asks once there is a network again", async ({ page, shop }) => {
  await page.goto(shop);
  await openBox(page);
  await page.context().setOffline(true);
  await type(page, "What is Parlance?");
  await expect(panel(page)).toContainText("You are offline.");
  await page.context().setOffline(false);
  await expect(log(page)).toContainText("chatbot");
});

test("a slow server is waited for with a word", async ({ page, shop }) => {
  await page.route(/\/talk\?/, async (route) => {
    await new Promise((later) => setTimeout(later, 4_000));
    return route.continue();
  });
  await page.goto(shop);
  await openBox(page);
  await type(page, "What is Parlance?");
  await expect(log(page)).toContainText("longer than usual");
  await expect(log(page)).toContainText("chatbot");
});

test("a page that may not ask, and a bot that is gone, are told apart", async ({ page, shop }) => {
  await answerWith(page, [{ status: 403 }, { status: 404 }]);
  await page.goto(shop);
  await openBox(page);
  await type(page, "hello");
  await expect(panel(page)).toContainText("can’t be asked from this page");
  await type(page, "hello");
  await expect(panel(page)).toContainText("Nobody answers here");
});

test("by keyboard alone: open, ask, press what is offered, close", async ({ page, shop }) => {
  await page.goto(shop);
  await expect(launcher(page)).toBeVisible();
  for (let n = 0; n < 5 && !(await launcher(page).evaluate(isFocused)); n++) {
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Enter");
  await expect(page.getByRole("textbox", { name: "Ask a question" })).toBeFocused();
  await page.keyboard.type("What is Parlance?");
  await page.keyboard.press("Enter");
  await expect(log(page)).toContainText("chatbot");
  await page.keyboard.press("Escape");
  await expect(panel(page)).toBeHidden();
  await expect(launcher(page)).toBeFocused();
});

function isFocused(element: Element): boolean {
  return (element.getRootNode() as ShadowRoot).activeElement === element;
}

test("an answer is said once, and a restored transcript not at all", async ({ page, shop }) => {
  await page.goto(shop);
  await openBox(page);
  await type(page, "What is Parlance?");
  const live = panel(page).getByRole("status");
  await expect(live).toContainText("chatbot");
  await page.reload();
  await expect(log(page)).toContainText("chatbot");
  await expect(live).not.toContainText("chatbot");
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing, closed and open, ${colorScheme}`, async ({ page, shop }) => {
    // Colours are judged when nothing moves any more.
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.goto(shop);
    await expect(launcher(page)).toBeVisible();
    const check = async () => {
      const { violations } = await new AxeBuilder({ page }).include("parlance-box").analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    };
    await check();
    await openBox(page);
    await check();
    await type(page, "How do I add or change an article?");
    await expect(page.getByRole("button", { name: "Not helpful" })).toBeVisible();
    await page.getByRole("button", { name: "Not helpful" }).click();
    await check();
    await type(page, "x".repeat(600));
    await check();
  });
}

test("on a phone it takes the whole screen, keeps the focus, and scrolls nothing sideways", async ({
  page,
  shop,
}) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto(shop);
  await openBox(page);
  const box = (await panel(page).boundingBox())!;
  expect([box.x, box.width]).toEqual([0, 320]);
  expect(box.height).toBeGreaterThan(600);
  await expect(panel(page)).toHaveAttribute("aria-modal", "true");
  for (let n = 0; n < 12; n++) {
    await page.keyboard.press("Tab");
    const where = await page.evaluate(() => document.activeElement?.localName);
    expect(where).toBe("parlance-box");
  }
  await type(page, "Which file formats and columns can I import?");
  await expect(page.getByRole("button", { name: "Not helpful" })).toBeVisible();
  const isWide = await log(page).evaluate((log) => log.scrollWidth > log.clientWidth);
  expect(isWide).toBe(false);
  await page.getByRole("button", { name: "Close the dialog box" }).first().click();
  await expect(panel(page)).toBeHidden();
});

/** Openings, events and endings that have run scripts in other chat boxes, in all combinations. */
function payloads(): string[] {
  const act = "window.hit=1";
  const events = ["onerror", "onload", "onclick", "onfocus", "onmouseover", "ontoggle", "onbegin"];
  const elements = ["img src=x", "svg", "body", "video src=x", "details open", "input autofocus", "iframe", "math", "object data=x", "audio src=x", "marquee", "style", "table background=x", "p", "a href=x", "svg><animate"];
  const wraps = [(html: string) => html, (html: string) => `<p>${html}</p>`, (html: string) => `"><${html.slice(1)}`, (html: string) => `</textarea>${html}`, (html: string) => `<!--><${html.slice(1)}`, (html: string) => `<noscript>${html}</noscript>`, (html: string) => `<template>${html}</template>`, (html: string) => `<math><mtext><style>${html}</style></mtext></math>`, (html: string) => `<svg><title>${html}</title></svg>`, (html: string) => `<select>${html}</select>`];
  const schemes = ["javascript:", "JaVaScRiPt:", "java\tscript:", "&#106;avascript:", " javascript:", "data:text/html,<script>", "vbscript:", "blob:", "//x/"];
  const made = elements.flatMap((element) =>
    events.flatMap((event) =>
      wraps.map((wrap) => wrap(`<${element} ${event}=${act}>`)),
    ),
  );
  const links = schemes.flatMap((scheme) =>
    ["a href", "iframe src", "form action", "img src", "object data", "embed src", "base href", "area href", "button formaction", "svg><a xlink:href", "math href", "link rel=import href"].flatMap((sink) =>
      wraps.map((wrap) => wrap(`<${sink}="${scheme}${act}">x`)),
    ),
  );
  const scripts = wraps.map((wrap) => wrap(`<script>${act}</script>`));
  return [...made, ...links, ...scripts];
}

/** Elements and attributes of the whole box that could run something. */
function oddities(page: Page): Promise<string[]> {
  return page.locator("parlance-box").evaluate((host) => {
    const all = [...host.shadowRoot!.querySelectorAll("*")];
    const odd = all.filter((element) =>
      [...element.attributes].some(
        ({ name, value }) => /^on/i.test(name) || /^\s*(javascript|data|vbscript|blob):/i.test(value),
      ),
    );
    const elements = all.filter(({ localName }) =>
      /^(script|iframe|object|embed|form|base|style|link|animate|template)$/.test(localName),
    );
    return [...odd, ...elements].map(({ outerHTML }) => outerHTML.slice(0, 200));
  });
}

test("no script runs, whatever an answer, a question, a title or a setting holds", async ({
  page,
  shop,
}) => {
  test.setTimeout(180_000);
  const all = payloads();
  expect(all.length).toBeGreaterThan(2_000);
  let turn = 0;
  // The box draws twenty messages of a reply.
  const size = 17;
  await page.route(/\/widget\?/, async (route) => {
    const answer = await route.fetch();
    const settings = await answer.json();
    for (const name of Object.keys(settings.texts)) settings.texts[name] += all[name.length];
    settings.texts.open = "Open the dialog box";
    settings.texts.placeholder = "Ask a question";
    settings.suggestions = all.slice(0, 6);
    settings.avatar = `"><script>window.hit=1</script>`;
    settings.colour = `red;}</style><script>window.hit=1</script>`;
    return route.fulfill({ response: answer, json: settings });
  });
  await page.route(/\/talk\?/, (route) => {
    const batch = all.slice(turn * size, (turn + 1) * size);
    turn += 1;
    const body = JSON.parse(reply(""));
    // One message a payload: an opening that is never closed hides none of the others.
    body.messages = batch.map((html) => ({ type: "html", html }));
    body.messages.push(
      { type: "choices", choices: [{ label: all[turn], choice: all[turn + 1] }] },
      { type: "link", label: all[turn], url: "javascript:window.hit=1" },
      { type: "image", url: "javascript:window.hit=1", alt: all[turn] },
    );
    return route.fulfill({
      contentType: "application/json",
      headers: { "Access-Control-Allow-Origin": "*" },
      body: JSON.stringify(body),
    });
  });
  await page.goto(shop);
  await page.evaluate(() => (document.title = "<img src=x onerror=window.hit=1>"));
  await openBox(page);
  for (let n = 0; n * size < all.length; n++) {
    await page.evaluate((text) => (window as any).parlance.ask(text), all[n].slice(0, 400));
  }
  expect(await oddities(page)).toEqual([]);
  expect(await page.evaluate(() => (window as any).hit)).toBeUndefined();
  for (const link of await log(page).getByRole("link").all()) {
    expect(await link.getAttribute("href")).toMatch(/^(https?:|mailto:|tel:)/);
  }
  await page.reload();
  await expect(log(page)).toBeVisible();
  expect(await page.evaluate(() => (window as any).hit)).toBeUndefined();
});
