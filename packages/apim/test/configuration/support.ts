import type { Configuration } from "#src/configuration/configuration.js";
import type { Resource } from "#src/configuration/resource.js";
import type { JsonObject } from "#src/json/json-value.js";
import { settleConfiguration } from "#src/configuration/settle-configuration.js";
import type { Reading } from "#src/configuration/reading.js";

/** A resource from its type and names, `products/gold` or `products/gold/apis/a`, at the place of the same text. */
export function resource(path: string, properties: JsonObject = {}): Resource {
  const segments = path.split("/");
  return {
    type: segments.filter((_, i) => i % 2 === 0).join("/"),
    names: segments.filter((_, i) => i % 2 === 1),
    at: path,
    properties,
  };
}

/** The configuration of resources. */
export const settle = (resources: readonly Resource[], rest: Partial<Reading> = {}): Configuration =>
  settleConfiguration({
    resources,
    documents: [],
    findings: [],
    secretVariables: new Set(),
    keys: new Map(),
    ...rest,
  });

/** Findings but for informations as `severity code at → holds`. */
export const found = ({ findings }: Configuration, withInfo = false): readonly string[] =>
  findings
    .filter(({ severity }) => withInfo || severity !== "info")
    .map(
      ({ severity, code, at, holds = [] }) =>
        `${severity} ${code} ${at}${holds.length > 0 ? ` → ${holds.join()}` : ""}`,
    );
