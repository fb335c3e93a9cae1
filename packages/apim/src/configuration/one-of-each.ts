import type { HoldingFinding } from "../report/holding-finding.js";
import type { Resource } from "./resource.js";
import { isSameJson } from "./same-resource.js";
import { holdsOfResource } from "./scope-of-resource.js";

/** Types that say only that they are there, so that two of them always agree. */
const LINKS: ReadonlySet<string> = new Set([
  "products/apis",
  "products/groups",
  "clientApplications/products",
]);

/**
 * One resource for each type and names. One that comes again with the same content counts once; with other content it is
 * lost: the first stays where something holds it back, and neither stays where it would open something.
 */
export function oneOfEach(resources: readonly Resource[]): {
  readonly resources: readonly Resource[];
  readonly findings: readonly HoldingFinding[];
} {
  const first = new Map<string, Resource>();
  const dropped = new Set<string>();
  const findings: HoldingFinding[] = [];
  for (const resource of resources) {
    const { type, names, at, properties } = resource;
    const key = JSON.stringify([type, ...names]);
    const known = first.get(key);
    if (known === undefined) first.set(key, resource);
    else if (!LINKS.has(type) && !isSameJson(known.properties, properties)) {
      const holds = holdsOfResource(type, names);
      if (holds.length === 0) dropped.add(key);
      findings.push({
        severity: "lost",
        code: "duplicate",
        at,
        text: `The same resource stands at ${known.at} with other content.`,
        holds,
      });
    }
  }
  return {
    resources: [...first].filter(([key]) => !dropped.has(key)).map(([, resource]) => resource),
    findings,
  };
}
