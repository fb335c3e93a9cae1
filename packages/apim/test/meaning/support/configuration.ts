import { expect } from "chai";
import type {
  Configuration,
  ImportedApi,
  ImportedProduct,
  PolicyDocument,
} from "#src/configuration/configuration.js";
import type { Scope } from "#src/report/scope.js";
import { interpret, type Meaning } from "#src/meaning/interpret.js";

/** A configuration of what a test is about. */
export const configurationOf = (parts: Partial<Configuration>): Configuration => ({
  products: [],
  apis: [],
  subscriptions: [],
  clients: [],
  namedValues: [],
  documents: [],
  secretVariables: new Set(),
  findings: [],
  ...parts,
});

export const apiOf = (name: string, parts: Partial<ImportedApi> = {}): ImportedApi => ({
  name,
  at: `${name}.json`,
  path: name,
  subscriptionRequired: true,
  products: [],
  operations: [],
  type: "http",
  ...parts,
});

export const productOf = (name: string): ImportedProduct => ({
  name,
  at: `${name}.json`,
  displayName: name,
  state: "published",
  accepts: ["key"],
  audiences: [],
  groups: [],
});

/** A document whose source is its scope. */
export const documentOf = (scope: Scope, text: string): PolicyDocument => ({ scope, source: scope, text });

/** A document with elements in `inbound`, each on a line: the first on line 2. */
export const inboundOf = (scope: Scope, ...elements: readonly string[]): PolicyDocument =>
  documentOf(scope, `<policies><inbound>\n${elements.join("\n")}\n</inbound></policies>`);

export const fragmentOf = (name: string, ...elements: readonly string[]): PolicyDocument =>
  documentOf(`fragment:${name}`, `<fragment>\n${elements.join("\n")}\n</fragment>`);

/** What elements in `inbound` of a document without scope mean. */
export const meaningOf = (...elements: readonly string[]): Meaning =>
  interpret(configurationOf({ documents: [inboundOf("document", ...elements)] }));

/** Severity, code and line of findings: `lost condition 3`. Each has a sentence for people. */
export const inShort = ({ findings }: Meaning): readonly string[] =>
  findings.map(({ severity, code, at, text }) => {
    expect(text, code).to.match(/^[A-Z][^]*\.$/);
    return `${severity} ${code} ${at.slice(at.lastIndexOf(":") + 1)}`;
  });
