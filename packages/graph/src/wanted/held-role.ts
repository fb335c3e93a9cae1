import type { Application } from "../directory/application.js";
import type { JsonMembers } from "../client/json-value.js";
import { ownText } from "../client/own.js";
import { roleIdOf } from "./names.js";
import { ADOPTED, isOurs, productsIn } from "./tags.js";
import { PRODUCT_PREFIX, roleDescription, type Wanted, type WantedProduct } from "./wanted-of.js";

/**
 * The product with the id of the role that its application already has for it. A product whose key was renamed keeps the role of
 * the earlier key: the role gets another value, and the assignments hold.
 */
export function withHeldRole(
  product: WantedProduct,
  application: Application,
  wanted: Wanted,
): WantedProduct {
  const { role } = product;
  const { appRoles, tags } = application;
  const roles = appRoles.map((one) => ({ one, id: ownText(one, "id")?.toLowerCase() }));
  if (!isOurs(tags, wanted.instance) || roles.some(({ id }) => id === role.id)) return product;
  const earlier = earlierIds(tags, wanted);
  const held = roles.filter(
    ({ one, id }) => id !== undefined && (earlier.includes(id) || isOfDisplayName(one, application)),
  );
  const [only] = held;
  return held.length === 1 && only?.id !== undefined
    ? { ...product, role: { ...role, id: only.id } }
    : product;
}

// The ids for the keys in the tags that the catalog no longer contains.
function earlierIds(tags: readonly string[], { instance, products }: Wanted): readonly string[] {
  const isKept = (name: string): boolean => products.some((product) => product.name === name);
  return productsIn(tags)
    .filter((name) => !isKept(name))
    .map((name) => roleIdOf(instance, name));
}

// After a renamed key the tag is new and the id is that of the earlier key: then the name of the application tells.
function isOfDisplayName(role: JsonMembers, { displayName, tags }: Application): boolean {
  if (tags.includes(ADOPTED) || !displayName.startsWith(PRODUCT_PREFIX)) return false;
  return ownText(role, "description") === roleDescription(displayName.slice(PRODUCT_PREFIX.length));
}
