import { expect } from "chai";
import { errorAnswer, type Call, type Fault } from "./call.js";
import { roleIdOf, uniqueNameOf } from "./names.js";
import type { Application, ServicePrincipal } from "./objects.js";
import type { Catalog, Outcome, Stage } from "./stage.js";

export const ENTERPRISE = "WindowsAzureActiveDirectoryIntegratedApp";

/** Two products, two clients. */
export const CATALOG = (): Catalog => ({
  products: { silver: { displayName: "Silver" }, gold: { displayName: "Gold" } },
  provision: {
    instance: "shop-test",
    clients: {
      report: { products: ["gold", "silver"] },
      batch: { displayName: "Orders batch", products: ["gold"], ownerId: "zoe" },
    },
  },
});

/** Other people's objects: namesakes of another instance, applications in the bin, a user's assignment. */
export function furnish({ tenant }: Stage): void {
  for (const name of ["gold", "silver", "bronze"]) {
    const app = tenant.application(
      {
        displayName: `APIMProductApplication${name === "gold" ? "Gold" : name}`,
        uniqueName: uniqueNameOf("other", "products", name),
        tags: ["productAuth", "productAuth:instance=other", `productAuth:product=${name}`],
        identifierUris: [`api://other-${name}`],
      },
      true,
    );
    tenant.principal({ appId: app.appId }, true);
  }
  for (let n = 0; n < 5; n += 1) {
    const app = tenant.application({ displayName: `Old ${n}`, notes: "Keep." }, true);
    tenant.principal({ appId: app.appId }, true);
    tenant.delete(app);
  }
}

export const appOf = (s: Stage, kind: "products" | "clients", name: string): Application => {
  const uniqueName = uniqueNameOf(s.instance, kind, name);
  const found = s.tenant.applications.filter(({ value }) => value.uniqueName === uniqueName);
  expect(found, `applications of ${kind}.${name}`).to.have.length(1);
  return found[0]!.value;
};

export const spOf = (s: Stage, appId: string): ServicePrincipal => {
  const found = s.tenant.principals.filter(({ value }) => value.appId === appId);
  expect(found, `service principals of ${appId}`).to.have.length(1);
  return found[0]!.value;
};

/** The tenant and the file are what provision.md §3 and §1 demand of this catalog, for what this instance made. */
export async function expectComplete(s: Stage, file = "catalog.json"): Promise<void> {
  const catalog = JSON.parse((await s.read(file)).replace(/^\uFEFF/, "")) as Catalog;
  for (const [name, product] of Object.entries(catalog.products)) {
    const app = appOf(s, "products", name);
    const base = (product["displayName"] as string | undefined) ?? name[0]!.toUpperCase() + name.slice(1);
    const role = (product["role"] as string | undefined) ?? `Product.${base}.All`;
    expect(app.displayName).to.equal(`APIMProductApplication${base}`);
    expect(app.identifierUris).to.include(`api://${app.appId}`);
    expect(product["audience"]).to.equal(`api://${app.appId}`);
    expect(app.api.requestedAccessTokenVersion).to.equal(2);
    expect(app.appRoles.find(({ id }) => id === roleIdOf(s.instance, name))).to.include({
      value: role,
      isEnabled: true,
    });
    expect(app.optionalClaims?.accessToken.map((claim) => claim.name)).to.include("idtyp");
    expect(spOf(s, app.appId).appRoleAssignmentRequired).to.equal(true);
  }
  for (const [name, client] of Object.entries(catalog.provision?.clients ?? {})) {
    const app = appOf(s, "clients", name);
    expect(app.displayName).to.equal(`APIMApplication${client.displayName ?? name}`);
    expect(client.applicationId).to.equal(app.appId);
    const sp = spOf(s, app.appId);
    const wanted = client.products.map(
      (product) => `${spOf(s, appOf(s, "products", product).appId).id} ${roleIdOf(s.instance, product)}`,
    );
    const found = s.tenant.liveAssignments().filter(({ value }) => value.principalId === sp.id);
    expect(found.map(({ value }) => `${value.resourceId} ${value.appRoleId}`)).to.have.members(wanted);
    const access = client.products.map((product) => ({
      resourceAppId: appOf(s, "products", product).appId,
      resourceAccess: [{ id: roleIdOf(s.instance, product), type: "Role" }],
    }));
    for (const entry of access) expect(app.requiredResourceAccess).to.deep.include(entry);
    if (client.ownerId !== undefined) expect(app.tags).to.include(`productAuth:owner=${client.ownerId}`);
  }
}

export const APPLY = ["--apply", "--yes"];

export function expectExit(outcome: Outcome, code: number): Outcome {
  expect(outcome.code, `exit; stdout ${outcome.stdout} stderr ${outcome.stderr}`).to.equal(code);
  return outcome;
}

/** `code at`, sorted. */
export const findingsOf = (outcome: Outcome): string[] =>
  outcome.report.findings.map(({ code, at }) => `${code} ${at}`).toSorted();
export const changesOf = (outcome: Outcome): string[] =>
  outcome.report.changes.map(({ action, at }) => `${action} ${at}`);

export async function applied(s: Stage, catalog: Catalog = CATALOG()): Promise<Outcome> {
  await s.write(catalog);
  const outcome = expectExit(await s.run(APPLY), 0);
  await expectComplete(s);
  return outcome;
}

/** A plan that finds nothing to do. */
export async function expectSettled(s: Stage): Promise<void> {
  const check = await s.run(["--check"]);
  expect(changesOf(check)).to.deep.equal([]);
  expect(check.report.catalog.changed).to.equal(false);
  expectExit(check, 0);
}

/** A fault for the first `times` calls that match. */
export function faultOn(pattern: RegExp, fault: Fault, times = 1): (call: Call) => Fault | undefined {
  let left = times;
  return ({ method, path, url }) => {
    if (left === 0 || !(pattern.test(`${method} ${path}`) || pattern.test(`${method} ${url}`)))
      return undefined;
    left -= 1;
    return fault;
  };
}

export const refused = (
  status: number,
  code: string,
  message = "Refused for a test.",
  headers?: Record<string, string>,
): Fault => ({
  how: "answer",
  answer: errorAnswer(status, code, message, headers),
});
export const forbidden: Fault = refused(
  403,
  "Authorization_RequestDenied",
  "Insufficient privileges to complete the operation.",
);
