import { expect, open, test } from "./parlance";

test("a session that ends is said before, and what is typed stays", async ({ owner, parlance }) => {
  await owner.clock.install();
  let answer: { status: number; body: string } = { status: 200, body: "40" };
  await owner.route("**/api/ui/session/left", (route) =>
    route.fulfill({ ...answer, contentType: "application/json" }),
  );
  await open(owner, `/bots/${parlance.bot}/knowledge/new`);
  await owner.getByRole("textbox", { name: "Question" }).fill("Half a question");
  await owner.clock.runFor(21_000);
  const warning = owner.getByRole("alertdialog", { name: "Are you still there?" });
  await expect(warning).toContainText(/You will be signed out in \d+ s/);

  answer = { status: 200, body: "900" };
  await warning.getByRole("button", { name: "Stay signed in" }).click();
  await expect(warning).toBeHidden();

  answer = { status: 401, body: JSON.stringify({ code: "signed_out" }) };
  await owner.clock.runFor(21_000);
  const ended = owner.getByRole("alertdialog", { name: "You have been signed out" });
  await expect(ended).toBeVisible();
  answer = { status: 200, body: "900" };
  await ended.getByRole("button", { name: "I have signed in" }).click();
  await expect(ended).toBeHidden();
  await expect(owner.getByRole("textbox", { name: "Question" })).toHaveValue("Half a question");
});
