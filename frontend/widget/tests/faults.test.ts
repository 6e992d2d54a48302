import assert from "node:assert/strict";
import { test } from "node:test";
import { type Fault, asFault, newReporter, redact } from "../src/faults";

test("what a message quotes is left out", () => {
  const rows: [string, string][] = [
    ["x is undefined", "x is undefined"],
    ["Can't find variable: x", "Can't find variable: x"],
    ["Can't read 'my secret' of it's kind", "Can't read …"],
    [
      `Unexpected token 'm', "my secret" is not valid JSON`,
      "Unexpected token …",
    ],
    ["bad `my secret", "bad …"],
    ["bad “my\nsecret”", "bad …"],
    ["bad «my secret» ", "bad …"],
  ];
  for (const [text, expected] of rows) {
    assert.equal(redact(text), expected);
    assert.doesNotMatch(redact(text), /secret/);
  }
});

function fault(message: string, stack: string): Fault {
  return asFault(Object.assign(new TypeError(message), { stack }));
}

test("a fault tells where it was, in each browser's way, and no visitor's words", () => {
  const place = "https://bot.example/widget.js";
  const message = 'bad "my\nsecret:1:2" thing';
  const stacks = [
    `TypeError: ${message}\n    at f (${place}?token=1:3:44)\n    at ${place}:9:1`,
    `f@${place}?token=1:3:44\n@${place}:9:1`,
  ];
  for (const stack of stacks) {
    const told = fault(message, stack);
    assert.equal(told.message, "TypeError: bad …");
    assert.equal(told.source, place);
    assert.equal(told.line, 3);
    assert.equal(told.stack.split("\n").length, 2);
    assert.doesNotMatch(JSON.stringify(told), /secret|token/);
  }
});

test("a thrown text is a visitor's words, perhaps, and stays here", () => {
  assert.doesNotMatch(JSON.stringify(asFault("my secret")), /my secret/);
  assert.equal(asFault(undefined).message, "Error: undefined");
});

test("each fault is told once, and five a page load", () => {
  const told: Fault[] = [];
  const report = newReporter((fault) => told.push(fault));
  for (const message of ["a", "a", "b", "c", "a", "d", "e", "f", "g"]) {
    report(new Error(message));
  }
  assert.deepEqual(
    told.map(({ message }) => message.slice(-1)),
    ["a", "b", "c", "d", "e"],
  );
});
