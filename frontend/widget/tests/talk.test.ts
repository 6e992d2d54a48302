import assert from "node:assert/strict";
import { test } from "node:test";
import { type Question, type World, talk } from "../src/talk";

const REPLY = {
  conversation: "AaIBteBNdf6VM4n6mtwW2lwYyPsGFCrn8gv6J5JBwvI",
  turn: "turn-1",
  kind: "answer",
  messages: [],
};
const API = "https://bot.example/api/v1/bots/b";

type Step = Response | "broken" | "silent";

const json = (body: unknown, status = 200, headers = {}): Response =>
  new Response(JSON.stringify(body), { status, headers });
const ok = (): Response => json(REPLY);

/** A world whose clock jumps to the next timer as soon as all else waits. */
function worldOf(steps: Step[]) {
  let now = 1_000_000;
  let newTurns = 0;
  const timers: { at: number; run: () => void }[] = [];
  const asked: { url: URL; init: RequestInit; at: number }[] = [];
  const shown: string[] = [];
  const started = now;
  const world: World & { isUp: boolean } = {
    isUp: true,
    fetch(url, init) {
      asked.push({ url: new URL(url), init, at: now - started });
      const step = steps.shift() ?? "broken";
      if (step === "broken") return Promise.reject(new TypeError("network"));
      if (step !== "silent") return Promise.resolve(step);
      return new Promise((_, fail) => {
        const { signal } = init;
        signal!.addEventListener("abort", () => fail(signal!.reason));
      });
    },
    now: () => now,
    newTurn: () => `new-turn-${++newTurns}`,
    sleep: (ms) =>
      new Promise((done) => timers.push({ at: now + ms, run: done })),
    isOnline: () => world.isUp,
  };
  const settled = (): Promise<void> =>
    new Promise((done) => setTimeout(() => setTimeout(done)));
  const run = async (question: Question, stop = new AbortController()) => {
    let result: unknown;
    let isDone = false;
    const show = (progress: string, seconds?: number): void => {
      shown.push(seconds === undefined ? progress : `${progress} ${seconds}`);
    };
    talk(API, question, world, show, stop.signal).then((outcome) => {
      result = outcome;
      isDone = true;
    });
    for (await settled(); !isDone; await settled()) {
      timers.sort((one, other) => one.at - other.at);
      const next = timers.shift();
      assert.ok(next, "it waits for nothing");
      now = Math.max(now, next!.at);
      next!.run();
    }
    return result;
  };
  const turns = (): (string | null)[] =>
    asked.map(({ url }) => url.searchParams.get("turn"));
  return {
    world,
    asked,
    shown,
    run,
    turns,
    timers,
    elapsed: () => now - started,
  };
}

const question = { turn: "turn-1", question: "hours?", locale: "en" };

test("D09 a question is one GET request, without credentials", async () => {
  const { run, asked, shown } = worldOf([ok()]);
  assert.deepEqual(await run({ ...question, question: "a&b=c \ud83d" }), REPLY);
  assert.equal(asked.length, 1);
  const { url, init } = asked[0]!;
  assert.equal(init.method, undefined);
  assert.notEqual(init.credentials, "include");
  assert.equal(init.cache, "no-store");
  assert.equal(`${url.origin}${url.pathname}`, `${API}/talk`);
  assert.deepEqual(
    [...url.searchParams],
    [
      ["turn", "turn-1"],
      ["question", "a&b=c \ufffd"],
      ["locale", "en"],
      ["channel", "box"],
    ],
  );
  assert.deepEqual(shown, ["typing"]);
});

test("a failure is tried again once, a second later, with the same turn", async () => {
  const failures: (() => Step)[] = [
    () => "broken",
    () => json({}, 500),
    () => json({}, 503),
    () => new Response("<html>", { status: 200 }),
    () => json({ ...REPLY, conversation: 1 }),
    () => new Response(null, { status: 204 }),
  ];
  for (const failure of failures) {
    const good = worldOf([failure(), ok()]);
    assert.deepEqual(await good.run(question), REPLY);
    assert.deepEqual(good.turns(), ["turn-1", "turn-1"]);
    assert.equal(good.asked[1]!.at, 1_000);
    const bad = worldOf([failure(), failure(), ok()]);
    assert.equal(await bad.run(question), "unreachable");
    assert.equal(bad.asked.length, 2);
  }
});

test("a silent server is given eight seconds, and called slow after three", async () => {
  const { run, shown, elapsed, turns } = worldOf(["silent", "silent"]);
  assert.equal(await run(question), "unreachable");
  assert.deepEqual(shown, ["typing", "slow", "typing", "slow"]);
  assert.equal(elapsed(), 8_000 + 1_000 + 8_000);
  assert.deepEqual(turns(), ["turn-1", "turn-1"]);
});

test("an answer in time is not called slow afterwards", async () => {
  const { run, shown, timers } = worldOf([ok()]);
  await run(question);
  for (const { run: fire } of timers) fire();
  await Promise.resolve();
  assert.deepEqual(shown, ["typing"]);
});

test("refusals are final, and each has its name", async () => {
  const rows: [number, string][] = [
    [403, "not_here"],
    [404, "gone"],
    [413, "too_long"],
    [414, "too_long"],
    [422, "too_long"],
  ];
  for (const [status, failure] of rows) {
    const { run, asked } = worldOf([json({}, status), ok()]);
    assert.equal(await run(question), failure);
    assert.equal(asked.length, 1);
  }
});

test("D10 asked too often, it waits out Retry-After, counting down, then asks by itself", async () => {
  const often = json({}, 429, { "Retry-After": "3" });
  const { run, shown, asked, turns } = worldOf([often, ok()]);
  assert.deepEqual(await run(question), REPLY);
  assert.deepEqual(shown, [
    "typing",
    "too_often 3",
    "too_often 2",
    "too_often 1",
    "typing",
  ]);
  assert.equal(asked[1]!.at, 3_000);
  assert.deepEqual(turns(), ["turn-1", "turn-1"]);
});

test("D10 each wait is bounded, and so are waits", async () => {
  const often = (after: string): Response =>
    json({}, 429, { "Retry-After": after });
  const far = worldOf([often("86400"), ok()]);
  await far.run(question);
  assert.equal(far.asked[1]!.at, 600_000);
  for (const odd of ["soon", "-1", "0", ""]) {
    const { run, asked } = worldOf([often(odd), ok()]);
    await run(question);
    assert.ok(asked[1]!.at >= 1_000 && asked[1]!.at <= 600_000, odd);
  }
  const always = worldOf(Array.from({ length: 50 }, () => often("1")));
  assert.equal(await always.run(question), "unreachable");
  assert.ok(always.asked.length < 10);
});

test("a turn that is taken gets a new id, once", async () => {
  const good = worldOf([json({}, 409), ok()]);
  assert.deepEqual(await good.run(question), REPLY);
  assert.deepEqual(good.turns(), ["turn-1", "new-turn-1"]);
  const bad = worldOf([json({}, 409), json({}, 409), json({}, 409), ok()]);
  assert.equal(await bad.run(question), "unreachable");
  assert.deepEqual(bad.turns(), ["turn-1", "new-turn-1", "new-turn-1"]);
});

test("offline, it waits, and asks when the network is back", async () => {
  const { run, world, shown, asked } = worldOf([ok()]);
  world.isUp = false;
  const checks = { n: 0 };
  world.isOnline = () => checks.n++ > 4;
  assert.deepEqual(await run(question), REPLY);
  assert.deepEqual(shown, ["offline", "typing"]);
  assert.equal(asked.length, 1);
});

test("once it is called off, nothing more is asked or shown", async () => {
  const { run, world, asked, shown } = worldOf(["silent", ok()]);
  const stop = new AbortController();
  const fetched = world.fetch;
  world.fetch = (url, init) => {
    const response = fetched(url, init);
    stop.abort();
    return response;
  };
  await run(question, stop);
  assert.equal(asked.length, 1);
  assert.deepEqual(shown, ["typing"]);
});
