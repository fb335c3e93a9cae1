import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { catalogFiles, exportCatalog, type ExportedCatalog, type Import } from "@product-auth/apim";
import { importConfiguration } from "#src/import-configuration.js";

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
export async function importOf({ files }: Pick<ExportedCatalog, "files">): Promise<Import> {
  const folder = await mkdtemp(join(tmpdir(), "product-auth-export-"));
  try {
    for (const [path, text] of files) {
      const file = join(folder, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(
        file,
        text.replaceAll(/\{#\[([A-Za-z0-9_]+)\]#\}/g, (_, name) => `\${env:${name}}`),
      );
    }
    return await importConfiguration([folder]);
  } finally {
    await rm(folder, { recursive: true });
  }
}

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
  rules: rules.rules.map((rule) => ({ ...rule, at: "" })),
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

function withLimitByKey({ rateLimit, rateLimitByKey = [], ...members }: Members): Members {
  const own = rateLimit === undefined ? [] : [{ ...(rateLimit as Members), counterKey: ["caller"] }];
  const all = [...own, ...(rateLimitByKey as readonly Members[])].map((limit) =>
    JSON.stringify(
      Object.fromEntries(Object.entries(limit).sort(([one], [other]) => (one < other ? -1 : 1))),
    ),
  );
  return { ...members, ...(all.length > 0 && { limits: all.sort() }) };
}
