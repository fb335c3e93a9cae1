import type { Change, ChangedField } from "../report/report.js";
import { differencesOf } from "../wanted/differences.js";
import type { NeededRole } from "../wanted/wanted-application.js";
import { ADOPTED } from "../wanted/tags.js";
import { isLinked, ownRolesOf } from "./links.js";
import type { Planned, PlannedWork, Removal } from "./planned-work.js";

/** The changes of a plan, in the order in which they are made. */
export function changesOf(work: Pick<PlannedWork, "products" | "clients" | "removals">): readonly Change[] {
  const { products, clients, removals } = work;
  const own = ownRolesOf(products);
  return [
    ...products.flatMap((product) => registrationChanges(product, [], [])),
    ...clients.flatMap((client) => {
      const linked = products.filter(({ wanted }) => client.wanted.products.includes(wanted.name));
      // A product without an application has no id yet; the entry for it is missing from the client's in any case.
      const needed = linked.map(
        ({ wanted }) =>
          own.find(({ product }) => product === wanted.name) ?? {
            product: wanted.name,
            resourceAppId: "",
            roleId: wanted.role.id,
          },
      );
      return [
        ...registrationChanges(client, needed, own),
        ...linked
          .filter((product) => !isLinked(client, product))
          .map(({ wanted }) => change("create", `${client.wanted.at}.${wanted.at}`)),
      ];
    }),
    ...removals.map(removalChange),
  ];
}

function registrationChanges(
  { wanted, found, application, servicePrincipal }: Planned,
  needed: readonly NeededRole[],
  ownRoles: readonly NeededRole[],
): readonly Change[] {
  if (found === "absent" || application === undefined) return [change("create", wanted.at)];
  if (found === "deleted") return [change("restore", wanted.at)];
  const isAdopted = application.tags.includes(ADOPTED);
  const fields =
    found === "adopt"
      ? []
      : differencesOf(application, wanted, { isAdopted, needed, ownRoles }).map(({ field }) => field);
  const at = `${wanted.at}.servicePrincipal`;
  const required = { name: "appRoleAssignmentRequired", from: false, to: true };
  return [
    ...(found === "adopt" ? [change("adopt", wanted.at)] : []),
    ...(fields.length > 0 ? [change("update", wanted.at, fields)] : []),
    ...(servicePrincipal === undefined ? [change("create", at)] : []),
    ...(wanted.kind === "product" && servicePrincipal?.appRoleAssignmentRequired === false
      ? [change("update", at, [required])]
      : []),
  ];
}

export function removalChange(removal: Removal): Change {
  if (removal.kind === "assignment") return change("unlink", removal.at);
  return change(removal.isAdopted ? "unlink" : "delete", removal.at);
}

function change(action: Change["action"], at: string, fields: readonly ChangedField[] = []): Change {
  return { action, at, done: false, fields };
}
