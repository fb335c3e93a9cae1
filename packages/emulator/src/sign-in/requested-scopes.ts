import type { Client, Directory, Product } from "../directory/directory.js";
import { Refusal } from "../token-endpoint/refusal.js";
import { refusals } from "../token-endpoint/refusals.js";
import { findProduct } from "../token-endpoint/requested-product.js";
import { signInRefusals } from "./sign-in-refusals.js";

/** The scopes of a sign-in, by resource. */
export interface RequestedScopes {
  /** `openid`, `profile`, `email`, `offline_access`, and scopes of Microsoft Graph such as `User.Read`. */
  readonly plain: readonly string[];
  readonly resources: readonly RequestedResource[];
}

/** Delegated scopes of one product. */
export interface RequestedResource {
  readonly product: Product;
  /** The resource as the client wrote it. */
  readonly resource: string;
  readonly scopes: readonly string[];
}

/** Reads a `scope` parameter of the code flow, which may name several resources ("Scopes and permissions"). */
export function readScopes(directory: Directory, client: Client, scope: string): RequestedScopes | Refusal {
  const words = [...new Set(scope.split(/\s+/).filter((word) => word !== ""))];
  if (words.length === 0) return signInRefusals.scopeMissing();
  const plain: string[] = [];
  const resources = new Map<string, RequestedResource>();
  for (const word of words) {
    const slash = word.lastIndexOf("/");
    if (slash < 0 || word.startsWith("https://graph.microsoft.com/")) {
      plain.push(word);
      continue;
    }
    const [resource, wanted] = [word.slice(0, slash), word.slice(slash + 1)];
    const product = findProduct(directory, resource);
    if (product instanceof Refusal) return product;
    const known = delegatedScopes(product);
    const scopes = wanted === ".default" ? known : known.filter((one) => one === wanted);
    if (scopes.length === 0) return signInRefusals.scopeUnknown(wanted, client, product);
    const before = resources.get(product.appId)?.scopes ?? [];
    resources.set(product.appId, { product, resource, scopes: [...new Set([...before, ...scopes])] });
  }
  return { plain, resources: [...resources.values()] };
}

/** The one resource of a token; the requested scopes of a token request must not name two. */
export function onlyResource(
  { resources }: RequestedScopes,
  scope: string,
): RequestedResource | undefined | Refusal {
  return resources.length > 1 ? refusals.scopeOfTwoResources(scope) : resources[0];
}

/** Scopes that a user's token for a product can have; a product without scopes has the usual one of a new registration. */
export function delegatedScopes({ scopes }: Product): readonly string[] {
  return scopes.length > 0 ? scopes : ["user_impersonation"];
}
