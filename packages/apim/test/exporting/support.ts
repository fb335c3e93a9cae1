import { expect } from "chai";
import { catalogFiles, exportCatalog, type ExportedCatalog, type Import } from "@product-auth/apim";
import { settleConfiguration } from "#src/configuration/settle-configuration.js";
import { resourcesOfFolder } from "#src/inputs/apiops/resources-of-folder.js";
import { interpret } from "#src/meaning/interpret.js";
import { assembleReport } from "#src/assemble-report.js";

/** The parsed files of an import, as `exportCatalog` takes them. */
export interface WrittenImport {
  readonly catalog: Catalog;
  readonly options: object;
  readonly rules: { readonly rules: readonly object[]; readonly held: readonly object[] };
}

export interface Catalog {
  readonly products: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly apis?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly [member: string]: unknown;
}

export function writtenBy(imported: Import): WrittenImport | undefined {
  const files = catalogFiles(imported);
  if (files.size === 0) return undefined;
  const read = (name: string): unknown => JSON.parse(files.get(name)!);
  return {
    catalog: read("catalog.json") as Catalog,
    options: read("options.json") as object,
    rules: read("rules.json") as WrittenImport["rules"],
  };
}

export const exportOf = ({ catalog, options, rules }: WrittenImport): ExportedCatalog =>
  exportCatalog(catalog, { options, rules });

/** What an import of the exported folder gives. Tokens in resources get the texts that the catalog has for them. */
export function importOf({ files }: Pick<ExportedCatalog, "files">): Promise<Import> {
  const loaded = [...files]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, text]) => ({
      ...{ name, isBroken: false },
      text: text.replaceAll(/\{#\[([A-Za-z0-9_]+)\]#\}/g, (_, variable) => `\${env:${variable}}`),
    }));
  const { resources, findings, read } = resourcesOfFolder(loaded, "");
  expect(read.size).to.equal(files.size);
  const configuration = settleConfiguration({
    ...{ resources, findings, documents: [], secretVariables: new Set(), keys: new Map() },
  });
  const meaning = interpret(configuration);
  const report = assembleReport(configuration, meaning, SETTINGS);
  return Promise.resolve({
    ...{ report, configuration, keys: new Map() },
    ...{ answered: meaning.answered, tokens: meaning.tokens },
  });
}

const SETTINGS = { accept: [], strict: false, today: "2026-11-30" };

type Members = Readonly<Record<string, unknown>>;

/**
 * What must come back: everything but names that are written where there are none, places in files, and what is left out.
 * Limits of callers without parts are compared in one form.
 */
export const comparable = ({ catalog, options, rules }: WrittenImport): unknown => ({
  catalog: {
    ...catalog,
    apis: Object.fromEntries(
      Object.entries(catalog.apis ?? {}).map(([name, api]) => [name, comparableApi(name, api)]),
    ),
  },
  options,
  rules: rules.rules.map((one) => JSON.stringify(comparableRule(one as WrittenRule))).sort(),
});

type WrittenRule = Members & { readonly rule: Members };

const comparableRule = ({ place, contexts, methods, token, joined, rule }: WrittenRule): Members => ({
  ...{ place, contexts, methods, token, joined },
  rule: Object.entries({
    ...(rule["kind"] === "header" && { message: "Forbidden", status: 403 }),
    ...rule,
  }).sort(([one], [other]) => (one < other ? -1 : 1)),
});

function comparableApi(name: string, api: Members): Members {
  const { operations: limits = {}, ...limit } = (api["rateLimit"] ?? {}) as {
    readonly operations?: Readonly<Record<string, Members>>;
  };
  const operations = Object.entries((api["operations"] ?? {}) as Readonly<Record<string, Members>>).map(
    ([operation, members]) => {
      const ofApi = Object.hasOwn(limits, operation) ? { rateLimit: limits[operation] } : {};
      return [operation, withLimitByKey({ ...ofApi, ...members })] as const;
    },
  );
  return {
    displayName: name,
    ...withLimitByKey({ ...api, ...(api["rateLimit"] !== undefined && { rateLimit: limit }) }),
    ...(operations.length > 0 && { operations: Object.fromEntries(operations) }),
  };
}

function withLimitByKey({ rateLimit, rateLimitByKey = [], validateJwt, ...members }: Members): Members {
  const own = rateLimit === undefined ? [] : [{ ...(rateLimit as Members), counterKey: ["caller"] }];
  const all = [...own, ...(rateLimitByKey as readonly Members[])].map((limit) =>
    JSON.stringify(
      Object.fromEntries(Object.entries(limit).sort(([one], [other]) => (one < other ? -1 : 1))),
    ),
  );
  // HEAD needs the token of GET here, and is named in the gateway.
  const tokens = JSON.stringify(validateJwt)?.replaceAll('"GET","HEAD"', '"GET"');
  return { ...members, tokens, ...(all.length > 0 && { limits: all.sort() }) };
}
