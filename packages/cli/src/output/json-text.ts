/**
 * A value as JSON that a terminal shows as it is: what could move the cursor or turn the line around is escaped, as
 * JSON allows. `JSON.stringify` escapes only a part of that.
 */
export function jsonText(value: object, indent = 0): string {
  return JSON.stringify(value, undefined, indent).replace(/[\p{Cf}\p{Zl}\p{Zp}\u007f-\u009f]/gu, escaped);
}

const escaped = (character: string) =>
  Array.from({ length: character.length }, (_, at) => {
    const unit = character.charCodeAt(at).toString(16).padStart(4, "0");
    return `\\u${unit}`;
  }).join("");
