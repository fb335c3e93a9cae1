import type { KeyPlace, Rule, SettledCatalog } from "@product-auth/core";

/** The rule of an operation, or `"open"`: as the `config` of Fastify's routes takes it. Plain data. */
export type DocumentRule<P extends string = string> =
  "open" | { [Name in keyof Rule<P>]-?: Rule<P> & Required<Pick<Rule<P>, Name>> }[keyof Rule<P>];

/** An operation of a document with its rule. */
export interface OperationRule<P extends string = string> {
  /** In upper case. */
  readonly method: string;
  /** The path as the document has it, such as `/orders/{id}`. */
  readonly path: string;
  readonly operationId?: string;
  readonly rule: DocumentRule<P>;
}

/** The rules of a document. `G`: the guards of the framework. */
export interface DocumentRules<P extends string = string, G = unknown> {
  /** Every operation, concrete paths before templates that match them too: a router may register them in this order. */
  readonly operations: readonly OperationRule<P>[];
  /** The rule of an operation by its `operationId`. Throws `RangeError` when the document has none. */
  readonly rule: (operationId: string) => DocumentRule<P>;
  /** The rule at a method and path, `/orders/{id}` or `/orders/:id`. Throws `RangeError` when the document has none. */
  readonly ruleAt: (method: string, path: string) => DocumentRule<P>;
  /** The guard of an operation by its `operationId`: `auth.require(rule)` or `auth.open()`. Throws like `rule`. */
  readonly guard: (operationId: string) => G;
  /** The guard at a method and path. Throws like `ruleAt`. */
  readonly guardAt: (method: string, path: string) => G;
}

/** What rules are made for: the result of `productAuth()`, whatever its framework. */
export interface GuardingInstance<P extends string = string, G = unknown, O = unknown> {
  readonly catalog: SettledCatalog;
  readonly requireProduct: (...names: [P, ...P[]]) => unknown;
  readonly require: (rule: Rule<P>) => G;
  readonly open: () => O;
}

/** How a document is read. */
export interface DocumentRulesOptions {
  /**
   * Names of security schemes that something before the rules enforces, such as client certificates by a policy or a proxy.
   * Rules leave them out. Default: none.
   */
  readonly enforcedElsewhere?: readonly string[];
}

/** The places where an instance looks for subscription keys. */
export function keyPlacesOf({ key, apis }: SettledCatalog): readonly KeyPlace[] {
  const places = [key, ...[...apis.values()].map((api) => api.key)];
  return places.filter(
    ({ header, query }, i) =>
      places.findIndex((other) => other.header === header && other.query === query) === i,
  );
}
