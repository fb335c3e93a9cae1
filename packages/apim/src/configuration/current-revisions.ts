import { memberOf } from "../json/json-object.js";
import type { HoldingFinding } from "../report/holding-finding.js";
import type { Resource } from "./resource.js";
import { nameWithoutRevision } from "./scope-of-resource.js";

/**
 * Keeps one revision of each API, the current one, under the name without suffix, and drops the others with all that
 * belongs to them. See https://learn.microsoft.com/azure/api-management/api-management-revisions.
 */
export function currentRevisions(resources: readonly Resource[]): {
  readonly resources: readonly Resource[];
  readonly findings: readonly HoldingFinding[];
} {
  const revisions = new Map<string, Resource[]>();
  for (const resource of resources)
    if (resource.type === "apis") {
      const name = nameWithoutRevision(resource.names[0] ?? "");
      revisions.set(name, [...(revisions.get(name) ?? []), resource]);
    }
  const current = new Map([...revisions].map(([name, all]) => [name, currentOf(name, all)?.names[0]]));
  const findings: HoldingFinding[] = [];
  const kept: Resource[] = [];
  for (const resource of resources) {
    const [full = "", ...names] = resource.names;
    if (resource.type !== "apis" && !resource.type.startsWith("apis/")) {
      kept.push(resource);
      continue;
    }
    const name = nameWithoutRevision(full);
    // Documents and operations of an API that is not in the input stay: they are its current ones unless they say otherwise.
    const wanted = current.has(name) ? current.get(name) : name;
    if (full === wanted) kept.push({ ...resource, names: [name, ...names] });
    else if (resource.type === "apis") findings.push(skipped(resource.at));
  }
  return { resources: kept, findings };
}

function currentOf(name: string, revisions: readonly Resource[]): Resource | undefined {
  const plain = revisions.find(({ names }) => names[0] === name);
  const isCurrent = ({ properties }: Resource): boolean => memberOf(properties, "isCurrent") === true;
  const marked = revisions.filter(isCurrent).sort((one, other) => numberOf(other) - numberOf(one));
  if (plain !== undefined && (isCurrent(plain) || marked.length === 0)) return plain;
  // A plain name that denies to be the current one gives way only to one that says it is.
  return plain === undefined || memberOf(plain.properties, "isCurrent") === false ? marked[0] : plain;
}

const numberOf = ({ names }: Resource): number => Number(/;rev=(\d{1,9})$/i.exec(names[0] ?? "")?.[1] ?? 0);

const skipped = (at: string): HoldingFinding => ({
  severity: "info",
  code: "revision-skipped",
  at,
  text: "The revision is not the current one; it is not imported.",
});
