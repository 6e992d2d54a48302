import { get } from "node:http";
import { allPages, expect, test } from "./parlance";

const MOST = 14_000;
/** Those that show every article there is, and the most that they may weigh with the sample's. */
const WHOLE: Record<string, number> = {
  "evaluation on wordings": 18_000,
  "a version compared": 85_000,
};

/** What arrives for an address, as a browser asks for it: how many bytes, and the text of a page. */
function fetched(address: string, cookie: string): Promise<[number, string]> {
  const ask = (encoding: string) =>
    new Promise<Buffer>((done, failed) => {
      const headers = { accept: "text/html", "accept-encoding": encoding, cookie };
      get(address, { headers }, (answer) => {
        const parts: Buffer[] = [];
        answer.on("data", (part) => parts.push(part));
        answer.on("end", () => done(Buffer.concat(parts)));
      }).on("error", failed);
    });
  return Promise.all([ask("br"), ask("identity")]).then(([small, plain]) => [
    small.length,
    plain.toString(),
  ]);
}

// What other tests write, in words of their own, would weigh too.
test.use({ apart: true });

test("a first view, a page and the styles that it starts with, is at most 14 kB", async ({
  owner,
  request,
  parlance,
  cookies,
}) => {
  test.slow();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const pages = await allPages(owner, request, parlance.bot);
  const sheets = new Map<string, number>();
  const heavy: Record<string, number> = {};
  for (const [name, path] of Object.entries(pages)) {
    let [weight, html] = await fetched(parlance.url + path, cookie);
    for (const [, sheet] of html.matchAll(/<link rel="stylesheet" href="([^"]+)"/g)) {
      if (!sheets.has(sheet!)) sheets.set(sheet!, (await fetched(parlance.url + sheet, ""))[0]);
      weight += sheets.get(sheet!)!;
    }
    expect(weight, name).toBeGreaterThan(5_000);
    if (weight > (WHOLE[name] ?? MOST)) heavy[name] = weight;
  }
  expect(heavy).toEqual({});
});
