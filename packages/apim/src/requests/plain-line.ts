/** A text from an input on one line, without what would command a terminal or hide text in it. */
export const plainLine = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, " ");
