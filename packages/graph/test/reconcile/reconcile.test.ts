import type { ApplicationJob, StoredApplication } from "@product-auth/core/clients";
import {
  graphProvisioning,
  reconcileApplications,
  repairApplications,
  type ProvisionCatalog,
} from "@product-auth/graph";
import { expect } from "chai";
import { startWorld, type World } from "../support/world.js";

const catalog: ProvisionCatalog = {
  products: { gold: { displayName: "Gold" }, silver: { displayName: "Silver" } },
  provision: {
    instance: "portal",
    clients: { a1: { displayName: "Orders batch", products: ["gold", "silver"] } },
  },
};

describe("reconcileApplications", () => {
  let world: World;
  let stored: StoredApplication;
  let clientId: string;
  let objectId: string;

  before(async () => (world = await startWorld()));
  after(() => world.close());
  afterEach(() => world.entra.clock.reset());
  beforeEach(async () => {
    await world.reset();
    const report = await world.apply(catalog);
    const client = report.clients["a1"]!;
    [clientId, objectId] = [client.applicationId!, client.objectId!];
    const products = Object.entries(report.products).map(([name, { audience, role }]) => ({
      ...{ name, audience: audience!, role },
      state: "approved" as const,
    }));
    stored = {
      ...{ id: clientId, displayName: "Orders batch", state: "active", products, createdDate: 0, version: 1 },
    };
  });

  const compared = async (
    applications: readonly StoredApplication[] = [stored],
    jobs: readonly object[] = [],
  ) => {
    const recorded = world.recorder();
    const found = await reconcileApplications({
      ...world.options({}, recorded),
      administration: {
        list: async () => ({ items: applications }),
        jobs: async () => ({ items: jobs as readonly ApplicationJob[] }),
      },
    });
    for (const { method } of recorded.calls) expect(method).to.equal("GET");
    return found.map(({ code, severity, at }) => `${code} ${severity} ${at}`);
  };
  const at = () => `applications.${clientId}`;

  it("finds nothing where both are the same, and only reads", async () => {
    expect(await compared()).to.deep.equal([]);
  });

  it("an application that was deleted: P30, in the bin and out of it", async () => {
    await world.graph("DELETE", `/applications/${objectId}`);
    expect(await compared()).to.deep.equal([`P30 error ${at()}`]);
    await world.graph("DELETE", `/directory/deletedItems/${objectId}`);
    expect(await compared()).to.deep.equal([`P30 error ${at()}`]);
  });

  it("a disabled one and one without service principal: P21, P31", async () => {
    const { id } = await world.graph("GET", `/servicePrincipals(appId='${clientId}')`);
    await world.graph("PATCH", `/servicePrincipals/${id}`, { accountEnabled: false });
    expect(await compared()).to.deep.equal([`P21 warning ${at()}`]);
    await world.graph("DELETE", `/servicePrincipals/${id}`);
    expect(await compared()).to.deep.equal([`P31 error ${at()}`]);
  });

  it("a role that is not assigned, and one that no record gives: P32, P40", async () => {
    const { id } = await world.graph("GET", `/servicePrincipals(appId='${clientId}')`);
    const { value } = await world.graph("GET", `/servicePrincipals/${id}/appRoleAssignments`);
    await world.graph("DELETE", `/servicePrincipals/${id}/appRoleAssignments/${value[0]!.id}`);
    const [missing] = await compared();
    expect(missing).to.match(/^P32 warning applications\..*\.products\.(gold|silver)$/);
    const suspended = await compared([{ ...stored, state: "rejected" }]);
    expect(suspended).to.have.length(1);
    expect(suspended[0]).to.match(/^P40 warning applications\..*\.products\.(gold|silver)$/);
    // A job removes it.
    expect(await compared([{ ...stored, state: "rejected" }], [{ clientId, displayName: "" }])).to.deep.equal(
      [],
    );
  });

  it("a product that is gone, disabled, or lost its role: P10, P20, P21, P16", async () => {
    const product = await world.graph(
      "GET",
      `/applications(appId='${stored.products[0]!.audience.slice(6)}')`,
    );
    const place = `products.${stored.products[0]!.name}`;
    const principal = await world.graph("GET", `/servicePrincipals(appId='${product.appId}')`);
    await world.graph("PATCH", `/servicePrincipals/${principal.id}`, { accountEnabled: false });
    expect(await compared()).to.deep.equal([`P21 warning ${place}`]);
    const roles = product.appRoles.map(({ origin: _, ...role }) => ({ ...role, isEnabled: false }));
    await world.graph("PATCH", `/applications/${product.id}`, { appRoles: roles });
    expect(await compared()).to.deep.equal([`P21 warning ${place}`, `P16 warning ${place}`]);
    await world.graph("DELETE", `/servicePrincipals/${principal.id}`);
    expect(await compared()).to.deep.equal([`P20 error ${place}`]);
    await world.graph("DELETE", `/applications/${product.id}`);
    expect(await compared()).to.deep.equal([`P10 error ${place}`]);
  });

  it("a registration without a record, unless a job is at work: P40", async () => {
    expect(await compared([])).to.deep.equal([`P40 warning ${at()}`]);
    expect(await compared([], [{ clientId, displayName: "Orders batch" }])).to.deep.equal([]);
    expect(await compared([], [{ displayName: "Orders batch" }])).to.deep.equal([]);
  });

  it("secrets that end and that have ended: P35, P36; another one that lasts: nothing", async () => {
    const day = 86_400_000;
    const add = (days: number) =>
      world.graph("POST", `/applications/${objectId}/addPassword`, {
        passwordCredential: {
          displayName: "one",
          endDateTime: new Date(world.entra.clock.now() + days * day).toISOString(),
        },
      });
    expect(await compared()).to.deep.equal([]);
    await add(20);
    expect(await compared()).to.deep.equal([`P35 warning ${at()}`]);
    await add(200);
    expect(await compared()).to.deep.equal([]);
    world.entra.clock.advance(201 * 86_400);
    expect(await compared()).to.deep.equal([`P36 warning ${at()}`]);
  });

  it("is repaired on command only: roles assigned and removed, a registration deleted where it is named", async () => {
    const options = { ...world.options(), instance: "portal" };
    const provisioning = graphProvisioning(options);
    const administration = (applications: readonly StoredApplication[]) => ({
      list: async () => ({ items: applications }),
      jobs: async () => ({ items: [] }),
    });
    const { id } = await world.graph("GET", `/servicePrincipals(appId='${clientId}')`);
    const { value } = await world.graph("GET", `/servicePrincipals/${id}/appRoleAssignments`);
    await world.graph("DELETE", `/servicePrincipals/${id}/appRoleAssignments/${value[0]!.id}`);
    const repair = async (applications: readonly StoredApplication[], remove: readonly string[] = []) => {
      const given = { ...options, administration: administration(applications), provisioning, remove };
      const { repaired, left } = await repairApplications(given);
      return [repaired, left].map((list) => list.map(({ code }) => code).join(" "));
    };
    expect(await repair([stored])).to.deep.equal(["P32", ""]);
    expect(await compared()).to.deep.equal([]);
    expect(await repair([{ ...stored, state: "rejected" }])).to.deep.equal(["P40 P40", ""]);
    expect(await repair([])).to.deep.equal(["", "P40"]);
    expect(await repair([], [clientId.toUpperCase()])).to.deep.equal(["P40", ""]);
    expect(await compared([])).to.deep.equal([]);
  });

  it("what Graph refuses: P01 and P08 at the tenant", async () => {
    const graphless = await startWorld({ clients: { nobody: {} } });
    const administration = { list: async () => ({ items: [] }), jobs: async () => ({ items: [] }) };
    const [refused] = await reconcileApplications({
      ...graphless.options({ caller: "nobody" }),
      administration,
    });
    expect(refused).to.include({ code: "P01", at: "tenant" });
    graphless.entra.faults.throttle(10_000, "graph");
    const [throttled] = await reconcileApplications({ ...graphless.options({ timeout: 5 }), administration });
    expect(throttled).to.include({ code: "P08", at: "tenant" });
    await graphless.close();
  });
});
