import type { SubscriptionKeys } from "../configuration/configuration.js";
import type { Resource } from "../configuration/resource.js";
import { jsonObjectOf, textOf } from "../json/json-object.js";

const KEYS: ReadonlySet<string> = new Set(["primaryKey", "secondaryKey"]);

/** Takes the keys out of subscriptions, so that no later step can put one into a report or catalog. */
export function splitKeys(resources: readonly Resource[]): {
  readonly resources: readonly Resource[];
  readonly keys: SubscriptionKeys;
} {
  const keys = new Map<string, { primaryKey: string; secondaryKey?: string }>();
  const without = resources.map((resource) => {
    if (resource.type !== "subscriptions") return resource;
    const primaryKey = textOf(resource.properties, "primaryKey") ?? "";
    const secondaryKey = textOf(resource.properties, "secondaryKey") ?? "";
    if (primaryKey !== "" && !isRedacted(primaryKey))
      keys.set(resource.names[0] ?? "", {
        primaryKey,
        ...(secondaryKey === "" || isRedacted(secondaryKey) ? {} : { secondaryKey }),
      });
    const properties = jsonObjectOf(Object.entries(resource.properties).filter(([name]) => !KEYS.has(name)));
    return { ...resource, properties };
  });
  return { resources: without, keys };
}

/** What apiops-cli writes in place of a secret. */
const isRedacted = (text: string): boolean => text.includes("*** REDACTED ***");
