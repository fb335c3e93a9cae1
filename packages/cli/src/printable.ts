/**
 * A text for the terminal. Whoever wrote it into the store must not write to the terminal: no control characters,
 * nothing that turns the line around.
 */
export const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "?");
