import { graphAppId, graphAudience } from "../directory/microsoft-graph.js";
import type { Client, Product } from "../directory/directory.js";

/** Adds a problem for each application id or identifier URI that is used twice: they are unique in a tenant. */
export function checkUnique(
  products: ReadonlyMap<string, Product>,
  clients: ReadonlyMap<string, Client>,
  problems: string[],
): void {
  const owners = new Map<string, string>();
  const claim = (value: string, path: string): void => {
    const owner = owners.get(value);
    if (owner === undefined) owners.set(value, path);
    else problems.push(`${path}: ${value} is already taken by ${owner}; choose another one.`);
  };
  claim(graphAppId, "Microsoft Graph");
  claim(graphAudience, "Microsoft Graph");
  for (const { name, appId, identifierUris } of products.values()) {
    claim(appId, `products.${name}.appId`);
    for (const uri of identifierUris) claim(uri, `products.${name}.identifierUris`);
  }
  for (const { name, appId } of clients.values()) claim(appId, `clients.${name}.appId`);
}
