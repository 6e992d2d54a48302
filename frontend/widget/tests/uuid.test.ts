import assert from "node:assert/strict";
import { test } from "node:test";
import { uuidV7 } from "../src/uuid";

const SHAPE =
  /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

test("a turn's id is a UUID of version 7", () => {
  const id = uuidV7(0x01a201b5e04d);
  assert.match(id, SHAPE);
  assert.equal(id.slice(0, 13), "01a201b5-e04d");
});

test("later ids are greater, in the same millisecond and when the clock steps back", () => {
  const now = Date.now() + 60_000;
  const ids = [now, now, now - 5_000, now].map((time) => uuidV7(time));
  ids.push(...Array.from({ length: 1_000 }, () => uuidV7()));
  assert.deepEqual([...ids].sort(), ids);
  assert.equal(new Set(ids).size, ids.length);
  for (const id of ids) assert.match(id, SHAPE);
});
