import type { Configuration } from "../configuration/configuration.js";
import type { HoldingFinding } from "../report/holding-finding.js";
import type { DocumentMeaning } from "./documents/step.js";

/**
 * Documents with rules that belong to no scope, beside a service. One that lies in the folder of an API or product is most
 * likely its policy under another name, so it is held; others may be samples, or sources of what was read elsewhere.
 */
export function findingsWithoutScope(
  { apis, products }: Pick<Configuration, "apis" | "products">,
  documents: readonly DocumentMeaning[],
): readonly HoldingFinding[] {
  if (apis.length + products.length === 0) return [];
  const scopes = new Map<string, string>([
    ...apis.map(({ name }) => [`apis/${name}`, `api:${name}`] as const),
    ...products.map(
      ({ name, nameInService = name }) => [`products/${nameInService}`, `product:${name}`] as const,
    ),
  ]);
  return documents
    .filter(({ document: { scope }, guards }) => scope === "document" && guards)
    .map(({ document: { source } }): HoldingFinding => {
      const folders = source.split("/").slice(0, -1);
      const holds = folders.flatMap((folder, i) => scopes.get(`${folders[i - 1]}/${folder}`) ?? []);
      const found = {
        code: "scope-missing",
        at: source,
        text: "Its rules guard nothing: its scope is unknown.",
      } as const;
      return holds.length > 0 ? { severity: "lost", ...found, holds } : { severity: "difference", ...found };
    });
}
