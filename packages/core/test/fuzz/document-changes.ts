/** Ways to write the same or another JSON document, and what is none. Bytes, because some are no text. */
export const DOCUMENT_CHANGES = {
  "spaced out": (json) => json.replace("{", " {\r\n\t").replace(/}$/, "\n} "),
  "with an escaped name": (json) =>
    json.replace(/"([a-z])/, (_, letter: string) => `"\\u00${letter.charCodeAt(0).toString(16)}`),
  "with escapes everywhere": (json) =>
    json.replace(/[a-z](?=[^"\\]*")/g, (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`),
  "with a byte order mark": (json) => `\ufeff${json}`,
  "cut off": (json) => json.slice(0, -1),
  "with something behind": (json) => `${json}x`,
  "with a NUL behind": (json) => `${json}\0`,
  "twice in a row": (json) => `${json}${json}`,
  "with a comment": (json) => `${json}//`,
  "with a comma too many": (json) => json.replace(/}$/, ",}"),
  "in single quotes": (json) => json.replaceAll('"', "'"),
  "in a list": (json) => `[${json}]`,
  "in an object": (json) => `{"token":${json}}`,
  "in a text": (json) => JSON.stringify(json),
  "a number": () => "1",
  "a truth": () => "true",
  null: () => "null",
  empty: () => "",
  "an empty object": () => "{}",
  "an empty list": () => "[]",
  "with NaN": (json) => json.replace(/}$/, ',"x":NaN}'),
  "with a number that starts with 0": (json) => json.replace(/}$/, ',"x":01}'),
  "with a raw newline in a text": (json) => json.replace(/}$/, ',"x":"\n"}'),
  "with a deep member": (json) => json.replace(/}$/, `,"x":${"[".repeat(3_000)}${"]".repeat(3_000)}}`),
  "with a deep object": (json) => json.replace(/}$/, `,"x":${'{"y":'.repeat(1_500)}0${"}".repeat(1_500)}}`),
  "with many members": (json) => json.replace(/}$/, `,${manyMembers}}`),
  "with an emoji": (json) => json.replace(/}$/, ',"x":"👩‍👩‍👧‍👦 é ẞ"}'),
  "with half a surrogate, escaped": (json) => json.replace(/}$/, ',"x":"\\ud800"}'),
  "in UTF-16": (json) => Buffer.from(json, "utf16le"),
  "in Latin-1": (json) => Buffer.from(json.replace(/}$/, ',"x":"é"}'), "latin1"),
  "with overlong UTF-8": (json) => withBytes(json, [0xc0, 0xaf]),
  "with a surrogate in UTF-8": (json) => withBytes(json, [0xed, 0xa0, 0x80]),
  "with a stray byte": (json) => withBytes(json, [0xff]),
  "with a cut-off character": (json) => withBytes(json, [0xf0, 0x9f]),
} satisfies Record<string, (json: string) => string | Buffer>;

/** A change of one of the two documents of a token. */
export interface DocumentChange {
  readonly of: "header" | "claims";
  readonly do: keyof typeof DOCUMENT_CHANGES;
}

const manyMembers = Array.from({ length: 500 }, (_, i) => `"m${i}":${i}`).join(",");

const withBytes = (json: string, bytes: readonly number[]): Buffer =>
  Buffer.concat([Buffer.from(json.replace(/}$/, ',"x":"')), Buffer.from(bytes), Buffer.from('"}')]);
