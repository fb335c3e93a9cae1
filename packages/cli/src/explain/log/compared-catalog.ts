import { readFile } from "node:fs/promises";
import { catalogVersion, replaceCatalogVariables } from "@product-auth/core/catalog";
import type { CatalogOptions } from "@product-auth/core";

/** How the catalog that decided compares with the one in a file. */
export type ComparedCatalog =
  | { readonly result: "same" | "other"; readonly file: string; readonly version: string }
  | { readonly result: "unknown"; readonly why: string };

const DEFAULT = "product-auth.json";

/**
 * Compares a version with that of the products, APIs and policies in a file of options or a catalog file. `config`:
 * undefined for `product-auth.json`, which may be missing. Throws one line when a file that was named cannot be read.
 */
export async function comparedCatalog(
  logged: string | undefined,
  config: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Promise<ComparedCatalog> {
  const file = config ?? DEFAULT;
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === "ENOENT" ? `there is no file ${file}` : message;
    if (config === undefined && code === "ENOENT")
      return { result: "unknown", why: `${why}; --config names the catalog to compare with` };
    throw new Error(`--config: ${why}.`, { cause: error });
  }
  if (logged === undefined) return { result: "unknown", why: "the log line has no catalogVersion" };
  const version = versionIn(text, env);
  if (version === undefined)
    return { result: "unknown", why: `${file} is no catalog, or a variable in it is not set` };
  return { result: version === logged ? "same" : "other", file, version };
}

function versionIn(text: string, env: Readonly<Record<string, string | undefined>>): string | undefined {
  try {
    const { content, problems } = replaceCatalogVariables(JSON.parse(text.replace(/^\uFEFF/, "")), env);
    if (problems.length > 0) return undefined;
    return catalogVersion(content as CatalogOptions<string, string>);
  } catch {
    return undefined; // not JSON, or no object with products
  }
}
