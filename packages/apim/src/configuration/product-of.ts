import { itemsOf, memberAt, memberOf, textOf } from "../json/json-object.js";
import type { HoldingFinding } from "../report/holding-finding.js";
import type { ImportedProduct } from "./configuration.js";
import { flagOf } from "./flag-of.js";
import { PlaceholdersIn } from "./placeholders-in.js";
import type { Resource } from "./resource.js";
import type { JsonObject } from "../json/json-value.js";

/** A product with what was found about it. */
export interface ProductReading {
  readonly product: ImportedProduct;
  readonly findings: readonly HoldingFinding[];
}

/** Settings of a product that guard nothing: they are shown by a portal. */
const METADATA = ["approvalRequired", "subscriptionsLimit", "terms"] as const;

/** Reads a product. `name`: the one that it has in the catalog; `groups`: those that see it in a portal. */
export function productOf(
  resource: Resource,
  name: string,
  groups: readonly string[],
  secretVariables: ReadonlySet<string>,
): ProductReading {
  const { at, properties } = resource;
  const [nameInService = name] = resource.names;
  const placeholders = new PlaceholdersIn();
  const isOpen = flagOf(properties, "subscriptionRequired");
  const takesTokens = takes(properties, "application-token");
  const takesKeys = !takesTokens || takes(properties, "subscription-key");
  const givenName = textOf(properties, "displayName") ?? name;
  // The display name is part of the app role; of other products portals show it, as it is.
  const displayName = takesTokens ? placeholders.replace(givenName) : givenName;
  const audiences = takesTokens ? audiencesOf(properties).map((text) => placeholders.replace(text)) : [];
  const holds = [`product:${name}`];
  const findings: HoldingFinding[] = [...placeholders.findings(at, secretVariables)];
  if (isOpen === "unclear")
    findings.push({
      severity: "lost",
      code: "unreadable",
      at,
      text: "subscriptionRequired is neither true nor false.",
      holds,
    });
  if (takesTokens && audiences.length === 0)
    findings.push({
      severity: "lost",
      code: "audience-missing",
      at,
      text: "The product takes application tokens, and neither audience nor application id is known.",
      holds,
    });
  if (takesTokens)
    findings.push({
      severity: "difference",
      code: "role-assumed",
      at,
      text: "No export holds the app role of the product; the name that the service gives it was written.",
      holds: [],
    });
  const settings = METADATA.filter((setting) => memberOf(properties, setting) !== undefined);
  if (takesTokens && isOpen === false)
    findings.push({
      severity: "info",
      code: "metadata",
      at,
      text: "No subscription is required, but the product takes application tokens: it stays closed without a credential.",
    });
  if (settings.length > 0 || groups.length > 0)
    findings.push({
      severity: "info",
      code: "metadata",
      at,
      text: `Shown by portals, guards nothing: ${[...settings, ...(groups.length > 0 ? ["groups"] : [])].join(", ")}.`,
    });
  return {
    findings,
    product: {
      name,
      ...(nameInService === name ? {} : { nameInService }),
      at,
      displayName,
      state: textOf(properties, "state")?.toLowerCase() === "published" ? "published" : "notPublished",
      accepts: takesTokens
        ? takesKeys
          ? ["token", "key"]
          : ["token"]
        : isOpen === false
          ? ["key", "open"]
          : ["key"],
      audiences,
      ...(takesTokens ? { role: `Product.${/\s/.test(displayName) ? name : displayName}.All` } : {}),
      ...metadataOf(properties),
      groups,
    },
  };
}

const takes = (properties: JsonObject, kind: string): boolean =>
  itemsOf(memberOf(properties, "authenticationType")).some(
    (item) => typeof item === "string" && item.toLowerCase() === kind,
  );

/** The audience, and the application id unless the audience has it in it: tokens of version 2 carry the id alone. */
function audiencesOf(properties: JsonObject): readonly string[] {
  const entra = memberAt(properties, "application", "entra");
  const audience = textOf(entra, "audience") ?? "";
  const id = textOf(entra, "applicationId") ?? "";
  return [audience, audience.toLowerCase().includes(id.toLowerCase()) ? "" : id].filter(
    (text) => text !== "",
  );
}

function metadataOf(
  properties: JsonObject,
): Pick<ImportedProduct, "description" | "approvalRequired" | "subscriptionsLimit" | "terms"> {
  const description = textOf(properties, "description");
  const approvalRequired = flagOf(properties, "approvalRequired");
  const subscriptionsLimit = memberOf(properties, "subscriptionsLimit");
  const terms = textOf(properties, "terms");
  return {
    ...(description === undefined ? {} : { description }),
    ...(typeof approvalRequired === "boolean" ? { approvalRequired } : {}),
    ...(typeof subscriptionsLimit === "number" ? { subscriptionsLimit } : {}),
    ...(terms === undefined ? {} : { terms }),
  };
}
