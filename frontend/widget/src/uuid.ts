let last = 0;

/** A UUID of version 7; of two ids made in one page, the later one is the greater. */
export const uuidV7 = (now = Date.now()): string => {
  last = Math.max(now, last + 1);
  const hex = (part: number, length: number): string =>
    part.toString(16).padStart(length, "0");
  const random = [...crypto.getRandomValues(new Uint16Array(5))];
  const digits = hex(last, 12) + random.map((part) => hex(part, 4)).join("");
  return digits.replace(
    /(.{8})(.{4}).(.{3}).(.{3})/,
    "$1-$2-7$3-8$4-",
  );
};
