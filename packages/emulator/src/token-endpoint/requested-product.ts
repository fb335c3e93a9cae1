import type { Directory, Product } from "../directory/directory.js";
import { listApplications, principalOf } from "../directory/find-registration.js";
import { isGuid } from "../directory/guid.js";
import { productOf } from "../directory/products.js";
import type { Application } from "../directory/registration.js";
import { Refusal } from "./refusal.js";
import { refusals } from "./refusals.js";
import type { ApplicationTokenRequest } from "./token-request.js";

/** The requested product, and how the client named it. */
export interface RequestedProduct {
  readonly product: Product;
  readonly resource: string;
}

const openIdScopes = ["openid", "profile", "offline_access"];
const suffix = "/.default";

/** Finds the resource behind `scope` or `resource` ("Scopes and permissions": exactly one `/.default`). */
export function findRequestedProduct(
  directory: Directory,
  request: ApplicationTokenRequest,
): RequestedProduct | Refusal {
  const resource = request.version === 1 ? request.target : resourceOfScope(request.target);
  if (resource instanceof Refusal) return resource;
  const product = findProduct(directory, resource);
  return product instanceof Refusal
    ? product
    : { product, resource: isGuid(resource) ? product.appId : resource };
}

/** Finds the enabled product with this identifier URI or application id. */
export function findProduct(directory: Directory, resource: string): Product | Refusal {
  const application = listApplications(directory).find((one) => answersTo(one, resource));
  const principal = application === undefined ? undefined : principalOf(directory, application.appId);
  if (application === undefined || principal === undefined)
    return refusals.resourceUnknown(resource, directory.tenantDomain);
  const product = productOf(directory, application, principal);
  return product.disabled ? refusals.resourceDisabled(resource) : product;
}

function resourceOfScope(scope: string): string | Refusal {
  const wanted = [...new Set(scope.split(/\s+/))].filter((one) => !openIdScopes.includes(one));
  const defaults = wanted.filter((one) => one.endsWith(suffix));
  const [only] = defaults;
  if (only === undefined) return refusals.scopeWithoutDefault(scope);
  const resource = only.slice(0, -suffix.length);
  if (resource === "") return refusals.scopeInvalid(scope);
  if (wanted.length === 1) return resource;
  const another = wanted.some((one) => one.includes("/") && one.slice(0, one.lastIndexOf("/")) !== resource);
  return another ? refusals.scopeOfTwoResources(scope) : refusals.scopeInvalid(scope);
}

/** An identifier URI, with or without a slash at the end, or the application id. */
function answersTo({ appId, properties }: Application, resource: string): boolean {
  const { identifierUris } = properties;
  const bare = resource.endsWith("/") ? resource.slice(0, -1) : resource;
  return identifierUris.includes(bare) || resource.toLowerCase() === appId;
}
