import assert from "node:assert/strict";
import { test } from "node:test";
import { address, asLocale, readTag } from "../src/tag";

const BOT = "3f2b8c1e-9d4a-4c6b-8e2f-1a2b3c4d5e6f";
const PAGE = "http://shop.example/cart";

function read(src: string, dataset: Record<string, string>, page = PAGE) {
  return readTag({ src, dataset }, page, ["", "fr-CA"]);
}

test("D08 the server is spoken to by HTTPS, whatever the script's address says", () => {
  const rows: [string, boolean, string | undefined][] = [
    ["https://bot.example/x", false, "https://bot.example/x"],
    ["http://bot.example/x", false, "https://bot.example/x"],
    ["http://bot.example:8080/x", false, "https://bot.example:8080/x"],
    ["http://localhost.example/x", false, "https://localhost.example/x"],
    ["http://127.0.0.1.example/x", false, "https://127.0.0.1.example/x"],
    ["http://bot.example/x", true, "http://bot.example/x"],
    ["https://bot.example/x", true, "https://bot.example/x"],
    ["ftp://bot.example/x", true, undefined],
    ["javascript:alert(1)", true, undefined],
    ["", false, undefined],
  ];
  for (const [path, isInsecureAllowed, expected] of rows) {
    assert.equal(
      address(path, "about:blank", isInsecureAllowed),
      expected,
      path,
    );
  }
});

test("D08 loopback may be plain HTTP", () => {
  for (const host of ["localhost:3000", "127.0.0.1:3000", "[::1]:3000"]) {
    const url = `http://${host}/x`;
    assert.equal(address(url, "about:blank", false), url);
  }
});

test("D08 data-insecure allows plain HTTP, and only then", () => {
  const src = "http://bot.example/widget.js";
  const api = `bot.example/api/v1/bots/${BOT}`;
  assert.equal(read(src, { bot: BOT })?.api, `https://${api}`);
  assert.equal(read(src, { bot: BOT, insecure: "" })?.api, `http://${api}`);
});

test("D05 the tag knows the bot's id, and all else is optional", () => {
  assert.deepEqual(read("https://bot.example/widget.js?v=1", { bot: BOT }), {
    api: `https://bot.example/api/v1/bots/${BOT}`,
    key: "parlance-3f2b8c1e",
    locale: "fr-CA",
    settings: undefined,
  });
  for (const bot of ["", "x", `${BOT}0`, `../${BOT.slice(3)}`, `${BOT}/..`]) {
    assert.equal(
      read("https://bot.example/widget.js", { bot }),
      undefined,
      bot,
    );
  }
});

test("a preview says where to talk, by the same rule", () => {
  const tag = { bot: BOT, api: "/preview/api" };
  const src = "https://bot.example/widget.js";
  assert.equal(read(src, tag)?.api, "https://shop.example/preview/api");
  assert.equal(
    read(src, tag, "http://localhost:3000/bots")?.api,
    "http://localhost:3000/preview/api",
  );
});

test("a locale is what the API takes, or none", () => {
  const rows: [string | undefined, string | undefined][] = [
    ["fr", "fr"],
    [" pt_BR ", "pt-BR"],
    ["zh-Hant-TW", "zh-Hant"],
    ["english", undefined],
    ["e", undefined],
    ["", undefined],
    [undefined, undefined],
    ["fr&admin=1", "fr"],
  ];
  for (const [text, expected] of rows)
    assert.equal(asLocale(text), expected, text);
});
