import assert from "node:assert/strict";
import { test } from "node:test";
import { direction, say, use } from "../src/settings";

test("sentences are the server's, with their values filled in", () => {
  const texts = { too_long: "At most {max}.", odd: "{max} {other}", n: 1 };
  assert.equal(use({ texts }), true);
  assert.equal(say("too_long", { max: 500 }), "At most 500.");
  assert.equal(say("odd", { max: 0 }), "0 {other}");
  assert.equal(say("n"), "1");
  assert.equal(say("missing"), "");
});

test("what is no settings is refused", () => {
  for (const given of [null, 1, "a", {}, { texts: null }]) {
    assert.equal(use(given), false);
  }
});

test("the direction is the language's", () => {
  const rows: [string, string][] = [
    ["ar", "rtl"],
    ["fa-IR", "rtl"],
    ["he", "rtl"],
    ["ur-PK", "rtl"],
    ["fr", "ltr"],
    ["art", "ltr"],
  ];
  for (const [locale, expected] of rows)
    assert.equal(direction(locale), expected);
});
