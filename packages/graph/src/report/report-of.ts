import { completionsOf } from "../catalog-file/completions-of.js";
import type { Finding } from "../findings/finding.js";
import { hasError } from "../findings/findings.js";
import type { ProvisionCatalog } from "../options/provision-catalog.js";
import { isLinked, roleIdFor } from "../plan/links.js";
import type { Planned } from "../plan/planned-work.js";
import type { WantedProduct } from "../wanted/wanted-of.js";
import { reportedSecret } from "./secret-state.js";
import type { Change, ProvisionMode, ProvisionReport, ReportedClient, ReportedProduct } from "./report.js";

/** What a report is made of. */
export interface ReportFacts {
  readonly mode: ProvisionMode;
  readonly tenantId: string;
  readonly instance: string;
  readonly changes: readonly Change[];
  readonly findings: readonly Finding[];
  readonly products: readonly Planned<WantedProduct>[];
  readonly clients: readonly Planned[];
  readonly catalog: ProvisionCatalog;
  readonly now: number;
}

/** Makes a report. Its members have the order of its printed form. */
export function reportOf(facts: ReportFacts): ProvisionReport {
  const { mode, tenantId, instance, changes, findings, catalog, now } = facts;
  const isPlan = mode === "plan";
  const report: ProvisionReport = {
    report: 1,
    mode,
    exit: hasError(findings) ? 1 : 0,
    tenantId,
    instance,
    changes,
    products: Object.fromEntries(
      facts.products.map((product) => [product.wanted.name, reportedProduct(product, catalog)]),
    ),
    clients: Object.fromEntries(
      facts.clients.map((client) => [
        client.wanted.name,
        reportedClient(client, facts.products, isPlan, now),
      ]),
    ),
    findings,
    catalog: { path: null, changed: false },
  };
  // A plan that nothing prevents ends with all ids known.
  const outcome = isPlan && !hasError(findings) ? withIds(report) : report;
  return { ...report, catalog: { path: null, changed: completionsOf(catalog, outcome).length > 0 } };
}

function reportedProduct(product: Planned<WantedProduct>, { products }: ProvisionCatalog): ReportedProduct {
  const { wanted, found, application, servicePrincipal } = product;
  const there = found === "deleted" ? undefined : application;
  const named = [products[wanted.name]?.audience ?? []].flat()[0];
  return {
    applicationId: there?.appId ?? null,
    objectId: there?.id ?? null,
    servicePrincipalId: servicePrincipal?.id ?? null,
    audience: there === undefined ? null : (named ?? `api://${there.appId}`),
    role: wanted.role.value,
    roleId: roleIdFor(product),
  };
}

function reportedClient(
  client: Planned,
  products: readonly Planned<WantedProduct>[],
  isPlan: boolean,
  now: number,
): ReportedClient {
  const { wanted, found, application, servicePrincipal } = client;
  const there = found === "deleted" ? undefined : application;
  const held = new Set(
    products.filter((product) => isPlan || isLinked(client, product)).map((product) => product.wanted.name),
  );
  return {
    applicationId: there?.appId ?? null,
    objectId: there?.id ?? null,
    servicePrincipalId: servicePrincipal?.id ?? null,
    products: wanted.products.filter((name) => held.has(name)),
    secrets: (there?.passwordCredentials ?? []).map((secret) => reportedSecret(secret, now)),
  };
}

const SOME_ID = "00000000-0000-0000-0000-000000000000";

function withIds(report: ProvisionReport): ProvisionReport {
  const filled = <T extends { readonly applicationId: string | null }>(entries: {
    readonly [name: string]: T;
  }) =>
    Object.fromEntries(
      Object.entries(entries).map(([name, entry]) => [
        name,
        { ...entry, applicationId: entry.applicationId ?? SOME_ID },
      ]),
    );
  return { ...report, products: filled(report.products), clients: filled(report.clients) };
}
