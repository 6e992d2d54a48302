// Line icons on a 24 × 24 grid, each one path.

export const CHAT = "M4 4h16v13h-9l-5 4v-4H4z";
export const CHEVRON = "M6 9l6 6 6-6";
export const CLOSE = "M6 6l12 12M6 18 18 6";
export const RESTART = "M4 4v5h5M4 9a9 9 0 1 1-1 4";
export const SEND = "M6 11l6-6 6 6M12 5v14";
/** Turned over by the style sheet, it is the thumb down. */
export const THUMB = "M8 11v9H4v-9zl4-8c3 0 3 2 3 3l-1 4h6l-2 10H8";
