import type { Configuration } from "../configuration/configuration.js";
import type { Finding } from "../report/report.js";
import type { DocumentMeaning } from "./documents/step.js";
import { operationOf } from "./effective/effective-policies.js";
import type { ScopedFinding } from "./scoped-finding.js";

/** Operations whose method and path are not in the input, and operations of APIs that have none. */
export function findingsOfOperations(
  configuration: Configuration,
  documents: readonly DocumentMeaning[],
): readonly ScopedFinding[] {
  const apis = new Map(
    configuration.apis.map((api) => [
      api.name,
      { at: api.at, type: api.type, operations: new Set(api.operations.map(({ name }) => name)) },
    ]),
  );
  return documents.flatMap(({ document: { scope, source }, guards }): ScopedFinding[] => {
    const place = operationOf(scope);
    const api = place && apis.get(place.api);
    if (api === undefined) return [];
    const found: Finding[] = [];
    if (!api.operations.has(place!.operation)) {
      const text = "Its method and path are not in the input.";
      found.push({ severity: guards ? "lost" : "info", code: "operation-unknown", at: source, text });
    }
    if (guards && api.type !== "http") {
      const text = "Its operations are no pairs of method and path.";
      found.push({ severity: "difference", code: "api-type", at: api.at, text });
    }
    return found.map((finding) => ({ scope, finding }));
  });
}
