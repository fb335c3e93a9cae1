import type {
  Configuration,
  ImportedApi,
  ImportedProduct,
  NamedValue,
  PolicyDocument,
} from "#src/configuration/configuration.js";
import type { Scope } from "#src/report/scope.js";
import { interpret } from "#src/meaning/interpret.js";
import type { Writable } from "#src/writing/points.js";
import { reportWith } from "../support/report-with.js";

type Product = Partial<ImportedProduct>;
type Api = Partial<Omit<ImportedApi, "operations">> & {
  /** Method and template by name. */
  readonly operations?: Readonly<Record<string, string>>;
};

/** A configuration in short. */
export interface Configured {
  readonly products?: Readonly<Record<string, Product>>;
  readonly apis?: Readonly<Record<string, Api>>;
  /** Content of `inbound` by scope; of a fragment its content. */
  readonly policies?: Readonly<Record<string, string>>;
  readonly namedValues?: readonly NamedValue[];
  readonly clients?: Configuration["clients"];
  readonly held?: readonly string[];
}

export function configurationOf(given: Configured): Configuration {
  const { products = {}, apis = {}, policies = {}, namedValues = [], clients = [] } = given;
  return {
    products: Object.entries(products).map(([name, product]) => ({
      ...{ name, at: `products/${name}`, displayName: name, state: "published", accepts: ["key"] },
      ...{ audiences: [], groups: [] },
      ...product,
    })),
    apis: Object.entries(apis).map(([name, { operations = {}, ...api }]) => ({
      ...{ name, at: `apis/${name}`, path: name, subscriptionRequired: true, products: [], type: "http" },
      ...api,
      operations: Object.entries(operations).map(([operation, text]) => {
        const [method = "", urlTemplate = ""] = text.split(" ");
        return { name: operation, method, urlTemplate };
      }),
    })),
    ...{ subscriptions: [], clients, namedValues, secretVariables: new Set<string>(), findings: [] },
    documents: Object.entries(policies).map(([scope, inner]): PolicyDocument => {
      const source = `${scope.replaceAll(/[:/]/g, "-")}.xml`;
      const text = scope.startsWith("fragment:")
        ? `<fragment>${inner}</fragment>`
        : `<policies><inbound>${inner}</inbound></policies>`;
      return { scope: scope as Scope, source, text };
    }),
  };
}

/** What an import of the configuration writes files from. */
export function importedOf(given: Configured): Writable {
  const configuration = configurationOf(given);
  const { rules, effective, answered, tokens, findings } = interpret(configuration);
  const lost = findings.filter(({ severity }) => severity === "lost").flatMap(({ holds = [] }) => holds);
  const held = [...new Set([...(given.held ?? []), ...lost])];
  const report = reportWith({ rules, effective, findings, held });
  return { configuration, report, answered, tokens };
}
