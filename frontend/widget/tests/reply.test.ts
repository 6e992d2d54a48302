import assert from "node:assert/strict";
import { test } from "node:test";
import { asReply } from "../src/reply";

const REPLY = {
  conversation: "AaIBteBNdf6VM4n6mtwW2lwYyPsGFCrn8gv6J5JBwvI",
  turn: "01a201b5-e04d-75fe-9533-89fb7751d151",
  kind: "answer",
  understood: true,
  confidence: 0.9968,
  article: null,
  server: "primary",
  messages: [{ type: "html", html: "<p>From 9 to 5.</p>" }],
};

test("the API's reply is taken as it is", () => {
  assert.deepEqual(asReply(REPLY), REPLY);
});

test("what is no reply is none", () => {
  const hostile: unknown[] = [
    null,
    undefined,
    0,
    "",
    "<html>",
    [],
    {},
    [REPLY],
    { ...REPLY, conversation: undefined },
    { ...REPLY, conversation: "short" },
    { ...REPLY, conversation: `${REPLY.conversation}; Domain=evil` },
    { ...REPLY, conversation: "x".repeat(1_000) },
    { ...REPLY, conversation: { toString: () => REPLY.conversation } },
    { ...REPLY, turn: 7 },
    { ...REPLY, kind: null },
    { ...REPLY, messages: "html" },
    { ...REPLY, messages: { 0: { type: "html", html: "" }, length: 1 } },
    JSON.parse('{"__proto__": {"kind": "answer"}, "messages": []}'),
  ];
  for (const value of hostile) {
    assert.equal(asReply(value), undefined, JSON.stringify(value));
  }
});

test("messages that are unknown or not as their type should be are passed over", () => {
  const choices = [{ label: "a", choice: "1" }];
  const good = [
    { type: "html", html: "" },
    { type: "choices", choices },
    { type: "link", label: "a", url: "https://a.example" },
    { type: "image", url: "https://a.example/a.png", alt: "" },
  ];
  const bad = [
    null,
    1,
    "html",
    [],
    { type: "hologram" },
    { type: "__proto__" },
    { type: "constructor" },
    { type: ["html"], html: "" },
    { type: "html" },
    { type: "html", html: 1 },
    { type: "html", html: ["<p>"] },
    { type: "choices" },
    { type: "choices", choices: "a" },
    { type: "choices", choices: [...choices, { label: "b" }] },
    { type: "choices", choices: [null] },
    { type: "link", label: "a" },
    { type: "image", url: null, alt: "" },
  ];
  const messages = [...bad, ...good, ...bad];
  assert.deepEqual(asReply({ ...REPLY, messages })?.messages, good);
});
