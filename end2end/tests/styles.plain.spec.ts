import { allPages, expect, open, test } from "./parlance";

const SHEETS = ["entrance", "bots", "knowledge", "talks", "figures", "box", "team", "later"];

/** The classes that a sheet has rules for. */
function classesOf(css: string) {
  return new Set([...css.matchAll(/\.(-?[a-z_][\w-]*)/gi)].map(([, name]) => name!));
}

test("a page starts with every sheet that it needs", async ({ owner, request, parlance }) => {
  test.slow();
  const read = async (name: string) =>
    classesOf(await (await request.get(`/pkg/${name}.css`)).text());
  const base = await read("parlance");
  const sheets = await Promise.all(SHEETS.map(async (name) => [name, await read(name)] as const));
  const pages = await allPages(owner, request, parlance.bot);
  for (const [page, path] of Object.entries(pages)) {
    await open(owner, path);
    const links = owner.locator("link[rel=stylesheet]");
    const loaded = await links.evaluateAll((all) => all.map((link) => link.getAttribute("href")));
    const used = await owner
      // A dialog that only scripts open.
      .locator("[class]:not(dialog.finder)")
      .evaluateAll((all) => [...new Set(all.flatMap((element) => [...element.classList]))]);
    const has = ([name]: readonly [string, unknown]) => loaded.includes(`/pkg/${name}.css`);
    const known = [base, ...sheets.filter(has).map(([, classes]) => classes)];
    const missing = sheets
      .filter((sheet) => !has(sheet))
      .flatMap(([name, classes]) => used.filter((it) => classes.has(it)).map((it) => [name, it]))
      .filter(([, it]) => !known.some((classes) => classes.has(it!)));
    expect(missing, page).toEqual([]);
  }
});
