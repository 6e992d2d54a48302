import assert from "node:assert/strict";
import { test } from "node:test";
import { GROUNDS, contrast, isReadable, textOn } from "../src/colour";
import tokens from "../src/styles/tokens.css";

test("contrast is WCAG's", () => {
  assert.equal(contrast("#000000", "#ffffff"), 21);
  assert.equal(contrast("#4f46e5", "#4f46e5"), 1);
  assert.equal(contrast("#777777", "#ffffff").toFixed(2), "4.48");
  assert.equal(contrast("#ffffff", "#767676").toFixed(2), "4.54");
});

test("text on any colour can be read", () => {
  assert.equal(textOn("#4f46e5"), "#ffffff");
  assert.equal(textOn("#ffd400"), "#000000");
  for (let step = 0; step < 4_096; step++) {
    const colour = `#${step.toString(16).padStart(3, "0").replace(/./g, "$&$&")}`;
    assert.ok(contrast(colour, textOn(colour)) >= 4.5, colour);
  }
});

test("words in the accent's colour appear only where they can be read", () => {
  assert.ok(isReadable("#4f46e5", GROUNDS.light));
  assert.ok(!isReadable("#4f46e5", GROUNDS.dark));
  assert.ok(!isReadable("#ffd400", GROUNDS.light));
});

test("the grounds that are reckoned with are those that are drawn", () => {
  for (const ground of Object.values(GROUNDS)) {
    assert.ok(tokens.includes(`--bubble: ${ground};`), ground);
  }
});

test("the box's own words can be read in both themes", () => {
  const [light, dark] = tokens.split("[data-theme");
  for (const theme of [light!, dark!]) {
    const colour = (name: string): string =>
      new RegExp(`--${name}: (#\\w+)`)
        .exec(theme)![1]!
        .replace(/^#(.)(.)(.)$/, "#$1$1$2$2$3$3");
    for (const ground of ["surface", "bubble"]) {
      for (const text of ["text", "muted", "bad"]) {
        const ratio = contrast(colour(text), colour(ground));
        assert.ok(ratio >= 4.5, `${text} on ${ground}: ${ratio}`);
      }
    }
    // What is not text but tells of a control.
    assert.ok(contrast(colour("strong"), colour("surface")) >= 3);
    assert.ok(contrast(colour("text"), colour("line")) >= 4.5);
  }
});
