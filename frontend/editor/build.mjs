// Builds the answer's editor: `node frontend/editor/build.mjs OUT.js`. Fails when it gets heavy.
import { build } from "esbuild";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { brotliCompressSync } from "node:zlib";

/** The most bytes that the page of an article loads for it, after brotli. */
const BUDGET = 64_000;

const out = process.argv[2];
if (!out) {
  console.error("usage: node frontend/editor/build.mjs OUT.js");
  process.exit(2);
}
await build({
  entryPoints: [resolve(import.meta.dirname, "src/main.ts")],
  outfile: out,
  bundle: true,
  minify: true,
  format: "iife",
  charset: "utf8",
  legalComments: "none",
  target: ["es2022", "safari16.4"],
});
const script = readFileSync(out);
const size = brotliCompressSync(script).length;
console.log(`${out}: ${script.length} bytes, ${size} after brotli`);
if (size > BUDGET) {
  console.error(`The editor is too heavy: ${size} bytes of ${BUDGET}.`);
  process.exit(1);
}
