import assert from "node:assert/strict";
import { test } from "node:test";
import { fill, setVariables } from "../src/variables";

test("names are filled in, and those without a value stay as they are", () => {
  setVariables({ name: "Ada", n: 3, object: {}, none: null, run: () => 1 });
  assert.equal(
    fill("{{name}}, {{ n }} of {{none}} {{object}}"),
    "Ada, 3 of {{none}} {{object}}",
  );
  assert.equal(fill("{name} {{name} }} {{}}"), "{name} {{name} }} {{}}");
  setVariables({ name: "$& $1 {{n}}" });
  assert.equal(fill("{{name}}"), "$& $1 {{n}}");
});

test("hostile names are names like others", () => {
  setVariables(JSON.parse('{"__proto__": "a", "constructor": "b"}'));
  assert.equal(
    fill("{{__proto__}} {{constructor}} {{toString}}"),
    "a b {{toString}}",
  );
  assert.equal(({} as Record<string, unknown>).name, undefined);
  for (const given of [null, undefined, 1, true]) setVariables(given);
});

test("there are at most twenty, each bounded", () => {
  setVariables({ ["x".repeat(41)]: "too long", long: "y".repeat(300) });
  assert.equal(fill(`{{${"x".repeat(41)}}}`), `{{${"x".repeat(41)}}}`);
  assert.equal(fill("{{long}}").length, 200);
  const names = Array.from({ length: 30 }, (_, at) => `v${at}`);
  setVariables(Object.fromEntries(names.map((name) => [name, "z"])));
  const filled = names.filter((name) => fill(`{{${name}}}`) === "z");
  assert.ok(filled.length > 0 && filled.length < 20);
  setVariables({ name: "Grace" });
  assert.equal(fill("{{name}}"), "Grace");
});
