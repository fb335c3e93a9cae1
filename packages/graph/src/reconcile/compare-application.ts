import type { StoredApplication } from "@product-auth/core/clients";
import type { Application } from "../directory/application.js";
import type { DirectoryReader } from "../directory/reads.js";
import type { ServicePrincipal } from "../directory/service-principal.js";
import type { Diagnosis } from "../findings/diagnosis.js";
import { diagnosis } from "../findings/finding-kinds.js";
import { secretState } from "../report/secret-state.js";
import type { ProductReader } from "./product-reader.js";

interface Surroundings {
  /** All applications of the instance. */
  readonly ours: readonly Application[];
  readonly reader: DirectoryReader;
  readonly products: ProductReader;
  /** The applications in the bin. */
  readonly deleted: () => Promise<readonly Application[]>;
  /** Ids of the applications that a job works on: their roles are about to change. */
  readonly open: ReadonlySet<string>;
  readonly now: number;
}

/** What is wrong with the registration of one application in the records. */
export async function compareApplication(
  stored: StoredApplication,
  { ours, reader, products, deleted, open, now }: Surroundings,
): Promise<readonly Diagnosis[]> {
  const at = `applications.${stored.id}`;
  const application =
    ours.find(({ appId }) => appId === stored.id) ?? (await reader.byAppId(stored.id, { at }));
  if (application === undefined) return [absent(stored, at, await deleted())];
  const principal = await reader.servicePrincipal(application.appId, { at });
  const found: Diagnosis[] = principal === undefined ? [noPrincipal(stored, at)] : [];
  if (principal?.accountEnabled === false)
    found.push(
      diagnosis("P21", at, {
        message: `the service principal of ${named(stored)} is disabled: Entra ID issues no tokens`,
      }),
    );
  if (!open.has(stored.id)) found.push(...(await linkFindings(stored, principal, at, products)));
  if (isActive(stored)) found.push(...secretFindings(stored, application, at, now));
  return found;
}

const named = ({ displayName, id }: StoredApplication): string => `${displayName} (${id})`;

const isActive = ({ state }: StoredApplication): boolean => state === "active" || state === "approved";

function absent(stored: StoredApplication, at: string, deleted: readonly Application[]): Diagnosis {
  const inBin = deleted.some(({ appId }) => appId === stored.id);
  return diagnosis("P30", at, {
    message: `${named(stored)} ${inBin ? "was deleted in Entra ID and is in the bin" : "is not in the tenant"}`,
    fix: inBin
      ? "restore the application and its service principal in Entra ID within 30 days, or delete it here"
      : "delete it here, and register it again",
  });
}

const noPrincipal = (stored: StoredApplication, at: string): Diagnosis =>
  diagnosis("P31", at, { message: `${named(stored)} has no service principal`, fix: REPAIR });

const REPAIR = "run product-auth applications repair";

async function linkFindings(
  stored: StoredApplication,
  principal: ServicePrincipal | undefined,
  at: string,
  products: ProductReader,
): Promise<readonly Diagnosis[]> {
  const found: Diagnosis[] = [];
  for (const product of stored.products) {
    const isLinked = isActive(stored) && product.state === "approved";
    const { findings, roleId, assignments } = await products.of(product);
    const isAssigned =
      principal !== undefined &&
      assignments.some(
        ({ principalId, appRoleId }) => principalId === principal.id.toLowerCase() && appRoleId === roleId,
      );
    const place = `${at}.products.${product.name}`;
    if (isLinked) found.push(...findings);
    if (isLinked && principal !== undefined && roleId !== undefined && !isAssigned)
      found.push(
        diagnosis("P32", place, {
          message: `the role ${product.role} is not assigned to ${named(stored)}`,
          fix: REPAIR,
        }),
      );
    if (!isLinked && isAssigned)
      found.push(
        diagnosis("P40", place, {
          message: `${named(stored)} holds the role ${product.role}, which its record does not give it`,
          meaning:
            "the API refuses its tokens; another API with this audience and no list of applications admits them",
          fix: REPAIR,
        }),
      );
  }
  return found;
}

function secretFindings(
  stored: StoredApplication,
  { passwordCredentials, hasCertificates }: Application,
  at: string,
  now: number,
): readonly Diagnosis[] {
  if (hasCertificates || passwordCredentials.length === 0) return []; // secrets are created when the owner wants one
  const fix = "the owner generates a client secret on the application's page";
  const active = passwordCredentials.filter((secret) => secretState(secret, now) !== "expired");
  if (active.length === 0)
    return [diagnosis("P36", at, { message: `all secrets of ${named(stored)} have expired`, fix })];
  if (active.some((secret) => secretState(secret, now) === "active")) return [];
  const end = new Date(Math.max(...active.map((secret) => secret.end))).toISOString().slice(0, 10);
  return [diagnosis("P35", at, { message: `the last secret of ${named(stored)} ends on ${end}`, fix })];
}
