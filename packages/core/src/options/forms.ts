import * as v from "valibot";

/** The form of a value. Each one carries what to write instead of a wrong value, as `message`. */
export type Form = v.GenericSchema & { readonly message?: unknown };

/** One form for each option: an option that is typed and has no form, or the reverse, does not compile. */
export type FormsOf<Options> = { readonly [Name in keyof Options]-?: Form };

/**
 * Takes what is left of the options of a subject after each of them was settled: nothing, or the call does not compile.
 * An option that is typed and not settled would be accepted at the start and have no effect.
 */
export const nothingLeft: (left: { readonly [name: string]: never }) => void = () => undefined;

/** Takes an option that the file of another subject settles. */
export const settledElsewhere: (option: unknown) => void = () => undefined;

/** The form of an object: its names, and the forms of its members. */
export type ObjectForm = Form & { readonly entries: Readonly<Record<string, Form>> };

export const optional = (form: Form): Form => v.optional(form);

export const object = <Options>(entries: FormsOf<Options>, write = "an object"): ObjectForm =>
  v.strictObject(entries as Readonly<Record<string, Form>>, write);

/** Entries by name. */
export const byName = (entry: Form, write: string): Form => v.record(v.string(), entry, write);

export const list = (item: Form, write = "a list"): Form => v.array(item, write);

export const filledList = (item: Form, write: string): Form =>
  v.pipe(v.array(item, write), v.minLength(1, write));

/** A list whose entries may each cost a try with every token. */
export const shortList = (item: Form, what: string, most: number): Form =>
  v.pipe(v.array(item, `a list of ${what}`), v.maxLength(most, `at most ${most} ${what}`));

export const either = (forms: readonly Form[], write: string): Form => v.union([...forms], write);

/** One of these words; the value that was given may be shown. */
export const oneOf = (values: readonly string[], write?: string): Form =>
  v.picklist(values, write ?? `one of ${values.map((value) => `"${value}"`).join(", ")}`);

export const literal = (value: string | boolean): Form => v.literal(value, JSON.stringify(value));

export const flag: Form = v.boolean("true or false");

export const aFunction: Form = v.function("a function");

/** Any string; what it must say is checked elsewhere. */
export const anyText: Form = v.string("a string");

export const text = (write = "a string that is not empty"): Form =>
  v.pipe(
    v.string(write),
    v.check((written) => written.trim() !== "", write),
  );

export const shortText = (least: number, most: number): Form => {
  const write = `${least} to ${most} characters`;
  return v.pipe(v.string(write), v.minLength(least, write), v.maxLength(most, write));
};

/** One form per kind of value, for options where a union could not say which of its forms was meant. */
export const byKind = (
  forms: Partial<Record<"string" | "list" | "object" | "function", Form>>,
  write: string,
): Form => {
  const otherwise = v.never(write);
  const chosen = v.lazy((value) => {
    const kind = Array.isArray(value) ? "list" : typeof value;
    return (value !== null && Object.hasOwn(forms, kind) && forms[kind as keyof typeof forms]) || otherwise;
  });
  return Object.assign(chosen, { message: write, options: Object.values(forms) });
};

/** One form per member that tells objects apart, so that problems are reported for the intended form. */
export const byMember = (forms: Readonly<Record<string, Form>>, write: string): Form => {
  const otherwise = v.never(write);
  const chosen = v.lazy((value) => {
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    const name = Object.keys(forms).find((member) => isObject && Object.hasOwn(value, member));
    return name === undefined ? otherwise : forms[name]!;
  });
  return Object.assign(chosen, { message: write, options: Object.values(forms) });
};

/** Names that lead to a member, from the outside in. */
export const path = (most: number): Form => {
  const write = `a list of 1 to ${most} names`;
  return v.pipe(v.array(text(), write), v.minLength(1, write), v.maxLength(most, write));
};

export const separator: Form = v.pipe(v.string("a string"), v.minLength(1, "at least one character"));

const A_DATE = "a Date or an ISO 8601 string";
export const date: Form = v.union(
  [
    v.date(A_DATE),
    v.pipe(
      v.string(A_DATE),
      v.check((written) => !Number.isNaN(Date.parse(written)), A_DATE),
    ),
  ],
  A_DATE,
);

/** An object that the caller implements, known by one of its methods. */
export const port = (method: string): Form =>
  v.custom(
    (value) =>
      typeof value === "object" &&
      value !== null &&
      method in value &&
      typeof (value as Readonly<Record<string, unknown>>)[method] === "function",
    `an object with ${method}`,
  );

/** An object of several possible forms: its members are checked where they are read. */
export const anyObject = (write: string): Form =>
  v.custom((value) => typeof value === "object" && value !== null && !Array.isArray(value), write);

// Each number has an upper bound. A slip of units, milliseconds for seconds, would otherwise disable a check and start
// without a word: with clockTolerance 1e9 a token of 1995 is good.
export const seconds = (most: number): Form =>
  v.pipe(
    v.number(`a number of seconds from 0 to ${most}`),
    v.minValue(0, "0 or more seconds"),
    v.maxValue(most, `at most ${most} seconds`),
  );

/** Seconds for which something is waited for: none at all would be no wait. */
export const waitingTime = (most: number): Form =>
  v.pipe(
    v.number(`a number of seconds above 0, at most ${most}`),
    v.gtValue(0, `more than 0 seconds, at most ${most}`),
    v.maxValue(most, `at most ${most} seconds`),
  );

export const count = (what: string, most: number, least = 0): Form =>
  v.pipe(
    v.number(`a number of ${what} from ${least} to ${most}`),
    v.minValue(least, `${least} or more ${what}`),
    v.maxValue(most, `at most ${most} ${what}`),
    v.safeInteger(`a whole number of ${what}`),
  );

export const integerBetween = (least: number, most: number, write: string): Form =>
  v.pipe(v.number(write), v.minValue(least, write), v.maxValue(most, write), v.safeInteger(write));
