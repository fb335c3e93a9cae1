/** One change to a token's text. Places are fractions of its length, parts are counted from 0. */
export type TextChange =
  | { readonly do: "flip a bit"; readonly at: number; readonly bit: number }
  | { readonly do: "flip a bit inside"; readonly part: number; readonly at: number; readonly bit: number }
  | { readonly do: "put"; readonly at: number; readonly text: string }
  | { readonly do: "put around"; readonly before: string; readonly after: string }
  | { readonly do: "drop"; readonly at: number; readonly count: number }
  | { readonly do: "cut"; readonly at: number }
  | { readonly do: "pad"; readonly part: number; readonly text: string }
  | { readonly do: "lengthen"; readonly part: number; readonly by: number }
  | { readonly do: "shorten"; readonly part: number; readonly by: number }
  | { readonly do: "take from the other token" | "append from the other token"; readonly part: number }
  | { readonly do: "append the other token"; readonly after: string }
  | { readonly do: "order"; readonly parts: readonly number[] }
  | { readonly do: (typeof PART_CHANGES)[number]; readonly part: number }
  | WholeChange;

interface WholeChange {
  readonly do: keyof typeof WHOLE_CHANGES;
}

/** Changes of one part that need nothing else. */
export const PART_CHANGES = [
  "empty",
  "use the standard alphabet",
  "loosen the last bits",
  "double",
  "encode again",
] as const;

/** Changes of the whole text. */
export const WHOLE_CHANGES = {
  "in upper case": (text: string) => text.toUpperCase(),
  "in lower case": (text: string) => text.toLowerCase(),
  reversed: (text: string) => text.split("").reverse().join(""),
  "in percent-encoding": (text: string) => text.replaceAll(".", "%2E"),
  "with full-width dots": (text: string) => text.replaceAll(".", "\uff0e"),
  "as flattened JSON": (text: string) => {
    const [header, payload, signature] = text.split(".");
    return JSON.stringify({ protected: header, payload, signature });
  },
  "with two more parts": (text: string) => `${text}.AAAA.AAAA`,
  "like a JWE": (text: string) => text.split(".").toSpliced(1, 0, "", "AAAAAAAAAAAAAAAA").join("."),
  "detached (RFC 7797)": (text: string) => text.replace(/\..*\./s, ".."),
} satisfies Record<string, (text: string) => string>;

const isWhole = (change: TextChange): change is WholeChange => Object.hasOwn(WHOLE_CHANGES, change.do);

/** Carries a change out. `other` is another good token, for swaps. */
export function changedText(text: string, other: string, change: TextChange): string {
  const parts = text.split(".");
  const theirs = other.split(".");
  const replaced = (part: number, by: (old: string) => string): string =>
    parts.map((old, i) => (i === part ? by(old) : old)).join(".");
  if (isWhole(change)) return WHOLE_CHANGES[change.do](text);
  switch (change.do) {
    case "flip a bit": {
      const at = placeIn(text, change.at);
      const flipped = String.fromCharCode((text.charCodeAt(at) || 0) ^ (1 << change.bit));
      return text.slice(0, at) + flipped + text.slice(at + 1);
    }
    case "flip a bit inside":
      return replaced(change.part, (old) => {
        const bytes = Buffer.from(old, "base64url");
        if (bytes.length > 0) bytes[Math.floor(change.at * bytes.length)]! ^= 1 << change.bit;
        return bytes.toString("base64url");
      });
    case "put":
      return text.slice(0, placeIn(text, change.at)) + change.text + text.slice(placeIn(text, change.at));
    case "put around":
      return change.before + text + change.after;
    case "drop":
      return text.slice(0, placeIn(text, change.at)) + text.slice(placeIn(text, change.at) + change.count);
    case "cut":
      return text.slice(0, placeIn(text, change.at));
    case "pad":
      return replaced(change.part, (old) => old + change.text);
    case "lengthen":
      return replaced(change.part, (old) => old + "A".repeat(change.by));
    case "shorten":
      return replaced(change.part, (old) => old.slice(0, -change.by));
    case "take from the other token":
      return replaced(change.part, () => theirs[change.part] ?? "");
    case "append from the other token":
      return `${text}.${theirs[change.part] ?? ""}`;
    case "append the other token":
      return text + change.after + other;
    case "order":
      return change.parts.map((part) => parts[part] ?? "").join(".");
    case "empty":
      return replaced(change.part, () => "");
    case "double":
      return replaced(change.part, (old) => old + old);
    case "encode again":
      return replaced(change.part, (old) => Buffer.from(old).toString("base64url"));
    case "use the standard alphabet":
      return replaced(change.part, (old) => old.replaceAll("-", "+").replaceAll("_", "/"));
    case "loosen the last bits":
      return replaced(change.part, withLooseBits);
  }
}

const placeIn = (text: string, fraction: number): number =>
  Math.min(text.length, Math.floor(fraction * text.length));

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

// A last group of two or three characters has bits that mean nothing (RFC 4648 §3.5).
function withLooseBits(part: string): string {
  const last = ALPHABET.indexOf(part.slice(-1));
  return part.length % 4 < 2 || last === -1 ? part : part.slice(0, -1) + ALPHABET[last ^ 1]!;
}
