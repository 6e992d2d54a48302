// Runs the dialog box's unit tests: `node frontend/widget/test.mjs`.
import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const tests = join(import.meta.dirname, "tests");
const names = readdirSync(tests).filter((name) => name.endsWith(".test.ts"));
const outdir = mkdtempSync(join(tmpdir(), "parlance-widget-"));
try {
  await build({
    entryPoints: names.map((name) => join(tests, name)),
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    loader: { ".css": "text" },
    outExtension: { ".js": ".mjs" },
    sourcemap: "inline",
    outdir,
  });
  const files = readdirSync(outdir).map((name) => join(outdir, name));
  const { status } = spawnSync(
    process.execPath,
    ["--enable-source-maps", "--test", ...files],
    { stdio: "inherit" },
  );
  process.exitCode = status ?? 1;
} finally {
  rmSync(outdir, { recursive: true });
}
