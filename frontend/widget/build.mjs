// Builds the dialog box: `node frontend/widget/build.mjs OUT.js`. Fails when it gets heavy.
import { build } from "esbuild";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { minify } from "terser";

/** The most bytes that a page may load for the box, after brotli. */
const BUDGET = 8_700;
const target = ["es2022", "safari16.4"];
const here = import.meta.dirname;

/**
 * A style sheet as its minified text, with what it imports. A name stands for it until the script
 * is minified: then it stays in one piece at the front, where it compresses best.
 */
const SHEET = "PARLANCE_SHEET";
let sheet = "";
const styles = {
  name: "styles",
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const options = { entryPoints: [path], bundle: true, minify: true };
      const { outputFiles } = await build({ ...options, target, write: false });
      sheet = outputFiles[0].text.trim();
      return { contents: `export default ${SHEET};` };
    });
  },
};

const out = process.argv[2];
if (!out) {
  console.error("usage: node frontend/widget/build.mjs OUT.js");
  process.exit(2);
}
const { outputFiles } = await build({
  entryPoints: [resolve(here, "src/main.ts")],
  bundle: true,
  minifySyntax: true,
  format: "iife",
  charset: "utf8",
  target,
  plugins: [styles],
  write: false,
});
// What esbuild leaves, terser makes smaller by 4 % more: that is the box's margin.
const { code } = await minify(outputFiles[0].text, {
  toplevel: true,
  ecma: 2022,
  compress: { ecma: 2022, passes: 3, keep_fargs: false, inline: 1 },
});
const script = code.replace(SHEET, () => JSON.stringify(sheet));
const quality = {
  [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
};
const size = brotliCompressSync(script, { params: quality }).length;
console.log(`${out}: ${Buffer.byteLength(script)} bytes, ${size} after brotli`);
if (size > BUDGET) {
  console.error(`The box is too heavy: ${size} bytes of ${BUDGET}.`);
  process.exit(1);
}
mkdirSync(dirname(resolve(out)), { recursive: true });
writeFileSync(out, script);
