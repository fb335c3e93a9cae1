import type { Problem } from "@product-auth/core";
import type { Held } from "../writing/points.js";
import type { WrittenRule } from "../writing/written-rule.js";
import { isEnforceable } from "./rule-members.js";

/** The content of `rules.json`. */
export interface RuleFile {
  readonly rules: readonly WrittenRule[];
  readonly held: readonly Held[];
}

/** Reads parsed rules. A member that is not understood is a problem: without it a rule would ask less. */
export function readRules(content: unknown): RuleFile | { readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const wrong = (path: string, message: string) => {
    problems.push({ path, message, fix: "repeat the import with this version of @product-auth/apim" });
  };
  if (!isObject(content) || !hasOnly(content, ["rules", "held"])) {
    wrong("", "is not { rules, held }");
    return { problems };
  }
  const [rules, held] = [listIn(content, "rules"), listIn(content, "held")];
  for (const [i, rule] of rules.entries())
    if (!isRule(rule)) wrong(`rules[${i}]`, "is not a rule of an import");
  for (const [i, one] of held.entries()) if (!isHeld(one)) wrong(`held[${i}]`, "is not { scope, reason }");
  if (problems.length > 0) return { problems };
  return { rules: rules as readonly WrittenRule[], held: held as readonly Held[] };
}

type Members = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const hasOnly = (object: Members, names: readonly string[]): boolean =>
  Object.keys(object).every((name) => names.includes(name));

const listIn = (object: Members, name: string): readonly unknown[] =>
  Object.hasOwn(object, name) && Array.isArray(object[name]) ? (object[name] as unknown[]) : [undefined];

const isHeld = (value: unknown): boolean =>
  isObject(value) && typeof value["scope"] === "string" && typeof value["reason"] === "string";

function isRule(value: unknown): boolean {
  if (!isObject(value) || !hasOnly(value, ["at", "place", "contexts", "methods", "token", "joined", "rule"]))
    return false;
  const { at, place, contexts, methods, token, joined, rule } = value;
  return (
    typeof at === "string" &&
    isPlace(place) &&
    (contexts === undefined || isTexts(contexts)) &&
    (methods === undefined || isMethodSet(methods)) &&
    (token === undefined || typeof token === "string") &&
    (joined === undefined || joined === true) &&
    isObject(rule) &&
    isEnforceable(rule, token !== undefined)
  );
}

const isPlace = (value: unknown): boolean =>
  isObject(value) &&
  hasOnly(value, ["product", "api", "operation"]) &&
  isTexts(Object.values(value)) &&
  !(Object.hasOwn(value, "product") && Object.hasOwn(value, "api")) &&
  (!Object.hasOwn(value, "operation") || Object.hasOwn(value, "api"));

const isMethodSet = (value: unknown): boolean =>
  isObject(value) && typeof value["not"] === "boolean" && isTexts(value["methods"]);

const isTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.every((one) => typeof one === "string");
