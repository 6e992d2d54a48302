import assert from "node:assert/strict";
import { test } from "node:test";
import {
  cookie,
  handleIn,
  keep,
  keepHandle,
  read,
  recall,
  recallHandle,
  written,
} from "../src/memory";

const HANDLE = "AaIBteBNdf6VM4n6mtwW2lwYyPsGFCrn8gv6J5JBwvI";
const KEY = "parlance-3f2b8c1e";
const REPLY = {
  conversation: HANDLE,
  turn: "01a201b5-e04d-75fe-9533-89fb7751d151",
  kind: "answer",
  messages: [{ type: "html" as const, html: "<p>a</p>" }],
};

test("D07 the cookie holds the handle alone, for half an hour", () => {
  assert.equal(
    cookie(KEY, HANDLE, true),
    `${KEY}=${HANDLE}; Max-Age=1800; Path=/; SameSite=Lax; Secure`,
  );
  assert.equal(
    cookie(KEY, HANDLE, false),
    `${KEY}=${HANDLE}; Max-Age=1800; Path=/; SameSite=Lax`,
  );
  assert.match(
    cookie(KEY, "", true),
    /^parlance-3f2b8c1e=; Max-Age=0; Path=\//,
  );
});

test("a handle is found among a page's own cookies, and nothing else is taken for one", () => {
  assert.equal(handleIn(`a=1; ${KEY}=${HANDLE}; b=2`, KEY), HANDLE);
  assert.equal(handleIn(`x${KEY}=${HANDLE}`, KEY), "");
  assert.equal(handleIn(`${KEY}=<script>alert(1)</script>`, KEY), "");
  assert.equal(handleIn(`${KEY}=`, KEY), "");
  assert.equal(handleIn("", KEY), "");
});

test("D07 where cookies and storage throw, nothing does", () => {
  // Neither is there at all in Node: reading each of them throws.
  assert.equal(recallHandle(KEY), "");
  assert.deepEqual(recall(KEY), { isOpen: false, entries: [] });
  Object.assign(globalThis, { location: { protocol: "https:" } });
  keepHandle(KEY, HANDLE);
  keep(KEY, { isOpen: true, entries: [] });
});

test("a transcript comes back as it was", () => {
  const entries = [{ text: "hours?" }, { ...REPLY, rating: "up" }];
  const transcript = { isOpen: true, entries };
  assert.deepEqual(read(written(transcript)), transcript);
});

test("a transcript is bounded: the newest fifty, and a hundred thousand characters", () => {
  const many = Array.from({ length: 60 }, (_, at) => ({ text: String(at) }));
  const kept = read(written({ isOpen: false, entries: many })).entries;
  assert.deepEqual(kept, many.slice(10));
  const long = many.map(({ text }) => ({ text: text.padEnd(5_000) }));
  const text = written({ isOpen: false, entries: long });
  assert.ok(text.length <= 100_000);
  assert.deepEqual(read(text).entries.at(-1), long.at(-1));
  const huge = written({
    isOpen: false,
    entries: [{ text: "x".repeat(200_000) }],
  });
  assert.deepEqual(read(huge).entries, []);
});

test("what others wrote into the storage is not taken as it is", () => {
  const nothing = { isOpen: false, entries: [] };
  for (const text of ["", "null", "[]", "{", "1", '{"entries": {}}']) {
    assert.deepEqual(read(text), nothing, text);
  }
  const entries = [
    null,
    1,
    "a",
    [],
    {},
    { text: 1 },
    { ...REPLY, messages: 1 },
    REPLY,
  ];
  assert.deepEqual(read(JSON.stringify({ entries })).entries, [REPLY]);
});
