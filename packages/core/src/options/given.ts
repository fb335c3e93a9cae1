import type { Problem } from "../lib/errors.js";
import type { CheckedApis } from "./checked-apis.js";

/** A place in the options: the names and indexes that lead there. */
export type Path = readonly string[];

/** Options as they were given, with the places whose form is wrong: these are not read any further. */
export interface Given<Options> {
  readonly options: Options;
  readonly wrong: readonly Path[];
  /** APIs that were checked before, and have no policies. Default: none. */
  readonly checked?: CheckedApis;
}

/** What a check finds in the options it names; nothing when the form of one of them is wrong. */
export function problemsIn<Options, const Name extends keyof Options & string>(
  { options, wrong }: Given<Options>,
  names: readonly Name[],
  check: (options: Pick<Options, Name>) => readonly Problem[],
): readonly Problem[] {
  return names.every((name) => isSound(wrong, [name])) ? check(options) : [];
}

/** The entries by name whose own form is right. */
export function soundEntries<Options, Name extends keyof Options & string>(
  { options, wrong }: Given<Options>,
  name: Name,
): readonly (readonly [name: string, entry: Entry<Options[Name]>])[] {
  if (!isReadable(wrong, [name])) return [];
  const entries = Object.entries(options[name] ?? {}) as [string, Entry<Options[Name]>][];
  return wrong.length === 0 ? entries : entries.filter(([entry]) => isSound(wrong, [name, entry]));
}

/** The APIs whose own form is right and that were not checked before. */
export function uncheckedApis<Options extends { readonly apis?: object }>(
  given: Given<Options>,
): readonly (readonly [name: string, entry: Entry<Options["apis"]>])[] {
  const { checked, options } = given;
  if (checked === undefined || options.apis === undefined) return soundEntries(given, "apis");
  return soundEntries({ ...given, options: { apis: checked.others(options.apis) } as Options }, "apis");
}

/** The entries by name whose own form is right, as a map. */
export const entryMap = <Options, Name extends keyof Options & string>(
  given: Given<Options>,
  name: Name,
): ReadonlyMap<string, Entry<Options[Name]>> => new Map(soundEntries(given, name));

type Entry<Record> = NonNullable<Record>[keyof NonNullable<Record>];

/** The names of all entries, whatever their form; undefined when they cannot be read. */
export function entryNames<Options>(
  { options, wrong }: Given<Options>,
  name: keyof Options & string,
): readonly string[] | undefined {
  return isReadable(wrong, [name]) ? Object.keys(options[name] ?? {}) : undefined;
}

/** The items of a list whose own form is right, with their indexes; none when it is no list. */
export function soundItems<Options, Name extends keyof Options & string>(
  { options, wrong }: Given<Options>,
  name: Name,
): readonly (readonly [index: number, item: Item<Options[Name]>])[] {
  const list: unknown = isReadable(wrong, [name]) ? options[name] : undefined;
  if (!Array.isArray(list)) return [];
  return [...(list as Item<Options[Name]>[]).entries()].filter(([i]) => isSound(wrong, [name, String(i)]));
}

type Item<List> = List extends readonly (infer One)[] ? One : never;

/** Whether nothing is wrong with the form at this place, above it or below it. */
const isSound = (wrong: readonly Path[], path: Path): boolean =>
  !wrong.some((one) => one.slice(0, path.length).every((key, i) => key === path[i]));

/** The same, but for what is below. */
const isReadable = (wrong: readonly Path[], path: Path): boolean =>
  !wrong.some((one) => one.length <= path.length && one.every((key, i) => key === path[i]));
