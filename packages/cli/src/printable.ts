/**
 * A text for the terminal. What a store holds must not control the terminal: no control characters,
 * nothing that turns the line around.
 */
export const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "?");
