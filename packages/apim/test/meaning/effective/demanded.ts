import type { Configuration } from "#src/configuration/configuration.js";
import { interpret, type Meaning } from "#src/meaning/interpret.js";
import { apiOf, configurationOf, productOf } from "../support/configuration.js";

export const check = (name: string): string => `<check-header name="${name}" failed-check-httpcode="400" />`;
export const base = "<base />";
export const include = (name: string): string => `<include-fragment fragment-id="${name}" />`;
export const end = '<return-response><set-status code="403" /></return-response>';

/** Names of headers that are demanded, in order, by `api/operation context`; `403` for a denial. */
export function demanded({ effective, rules }: Meaning): Readonly<Record<string, string>> {
  const names = new Map(rules.map(({ at, rule }) => [at, rule.kind === "header" ? rule.name : "403"]));
  return Object.fromEntries(
    effective.map(({ api, operation, context, rules: places }) => [
      `${api}/${operation} ${context}`,
      places.map((place) => names.get(place)).join(" "),
    ]),
  );
}

export const of = (parts: Partial<Configuration>): Meaning =>
  interpret(
    configurationOf({ apis: [apiOf("x", { products: ["p"] })], products: [productOf("p")], ...parts }),
  );
