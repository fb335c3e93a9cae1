import fc, { type Arbitrary } from "fast-check";
import type { Tokens } from "./tokens.js";

/** What is done to a token's text: a few characters taken out and others put in, or two parts exchanged. */
export type Edit =
  | { readonly at: number; readonly drop: number; readonly put: string }
  | { readonly part: number; readonly from: string };

/** A request as it goes over the wire. `{token}` in a line stands for the token. */
export interface WireCase {
  readonly token: string;
  readonly edits: readonly Edit[];
  readonly lines: readonly string[];
}

const PLAIN = ["Authorization: Bearer {token}"];

// No CR or LF: that would only be another line. The characters are bytes.
const lines = fc.oneof(
  fc.constantFrom<string[][]>(
    ["authorization: bearer {token}"],
    ["AUTHORIZATION:\tBEARER    {token}  \t"],
    ["Authorization: Bearer{token}"],
    ["Authorization: Bearer\t{token}"],
    ["Authorization: Bearer\u00a0{token}"],
    ["Authorization: Bearer {token}, Bearer {token}"],
    ["Authorization: Bearer {token}, Basic dXNlcjpwYXNz"],
    ["Authorization: Basic {token}"],
    ["Authorization: {token}"],
    ["Authorization: Bearer"],
    ["Authorization:"],
    ["Proxy-Authorization: Bearer {token}"],
    ["X-Authorization: Bearer {token}"],
    ["Cookie: access_token={token}"],
    ["Authorization : Bearer {token}"],
    [],
  ),
  fc.tuple(
    fc.constantFrom(...PLAIN),
    fc.constantFrom("authorization: Bearer {token}", "Authorization:", "AUTHORIZATION: Basic eA=="),
  ),
  fc.tuple(
    fc.constantFrom("authorization: Bearer x", "aUTHORIZATION: Bearer {token}"),
    fc.constantFrom(...PLAIN),
  ),
  fc.tuple(
    fc.constantFrom("X-Authorization: Bearer x", "Accept: */*", "Ocp-Apim-Subscription-Key:"),
    fc.constantFrom(...PLAIN),
  ),
);

const put = fc.oneof(
  fc.constantFrom(
    "",
    ".",
    "..",
    "=",
    "==",
    "+",
    "/",
    "-",
    "_",
    "A",
    " ",
    "\t",
    "\u0080",
    "\u00ff",
    "\u0000",
    "\u007f",
    '"',
    ",",
  ),
  fc.nat({ max: 255 }).map((code) => (code === 10 || code === 13 ? "" : String.fromCharCode(code))),
  fc.integer({ min: 1, max: 20_000 }).map((length) => "A".repeat(length)),
);

const edit = (names: Arbitrary<string>): Arbitrary<Edit> =>
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), drop: fc.nat({ max: 3 }), put }),
    },
    { weight: 1, arbitrary: fc.record({ part: fc.nat({ max: 2 }), from: names }) },
  );

/** Requests with one of these tokens: as it is, edited, or sent in an odd way. */
export function wireCase(tokens: Tokens): Arbitrary<WireCase> {
  const token = fc.constantFrom(...tokens.keys());
  const good = fc.oneof(fc.constant("good"), token);
  return fc.oneof(
    fc.record({ token, edits: fc.constant([]), lines: fc.constant(PLAIN) }),
    fc.record({
      token: good,
      edits: fc.array(edit(token), { minLength: 1, maxLength: 2 }),
      lines: fc.constant(PLAIN),
    }),
    fc.record({ token: good, edits: fc.constant([]), lines }),
  );
}

/** The lines to send, one character a byte. */
export function linesOf({ token, edits, lines: written }: WireCase, tokens: Tokens): readonly string[] {
  const text = edits.reduce((old, change) => edited(old, change, tokens), tokens.get(token)!);
  return written.map((line) => line.replaceAll("{token}", () => text));
}

function edited(text: string, change: Edit, tokens: Tokens): string {
  if ("part" in change) {
    const theirs = tokens.get(change.from)!.split(".");
    return text
      .split(".")
      .map((part, i) => (i === change.part ? (theirs[i] ?? "") : part))
      .join(".");
  }
  const at = Math.floor(change.at * text.length);
  return text.slice(0, at) + change.put + text.slice(at + change.drop);
}
