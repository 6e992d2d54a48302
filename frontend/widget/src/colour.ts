// Contrast as WCAG 2 reckons it.

/** Behind the bot's words: `--bubble` of styles/tokens.css, light and dark. */
export const GROUNDS = { light: "#f3f4f7", dark: "#23262f" };

const ENOUGH = 4.5;

/** The brightness of `#rrggbb`, with the glare that WCAG adds to it. */
const luminance = (colour: string): number => {
  const weights = [0.2126, 0.7152, 0.0722];
  return weights.reduce((sum, weight, at) => {
    const part = parseInt(colour.slice(1 + 2 * at, 3 + 2 * at), 16) / 255;
    const linear =
      part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    return sum + weight * linear;
  }, 0.05);
};

export const contrast = (one: string, other: string): number => {
  const ratio = luminance(one) / luminance(other);
  return Math.max(ratio, 1 / ratio);
};

/** White where it can be read on the colour, else black, which then can. */
export const textOn = (colour: string): string => {
  return contrast(colour, "#ffffff") >= ENOUGH ? "#ffffff" : "#000000";
};

/** Whether words in the colour can be read on the ground. */
export const isReadable = (colour: string, ground: string): boolean => {
  return contrast(colour, ground) >= ENOUGH;
};
