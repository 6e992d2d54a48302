import assert from "node:assert/strict";
import { test } from "node:test";
import { cleaned, count } from "../src/text";

test("D11 a question is counted in Unicode scalar values", () => {
  const counts: [string, number][] = [
    ["", 0],
    ["abc", 3],
    ["é", 1],
    ["e\u0301", 2],
    ["😀", 1],
    ["👩‍👩‍👧", 5],
    ["\ud83d", 1],
    ["\ude00\ud83d", 2],
    ["a\ud83db", 3],
    ["\u{10ffff}".repeat(500), 500],
  ];
  for (const [text, expected] of counts) {
    assert.equal(count(text), expected, JSON.stringify(text));
  }
});

test("D11 a question is trimmed as the server trims it", () => {
  const spaces =
    "\t\n\v\f\r \u0085\u00a0\u1680\u2000\u200a\u2028\u2029\u202f\u205f\u3000";
  assert.equal(cleaned(`${spaces}a b${spaces}`), "a b");
  assert.equal(cleaned(spaces), "");
  // No White_Space: a byte order mark, a zero-width space.
  assert.equal(cleaned("\ufeffa\u200b"), "\ufeffa\u200b");
});

test("control characters, which the server refuses, are not sent", () => {
  assert.equal(cleaned("a\u0000\u001b\u007f\u009fb\nc\td\re"), "ab\nc\td\re");
});

test("a paste of a million spaces does not stop the page", () => {
  const before = Date.now();
  assert.equal(count(cleaned(`a${" ".repeat(1_000_000)}b`)), 1_000_002);
  assert.ok(Date.now() - before < 2_000);
});
