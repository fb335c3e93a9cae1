import { lastOf, writtenValue, type Draft, type Members } from "./draft.js";

/** Ways to write a text a little differently. */
export const TEXT_ALTERATIONS = {
  "in upper case": (text: string) => text.toUpperCase(),
  "in lower case": (text: string) => text.toLowerCase(),
  "with a slash": (text: string) => `${text}/`,
  "without its last character": (text: string) => text.slice(0, -1),
  "without its first character": (text: string) => text.slice(1),
  "with a space behind": (text: string) => `${text} `,
  "with a space in front": (text: string) => ` ${text}`,
  "with a no-break space": (text: string) => `${text}\u00a0`,
  "with a tab for a space": (text: string) => text.replaceAll(" ", "\t"),
  "with two spaces for one": (text: string) => text.replaceAll(" ", "  "),
  "with a comma for a space": (text: string) => text.replaceAll(" ", ","),
  "with a newline": (text: string) => `${text}\n`,
  "with a NUL": (text: string) => `${text}\0`,
  "with a zero-width space": (text: string) => `${text.slice(0, 3)}\u200b${text.slice(3)}`,
  "with a homoglyph": (text: string) =>
    text.replace(/[aeo]/, (letter) => ({ a: "а", e: "е", o: "о" })[letter]!),
  "with an accent": (text: string) => `${text}\u0301`,
  "with half a surrogate": (text: string) => `${text}\ud800`,
  "in percent-encoding": (text: string) =>
    text.replaceAll(/[:/.-]/g, (sign) => encodeURIComponent(sign).padStart(3, "%2D")),
  twice: (text: string) => `${text}${text}`,
  longer: (text: string) => `${text}x`,
  quoted: (text: string) => `"${text}"`,
  "as a URL path": (text: string) => `${text}/../${text}`,
  long: (text: string) => text.repeat(100).slice(0, 4_000),
} satisfies Record<string, (text: string) => string>;

const asText = (value: unknown): string => (typeof value === "string" ? value : writtenValue(value));

/** Other shapes for the same value. */
export const WRAPPINGS = {
  "in a list": (value: unknown) => [value],
  "in a list of lists": (value: unknown) => [[value]],
  "in a list with others": (value: unknown) => ["other", value, 0, null],
  "in a list twice": (value: unknown) => [value, value],
  "in an object": (value: unknown) => ({ value }),
  "as an object with numbers": (value: unknown) => ({ 0: value, length: 1 }),
  "as an object that calls itself a text": (value: unknown) => ({ toString: value, valueOf: value }),
  "as JSON in a text": (value: unknown) => writtenValue(value),
  "as a text": asText,
  "as a number": (value: unknown) => Number(asText(value)) || 0,
  "as truth": (value: unknown) => Boolean(value),
  "as its first member": (value: unknown) => (Array.isArray(value) ? value[0] : value) as unknown,
  "joined by spaces": (value: unknown) => (Array.isArray(value) ? value.map(asText).join(" ") : value),
  "split at spaces": (value: unknown) => (typeof value === "string" ? value.split(" ") : value),
} satisfies Record<string, (value: unknown) => unknown>;

/** One change to header or claims. */
export type MemberChange = { readonly of: keyof Draft; readonly name: string } & (
  | { readonly do: "remove" }
  | { readonly do: "set" | "add" | "precede"; readonly to: unknown }
  | { readonly do: "rename"; readonly to: string }
  | { readonly do: "move into"; readonly to: string }
  | { readonly do: "copy from"; readonly to: string }
  | { readonly do: "alter" | "alter the first of"; readonly to: keyof typeof TEXT_ALTERATIONS }
  | { readonly do: "wrap"; readonly to: keyof typeof WRAPPINGS }
);

/** Carries a change out. What is not there cannot be altered, and stays away. */
export const changed = (draft: Draft, change: MemberChange): Draft => ({
  ...draft,
  [change.of]: changedMembers(draft[change.of], change),
});

function changedMembers(members: Members, change: MemberChange): Members {
  const { name } = change;
  const with_ = (alter: (value: unknown) => unknown): Members =>
    members.map(([one, value]) => [one, one === name ? alter(value) : value]);
  const others = members.filter(([one]) => one !== name);
  const value = lastOf(members, name);
  switch (change.do) {
    case "remove":
      return others;
    case "set":
      return value === undefined ? [...members, [name, change.to]] : with_(() => change.to);
    case "add":
      return [...members, [name, change.to]]; // the last of two counts
    case "precede":
      return [[name, change.to], ...members];
    case "rename":
      return members.map(([one, value]) => [one === name ? change.to : one, value]);
    case "move into":
      return value === undefined ? members : [...others, [change.to, { [name]: value }]];
    case "copy from":
      return [...others, [name, lastOf(members, change.to) ?? null]];
    case "alter":
      return with_((value) => (typeof value === "string" ? TEXT_ALTERATIONS[change.to](value) : value));
    case "alter the first of":
      return with_((value) => (Array.isArray(value) ? firstAltered(value, change.to) : value));
    case "wrap":
      return with_(WRAPPINGS[change.to]);
  }
}

const firstAltered = ([first, ...rest]: readonly unknown[], how: keyof typeof TEXT_ALTERATIONS): unknown => [
  typeof first === "string" ? TEXT_ALTERATIONS[how](first) : first,
  ...rest,
];
