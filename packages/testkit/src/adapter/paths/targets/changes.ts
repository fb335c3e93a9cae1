import { ACCENTS, ENDS, FOLDS, SLASHES, STARTS } from "./pieces.js";

/** Changes a target in one of its variants, at one of its places; both numbers are cut to what there is. */
type Change = (text: string, variant: number, at: number) => string;

const of = <T>(list: readonly T[], i: number): T => list[i % list.length]!;
const utf8 = (text: string) => Buffer.from(text).toString("latin1");

const replace =
  (pattern: RegExp, by: (found: string, variant: number) => string): Change =>
  (text, variant, at) => {
    const matches = [...text.matchAll(pattern)];
    if (matches.length === 0) return text;
    const { index, 0: found } = of(matches, at);
    return text.slice(0, index) + by(found, variant) + text.slice(index + found.length);
  };

function escaped(letter: string, variant: number): string {
  const hex = letter.charCodeAt(0).toString(16).padStart(2, "0");
  return `%${variant % 2 === 0 ? hex : hex.toUpperCase()}`;
}

function folded(letter: string, variant: number): string {
  const odd = FOLDS[letter]!;
  const encoded = encodeURIComponent(odd);
  return of([encoded, encoded.toLowerCase(), utf8(odd), odd], variant);
}

function otherCase(text: string): string {
  const lower = text.toLowerCase();
  return lower === text ? text.toUpperCase() : lower;
}

export type Kind =
  | `encode${"Letter" | "Twice" | "Separator"}`
  | ("letterCase" | "segmentCase" | "escapeCase" | "decode" | "fold" | "accent")
  | ("end" | "endOfSegment" | "insert" | "slash" | "dropTrailing" | "start" | "long")
  | ("dropSegment" | "doubleSegment");

/** Every kind of change. */
export const CHANGES: Readonly<Record<Kind, Change>> = {
  encodeLetter: replace(/[a-z0-9.~_-]/gi, escaped),
  encodeTwice: replace(/[a-z0-9.]/gi, (letter, variant) => `%25${escaped(letter, variant).slice(1)}`),
  encodeSeparator: replace(/[@;:!$&'()*+,=]/g, escaped),
  letterCase: replace(/[a-z]/gi, otherCase),
  segmentCase: replace(/[^/?#%]+/g, (segment, variant) =>
    variant % 2 === 0 ? segment.toUpperCase() : segment.toLowerCase(),
  ),
  escapeCase: replace(/%[0-9a-f]{2}/gi, otherCase),
  decode: replace(/%[0-9a-f]{2}/gi, (escape) => String.fromCharCode(Number.parseInt(escape.slice(1), 16))),
  fold: replace(/[ksiI]/g, folded),
  accent: replace(/%c3%a9|\u00e9|%c3%9f/gi, (_found, variant) => of(ACCENTS, variant)),
  end: (text, variant) => text + of(ENDS, variant),
  endOfSegment: replace(/\/(?=[^/])/g, (_slash, variant) => `${of(ENDS, variant)}/`),
  insert(text, variant, at) {
    const place = 1 + (at % Math.max(1, text.length));
    return text.slice(0, place) + of(ENDS, variant) + text.slice(place);
  },
  slash: replace(/\//g, (_slash, variant) => of(SLASHES, variant)),
  dropTrailing: (text) => text.replace(/\/$/, ""),
  start: (text, variant) => of(STARTS, variant) + text,
  long: (text, variant) =>
    text + of(["/", "", "?", "#", "/%61"], variant) + "a".repeat(of([101, 9000], variant)),
  dropSegment: replace(/\/[^/]+/g, () => ""),
  doubleSegment: replace(/\/[^/]+/g, (segment) => segment + segment),
};
