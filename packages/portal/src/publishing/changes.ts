import type { Edition, Logo, SignUp } from "./edition.js";
import type { LoadedSettings } from "./edition-of.js";

/** A setting that publishing changes. */
export interface SettingChange {
  /** Such as `title` or `texts.home`. */
  readonly name: string;
  /** Absent for a setting that has no value. Long texts are cut around the first difference. */
  readonly from?: string;
  readonly to?: string;
}

/** Characters of a long text that are shown, and how many of them stand before the first difference. */
const SHOWN = 300;
const BEFORE_DIFFERENCE = 60;

/** What differs between two editions, or between two settings. */
export function changesBetween(
  before: Edition | LoadedSettings,
  after: Edition | LoadedSettings,
): readonly SettingChange[] {
  const [old, next] = [wordsOf(before), wordsOf(after)];
  const names = [...new Set([...next.keys(), ...old.keys()])].toSorted((a, b) => orderOf(a) - orderOf(b));
  return names.flatMap((name) => {
    const [from, to] = [old.get(name), next.get(name)];
    if (from === to) return [];
    const at = from === undefined || to === undefined ? 0 : firstDifference(from, to);
    return [
      {
        name,
        ...(from !== undefined && { from: excerpt(from, at) }),
        ...(to !== undefined && { to: excerpt(to, at) }),
      },
    ];
  });
}

const ORDER = ["title", "accent", "logo", "anonymous", "signUp", "terms"];

/** The place of a member; texts come last, in the order in which they were written. */
const orderOf = (name: string): number => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length);

function wordsOf(settings: Edition | LoadedSettings): ReadonlyMap<string, string> {
  const { title, accent, logo, anonymous, signUp, terms, texts = {} } = settings;
  const entries: readonly (readonly [string, string | undefined])[] = [
    ["title", title],
    ["accent", accent?.toLowerCase()],
    ["logo", logo && logoWords(logo)],
    ["anonymous", anonymous],
    ["signUp", signUp && signUpWords(signUp)],
    ["terms", terms],
    ...Object.entries(texts as Readonly<Record<string, string>>).map(
      ([name, text]) => [`texts.${name}`, text] as const,
    ),
  ];
  return new Map(entries.filter((entry): entry is readonly [string, string] => entry[1] !== undefined));
}

const logoWords = ({ type, bytes, digest }: Logo): string =>
  `${type.toUpperCase()}, ${bytes.length} bytes, SHA-256 ${digest.slice(0, 12)}`;

const signUpWords = (signUp: SignUp): string =>
  typeof signUp === "string" ? signUp : `domains: ${signUp.domains.join(", ")}`;

function firstDifference(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return at;
}

function excerpt(text: string, difference: number): string {
  if (text.length <= SHOWN) return text;
  const from = Math.max(0, Math.min(difference - BEFORE_DIFFERENCE, text.length - SHOWN));
  const to = from + SHOWN;
  return `${from > 0 ? "…" : ""}${text.slice(from, to)}${to < text.length ? "…" : ""} (${text.length} characters)`;
}
