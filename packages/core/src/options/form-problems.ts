import * as v from "valibot";
import { didYouMean } from "../lib/did-you-mean.js";
import type { Problem } from "../lib/errors.js";
import { pathText } from "../lib/path-text.js";
import { kindOf, sanitize } from "../lib/sanitize.js";
import type { Form, ObjectForm } from "./forms.js";
import type { Path } from "./given.js";

/** What the form of options is worth: its problems, and the places that must not be read any further. */
export interface FormProblems {
  readonly problems: readonly Problem[];
  /** Unknown names are not among them: what stands beside those can be read. */
  readonly wrong: readonly Path[];
}

/** Problems of form: unknown names, wrong types, values out of range. Every one of them. */
export function formProblems(given: unknown, form: ObjectForm): FormProblems {
  const result = v.safeParse(form, given, { abortPipeEarly: true });
  const unread = unreadEntries(given, form, []);
  const found = [
    ...(result.success ? [] : result.issues.flatMap(leaves).map((issue) => foundBy(issue, form))).filter(
      ({ path }) => !unread.some((list) => list.isList && isWithin(path, list.path)),
    ),
    ...unread,
  ];
  return {
    problems: found.map(({ path, message, fix }) => ({ path: written(path), message, fix })),
    wrong: found.filter(({ isUnknownName }) => !isUnknownName).map(({ path }) => path),
  };
}

interface Found {
  readonly path: Path;
  readonly message: string;
  readonly fix: string;
  readonly isUnknownName: boolean;
  /** A list where an object is meant. */
  readonly isList?: boolean;
}

const isWithin = (path: Path, outer: Path): boolean => outer.every((key, i) => path[i] === key);

const written = (path: Path): string => (path.length === 0 ? "options" : pathText(path));

// A union that fails says so once; the branch that comes closest says what is wrong inside.
function leaves(issue: v.BaseIssue<unknown>): v.BaseIssue<unknown>[] {
  const deeper = (issue.issues ?? []).filter((inner) => (inner.path?.length ?? 0) > 0);
  if (issue.type !== "union" || deeper.length === 0) return [issue];
  return deeper.map(
    (inner) => ({ ...inner, path: [...(issue.path ?? []), ...inner.path!] }) as v.BaseIssue<unknown>,
  );
}

function foundBy(issue: v.BaseIssue<unknown>, root: Form): Found {
  const path = (issue.path ?? []).map((item) => String(item.key));
  if (issue.type === "strict_object" && issue.expected === "never") return unknownName(path, root);
  // What is missing is reported by the object that lacks it; what to write there, its own form knows.
  const write = issue.input === undefined ? formAt(root, path)?.message : issue.message;
  const fix = `write ${typeof write === "string" ? write : "another value"}`;
  return { path, message: whatIsWrong(issue), fix, isUnknownName: false };
}

function unknownName(path: Path, root: Form): Found {
  const name = path.at(-1) ?? "";
  const known = Object.keys(entriesOf(formAt(root, path.slice(0, -1))) ?? {}).filter((one) => one !== name);
  const meant = didYouMean(name, known);
  const fix =
    meant === undefined ? `remove it; known names are ${known.join(", ")}` : `did you mean "${meant}"?`;
  return { path, message: "is not an option", fix, isUnknownName: true };
}

/** What of a valibot schema the way to a member needs. */
interface Node {
  readonly type: string;
  readonly wrapped?: Form;
  readonly entries?: Readonly<Record<string, Form>>;
  readonly item?: Form;
  readonly value?: Form;
  readonly options?: readonly Form[];
}

function formAt(form: Form, path: Path): Form | undefined {
  const { type, wrapped, entries, item, value, options = [] } = form as Node;
  if (wrapped !== undefined) return formAt(wrapped, path);
  const [key, ...rest] = path;
  if (key === undefined) return form;
  if (isChoice(type))
    return options.map((option) => formAt(option, path)).find((found) => found !== undefined);
  const member = entries === undefined ? (item ?? value) : own(entries, key);
  return member && formAt(member, rest);
}

/** Whether a member must be a number: a text there is never right, but for words to choose from. */
export function takesNumber(form: Form, path: Path): boolean {
  const found = formAt(form, path);
  return found !== undefined && isNumberForm(found);
}

function isNumberForm(form: Form): boolean {
  const { type, wrapped, options = [] } = form as Node;
  if (wrapped !== undefined) return isNumberForm(wrapped);
  return type === "number" || (isChoice(type) && options.some(isNumberForm));
}

function entriesOf(form: Form | undefined): Node["entries"] {
  const { type, entries, options = [] } = (form ?? { type: "none" }) as Node;
  if (!isChoice(type)) return entries;
  const found = options.map(entriesOf).filter((one) => one !== undefined);
  return found.length === 0 ? undefined : (Object.assign({}, ...found) as Node["entries"]);
}

// `byKind` and `byMember` are lazy forms that list their options, as a union does.
const isChoice = (type: string): boolean => type === "union" || type === "lazy";

const own = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

// valibot's `record` ignores `__proto__`, `prototype` and `constructor`; it and objects take the indexes of a list for
// names, and an empty list for an object without members.
function unreadEntries(given: unknown, form: Form, path: Path): Found[] {
  if (!isObject(given)) return [];
  const { type, wrapped, entries, item, value, message } = form as Node & { readonly message?: string };
  if (wrapped !== undefined) return unreadEntries(given, wrapped, path);
  if (item !== undefined && Array.isArray(given))
    return given.flatMap((one, i) => unreadEntries(one, item, [...path, String(i)]));
  const members = given as Readonly<Record<string, unknown>>;
  if ((entries !== undefined || type === "record") && Array.isArray(given)) {
    const fix = `write ${message ?? "an object"}`;
    return [{ path, message: "is a list", fix, isUnknownName: false, isList: true }];
  }
  if (entries !== undefined) {
    if (!Object.values(members).some(isObject)) return []; // most operations: a catalog has thousands
    return Object.entries(entries).flatMap(([name, entry]) => {
      const member = own(members, name);
      return isObject(member) ? unreadEntries(member, entry, [...path, name]) : [];
    });
  }
  if (type !== "record") return [];
  const fix = "use another name: JavaScript reserves this one";
  return Object.keys(members).flatMap((name) =>
    ["__proto__", "prototype", "constructor"].includes(name)
      ? [{ path: [...path, name], message: "is a reserved name", fix, isUnknownName: false }]
      : unreadEntries(members[name], value!, [...path, name]),
  );
}

// Numbers are shown where a number is expected, and texts where they can only be one of a few words. Any other value
// may be a key or a secret.
function whatIsWrong({ input, type, issues }: v.BaseIssue<unknown>): string {
  if (input === undefined) return "is missing";
  if (typeof input === "string") {
    if (type === "picklist" || issues?.some((inner) => inner.type === "picklist"))
      return input.length > 40 ? "is none of the accepted values" : `is ${sanitize(JSON.stringify(input))}`;
    if (input.trim() === "" && TEXTS.has(type)) return "is empty";
    if (type === "check") return "is not a date";
    if (type === "max_length") return `has ${input.length} characters`;
  }
  if (typeof input === "number" && NUMBERS.has(type)) return `is ${input}`;
  if (Array.isArray(input)) {
    if (type === "min_length") return "is empty";
    if (type === "max_length") return `has ${input.length} entries`;
  }
  return `is ${kindOf(input)}`;
}

const TEXTS = new Set(["check", "min_length"]);
const NUMBERS = new Set(["number", "min_value", "max_value", "gt_value", "safe_integer", "picklist"]);
