import type { Configuration, ImportedApi, ImportedOperation } from "../configuration/configuration.js";
import type { ImportReport } from "../report/report.js";
import type { AnsweredCalls } from "../meaning/effective/effective-policies.js";
import type { TokenUse } from "../meaning/token-use.js";
import type { Rule } from "../report/rule.js";
import type { Surroundings } from "./method-set.js";

/** What the files are written from. */
export interface Writable {
  readonly report: ImportReport;
  readonly configuration: Configuration;
  /** Calls that the gateway answers itself. Absent: none. */
  readonly answered?: readonly AnsweredCalls[];
  /** What rules do with variables of tokens. Absent: a rule about claims reads the token that was validated last. */
  readonly tokens?: ReadonlyMap<Rule, TokenUse>;
}

/** A kind of request that is decided in one way: an operation, or a whole API, in one context. */
export interface Point {
  readonly api: string;
  /** Undefined when the operations of the API are not known. */
  readonly operation: string | undefined;
  /** `product:gold`, or `api`. */
  readonly context: string;
  /** The product of the context. */
  readonly product: string | undefined;
  /** Places of the rules that apply, in the order of the gateway. */
  readonly chain: readonly string[];
  /** What conditions are compared with. */
  readonly surroundings: Surroundings;
}

/** Something that is left out of the catalog. */
export interface Held {
  /** `api:orders`, `product:gold`, or `global`. */
  readonly scope: string;
  /** Why, for the operator. */
  readonly reason: string;
}

/** The points of all APIs but the held ones, in the order of the configuration. */
export function pointsOf(
  { report, configuration, answered = [] }: Writable,
  held: ReadonlySet<string>,
): readonly Point[] {
  const chains = new Map(
    report.effective.map(({ api, operation, context, rules }) => [idOf(api, operation, context), rules]),
  );
  for (const { api, operation, context, at } of answered) {
    const id = idOf(api, operation, context);
    chains.set(id, [...(chains.get(id) ?? []), at]);
  }
  const products = new Map(configuration.products.map((product) => [product.name, product]));
  return configuration.apis
    .filter(({ name }) => !held.has("global") && !held.has(`api:${name}`))
    .flatMap((api) =>
      contextsOf(api, configuration, held).flatMap((context) => {
        const product = context === "api" ? undefined : context.slice("product:".length);
        const names =
          product === undefined ? undefined : spellings(product, products.get(product)?.displayName);
        return operationsOf(api).flatMap((operation): readonly Point[] => {
          const chain =
            chains.get(idOf(api.name, operation?.name ?? "*", context)) ??
            chains.get(idOf(api.name, "*", context));
          if (chain === undefined) return [];
          const surroundings = surroundingsOf(api, operation, names);
          return [{ api: api.name, operation: operation?.name, context, product, chain, surroundings }];
        });
      }),
    );
}

/** The contexts in which an API is called: its products that are written, and none. */
const contextsOf = (
  api: ImportedApi,
  { products }: Configuration,
  held: ReadonlySet<string>,
): readonly string[] => [
  ...api.products
    .filter((name) => products.some((product) => product.name === name) && !held.has(`product:${name}`))
    .map((name) => `product:${name}`),
  "api",
];

/** The APIs with a point whose rules are not known: they must not be written. */
export function unknownApis(
  { configuration }: Writable,
  points: readonly Point[],
  held: ReadonlySet<string>,
): readonly string[] {
  if (held.has("global")) return [];
  const counts = new Map<string, number>();
  for (const { api } of points) counts.set(api, (counts.get(api) ?? 0) + 1);
  return configuration.apis
    .filter(({ name }) => !held.has(`api:${name}`))
    .filter(
      (api) =>
        counts.get(api.name) !== contextsOf(api, configuration, held).length * operationsOf(api).length,
    )
    .map(({ name }) => name);
}

const idOf = (api: string, operation: string, context: string): string =>
  JSON.stringify([api, operation, context]);

const operationsOf = ({ operations }: ImportedApi): readonly (ImportedOperation | undefined)[] =>
  operations.length === 0 ? [undefined] : operations;

const spellings = (...names: readonly (string | undefined)[]): readonly string[] =>
  names.filter((name) => name !== undefined);

const surroundingsOf = (
  api: ImportedApi,
  operation: ImportedOperation | undefined,
  product: readonly string[] | undefined,
): Surroundings => ({
  api: spellings(api.name, api.displayName, api.path),
  operation: operation && spellings(operation.name, operation.displayName),
  method: operation?.method,
  product,
});
