import { expect, hydrated, open, said, test, word } from "./parlance";

test("what is set on the box's page is what its visitors' boxes draw", async ({
  owner,
  parlance,
  request,
}) => {
  await open(owner, `/bots/${parlance.bot}/widget?locale=en`);
  const greeting = `Welcome, ${word()}`;
  await owner.getByLabel("Greeting").fill(greeting);
  await owner.getByLabel("Leaf").check({ force: true });
  await owner.getByRole("button", { name: "Save" }).click();
  await said(owner, "Saved. Pages that show the box");
  const view = await (await request.get(`/api/v1/bots/${parlance.bot}/widget?locale=en`)).json();
  expect(view.texts.greeting).toBe(greeting);
  await hydrated(owner);
  await open(owner, `/bots/${parlance.bot}/widget?locale=en`);
  await expect(owner.getByLabel("Greeting")).toHaveValue(greeting);
  await expect(owner.getByLabel("Leaf")).toBeChecked();
});

test("a refused site keeps the form and says why", async ({ owner, parlance }) => {
  await open(owner, `/bots/${parlance.bot}/widget`);
  await owner.getByLabel("Heading").fill("Kept");
  await owner.getByLabel("Sites").fill("*.example.org");
  await owner.getByRole("button", { name: "Save" }).click();
  await expect(owner.getByLabel("Sites")).toHaveAccessibleDescription(/not in the right form/);
  await expect(owner.getByLabel("Sites")).toHaveValue("*.example.org");
  await expect(owner.getByLabel("Heading")).toHaveValue("Kept");
});

test("a site is checked, and a wrong address is told", async ({ owner, parlance, request }) => {
  const origin = `http://localhost:${1024 + (Date.now() % 60_000)}`;
  await request.get(`/api/v1/bots/${parlance.bot}/widget`, { headers: { Origin: origin } });
  await open(owner, `/bots/${parlance.bot}/widget/install`);
  await owner.getByLabel("Address of your page").fill(`${origin}/shop`);
  await owner.getByRole("button", { name: "Check" }).click();
  await expect(owner.getByRole("heading", { name: origin })).toBeVisible();
  await expect(owner.getByText("May stand here")).toBeVisible();
  await expect(owner.getByText("Seen", { exact: true })).toBeVisible();
  await hydrated(owner);
  await owner.getByLabel("Address of your page").fill("ftp://example.org");
  await owner.getByRole("button", { name: "Check" }).click();
  await expect(owner.getByLabel("Address of your page")).toHaveAccessibleDescription(
    /not in the right form/,
  );
});
