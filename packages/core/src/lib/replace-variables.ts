import type { Problem } from "./errors.js";
import { pathText } from "./path-text.js";

/** Environment variables, such as `process.env`. */
export interface Environment {
  readonly [name: string]: string | undefined;
}

/** A parsed JSON value after its variables were replaced. */
export interface Replaced {
  readonly content: unknown;
  /** One for each variable that is unset or empty, with the path of the first text that needs it. */
  readonly problems: readonly Problem[];
  /** The texts in which a variable was replaced, by path. */
  readonly values: ReadonlyMap<string, ReplacedText>;
}

/** A text in which variables were replaced. */
export interface ReplacedText {
  readonly before: string;
  readonly after: string;
}

/** What `replaceVariables` treats in another way, by the names and indexes that lead there. */
export interface ReplaceOptions {
  /** Whether only a number is accepted: a text of digits becomes one. Default: nowhere. */
  readonly isNumber?: (path: readonly string[]) => boolean;
  /** Whether a member stays as it is. Default: none. */
  readonly isLeft?: (path: readonly string[], member: unknown) => boolean;
}

const START = "${env:";
const VARIABLE = /\$\{env:(?:([A-Za-z0-9_]{1,256})\})?/g;
const DIGITS = /^-?\d{1,15}(\.\d{1,15})?$/;

/**
 * Replaces `${env:NAME}` in the texts of a parsed JSON value by the environment variable NAME. Names of members stay as
 * they are, and the value of a variable is not replaced again. Without `env`, each variable is a problem.
 */
export function replaceVariables(
  content: unknown,
  env: Environment | undefined,
  { isNumber = () => false, isLeft = () => false }: ReplaceOptions = {},
): Replaced {
  const problems = new Map<string, Problem>();
  const values = new Map<string, ReplacedText>();

  function replaced(value: unknown, path: readonly string[]): unknown {
    if (typeof value === "string") return value.includes(START) ? replacedText(value, path) : value;
    if (typeof value !== "object" || value === null || isLeft(path, value)) return value;
    if (Array.isArray(value)) return value.map((item, i) => replaced(item, [...path, String(i)]));
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [name, replaced(member, [...path, name])]),
    );
  }

  function replacedText(before: string, path: readonly string[]): unknown {
    const at = pathText(path);
    const after = before.replace(VARIABLE, (found, name: string | undefined) => {
      const problem = problemOf(name, env);
      if (problem === undefined) return env![name!]!;
      const key = name ?? at;
      if (!problems.has(key)) problems.set(key, { path: at, ...problem });
      return found;
    });
    values.set(at, { before, after });
    return DIGITS.test(after) && isNumber(path) ? Number(after) : after;
  }

  return { content: replaced(content, []), problems: [...problems.values()], values };
}

function problemOf(
  name: string | undefined,
  env: Environment | undefined,
): Omit<Problem, "path"> | undefined {
  if (name === undefined) {
    const fix = "write ${env:NAME}, where NAME has letters, digits and underscores only";
    return { message: "contains ${env: without the name of a variable", fix };
  }
  if (env === undefined) {
    const fix = "pass the environment, as in loadCatalog(path, { env: process.env })";
    return { message: `needs the variable ${name}, and is read without an environment`, fix };
  }
  const value = Object.hasOwn(env, name) ? env[name] : undefined;
  if (value !== undefined && value !== "") return undefined;
  const state = value === undefined ? "not set" : "empty";
  return { message: `needs the variable ${name}, which is ${state}`, fix: `set ${name}` };
}
