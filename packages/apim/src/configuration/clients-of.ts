import { textOf } from "../json/json-object.js";
import type { HoldingFinding } from "../report/holding-finding.js";
import type { ImportedClient } from "./configuration.js";
import { lastSegment } from "./last-segment.js";
import { linkMissing } from "./links.js";
import type { Resource } from "./resource.js";

/** Client applications with what was found about them. */
export interface ClientsReading {
  readonly clients: readonly ImportedClient[];
  readonly findings: readonly HoldingFinding[];
}

/** Reads client applications and their links to products. One without an id in Entra ID cannot be recognized in a token. */
export function clientsOf(
  resources: readonly Resource[],
  products: ReadonlyMap<string, string>,
): ClientsReading {
  const clients: ImportedClient[] = [];
  const findings: HoldingFinding[] = [];
  for (const { type, names, at, properties } of resources) {
    if (type !== "clientApplications") continue;
    const id = textOf(properties, "entraApplicationId") ?? "";
    if (id === "") {
      const text = "The client application has no application id of Entra ID; it is not imported.";
      findings.push({ severity: "difference", code: "client-id-missing", at, text, holds: [] });
      continue;
    }
    const linked = linksOf(resources, names[0] ?? "", products);
    findings.push(...linked.findings);
    const displayName = textOf(properties, "displayName");
    const owner = lastSegment(textOf(properties, "ownerId") ?? "");
    clients.push({
      id,
      ...(displayName === undefined ? {} : { displayName }),
      products: linked.products,
      state: textOf(properties, "state") ?? "pending",
      ...(owner === "" ? {} : { owner }),
    });
  }
  return { clients, findings };
}

function linksOf(
  resources: readonly Resource[],
  client: string,
  names: ReadonlyMap<string, string>,
): { readonly products: readonly string[]; readonly findings: readonly HoldingFinding[] } {
  const products = new Set<string>();
  const findings: HoldingFinding[] = [];
  for (const link of resources) {
    if (link.type !== "clientApplications/products" || link.names[0] !== client) continue;
    const product = names.get(link.names[1] ?? "");
    if (product === undefined) findings.push(linkMissing(link.at, "product"));
    else products.add(product);
  }
  return { products: [...products], findings };
}
