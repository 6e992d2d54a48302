import { expect, open, test } from "./parlance";

test("the preview shows what is typed, and answers", async ({ owner, parlance }) => {
  await open(owner, `/bots/${parlance.bot}/widget?locale=en`);
  const frame = owner.frameLocator("iframe");
  await owner.getByLabel("Heading").fill("Ask Ada");
  await expect(frame.getByRole("heading", { name: "Ask Ada" })).toBeVisible();
  await expect(owner.getByLabel("Heading")).toBeFocused();
  await frame.getByRole("textbox").fill("What are utterances?");
  await frame.getByRole("textbox").press("Enter");
  await expect(frame.getByRole("log")).toContainText("utterance");
  await owner.getByRole("button", { name: "Phone" }).click();
  await expect(owner.locator("iframe")).toHaveCSS("width", "375px");
});
