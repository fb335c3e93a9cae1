import { usedRoleId } from "../wanted/app-roles.js";
import type { Assignment } from "../directory/service-principal.js";
import type { NeededRole } from "../wanted/wanted-application.js";
import type { WantedProduct } from "../wanted/wanted-of.js";
import type { Planned, Removal } from "./planned-work.js";

/** The id of the role that grants a product. */
export const roleIdFor = ({ wanted, application }: Planned<WantedProduct>): string =>
  usedRoleId(application?.appRoles ?? [], wanted.role);

/** Roles of the products that exist. */
export const ownRolesOf = (products: readonly Planned<WantedProduct>[]): readonly NeededRole[] =>
  products.flatMap((product) =>
    product.application === undefined
      ? []
      : [
          {
            product: product.wanted.name,
            resourceAppId: product.application.appId,
            roleId: roleIdFor(product),
          },
        ],
  );

/** Whether the client holds the product's role. */
export function isLinked(client: Planned, product: Planned<WantedProduct>): boolean {
  const [principal, resource] = [client.servicePrincipal, product.servicePrincipal];
  return (
    principal !== undefined &&
    resource !== undefined &&
    product.assignments.some(
      ({ principalId, appRoleId }) =>
        principalId === principal.id.toLowerCase() && appRoleId === roleIdFor(product),
    )
  );
}

/** The clients' assignments on the products that the catalog does not ask for. Those of other principals are left alone. */
export function surplusOf(
  products: readonly Planned<WantedProduct>[],
  clients: readonly Planned[],
): readonly Removal[] {
  const seen = new Set<string>();
  return clients.flatMap(({ wanted, servicePrincipal }) => {
    if (servicePrincipal === undefined) return [];
    return products.flatMap((product) => {
      const resourceId = product.servicePrincipal?.id;
      if (resourceId === undefined) return [];
      const isWanted = ({ appRoleId }: Assignment) =>
        products.some(
          (one) =>
            one.servicePrincipal?.id === resourceId &&
            wanted.products.includes(one.wanted.name) &&
            roleIdFor(one) === appRoleId,
        );
      return product.assignments.flatMap((assignment): Removal[] => {
        const isOwn = assignment.principalId === servicePrincipal.id.toLowerCase();
        if (!isOwn || isWanted(assignment) || seen.has(assignment.id)) return [];
        seen.add(assignment.id);
        return [{ kind: "assignment", at: `${wanted.at}.${product.wanted.at}`, assignment, resourceId }];
      });
    });
  });
}
