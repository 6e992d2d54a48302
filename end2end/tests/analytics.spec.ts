import { ask, expect, open, test, today, word } from "./parlance";

/** The page, once the question that has just been asked is counted. */
async function counted(page: import("@playwright/test").Page, bot: string): Promise<void> {
  await expect(async () => {
    await open(page, `/bots/${bot}/analytics`);
    await expect(page.getByRole("heading", { name: "Questions over time" })).toBeVisible({ timeout: 1_000 });
  }).toPass();
}

test("what is asked shows up as figures, each of which leads to its conversations", async ({
  owner,
  request,
  parlance,
}) => {
  const question = `What is Parlance? ${word()}`;
  await ask(request, parlance.bot, question);
  await ask(request, parlance.bot, `${word()} ${word()}`);
  await counted(owner, parlance.bot);
  const list = owner.locator(".kpis");
  await expect(list).toContainText("Understanding rate");
  await expect(list).toContainText("Nothing before");

  await owner.getByText("As a table").click();
  const rows = owner.getByRole("table", { name: "Questions over time" }).getByRole("row");
  await expect(rows).toHaveCount(29);

  await owner.getByRole("link", { name: "Not understood" }).click();
  await expect(owner.getByRole("heading", { name: "Conversations", level: 1 })).toBeVisible();
  await expect(owner.getByRole("combobox", { name: "Outcome" })).toHaveValue("fallback");
});

test("another period, zone and width are part of the address", async ({
  owner,
  request,
  parlance,
}) => {
  await ask(request, parlance.bot, "What is Parlance?");
  await counted(owner, parlance.bot);
  await owner.getByRole("link", { name: "7 days" }).click();
  await expect(owner.getByRole("link", { name: "7 days" })).toHaveAttribute("aria-current", "true");
  await owner.getByLabel("Columns").selectOption("Hours");
  await owner.getByLabel("Time zone").fill("Asia/Kolkata");
  await owner.getByRole("button", { name: "Show" }).click();
  await expect(owner).toHaveURL(/grain=hour&tz=Asia%2FKolkata/);
  await expect(owner.getByLabel("Columns")).toHaveValue("hour");
});

test("a zone that is none is told, stays as typed, and the figures are there", async ({
  owner,
  request,
  parlance,
}) => {
  await ask(request, parlance.bot, "What is Parlance?");
  await counted(owner, parlance.bot);
  await owner.getByLabel("Time zone").fill("Atlantis");
  await owner.getByRole("button", { name: "Show" }).click();
  await expect(owner.getByText("Time zone: ")).toBeVisible();
  await expect(owner.getByLabel("Time zone")).toHaveValue("Atlantis");
  await expect(owner.getByRole("heading", { name: "Questions over time" })).toBeVisible();
});

test("figures go into a file", async ({ owner, request, parlance }) => {
  await ask(request, parlance.bot, "What is Parlance?");
  await counted(owner, parlance.bot);
  const [file] = await Promise.all([
    owner.waitForEvent("download"),
    owner.getByRole("link", { name: "CSV" }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(new RegExp(`^figures-.*-${today()}\\.csv$`));
});
