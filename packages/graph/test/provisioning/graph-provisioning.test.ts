import { expect } from "chai";
import { ProvisioningError, type ClientProvisioning, type ProductLink } from "@product-auth/core/clients";
import { graphProvisioning, manualProvisioning } from "@product-auth/graph";
import { shop } from "../support/catalogs.js";
import { refuseBrokenRules } from "../support/refuse-broken-rules.js";
import { shapeOf, writesOf, type RecordedFetch } from "../support/recorded-fetch.js";
import { startWorld, type World } from "../support/world.js";

const WANTED = { key: "form-1", displayName: "Zoe's app", description: "Reads orders" };

describe("graphProvisioning", () => {
  let world: World;
  let gold: ProductLink;
  before(async () => {
    world = await startWorld({
      clients: { none: {}, owned: { graphRoles: ["Application.ReadWrite.OwnedBy"] } },
    });
  });
  after(() => world.close());
  beforeEach(async () => {
    await world.reset();
    const { products } = await world.apply({ products: shop.products });
    gold = { name: "gold", audience: products["gold"]!.audience!, role: products["gold"]!.role };
  });

  const over = (recorded: RecordedFetch = world.recorder(), caller = "admin"): ClientProvisioning => {
    const { signal: _1, onProgress: _2, ...options } = world.options({ caller }, recorded);
    return graphProvisioning(options);
  };
  const reasonOf = (promise: Promise<unknown>) =>
    promise.then(
      () => "done",
      (error: unknown) => {
        if (error instanceof ProvisioningError) return `${error.reason} ${error.finding ?? ""}`.trim();
        throw error;
      },
    );
  const linksToGold = async () =>
    (await world.state()).assignments.filter(
      ({ resourceDisplayName }) => resourceDisplayName === "APIMProductApplicationGold",
    ).length;
  const whole = async (provisioning: ClientProvisioning) => {
    const { clientId } = await provisioning.ensureApplication(WANTED);
    await provisioning.ensureLink(clientId, gold);
    return clientId;
  };

  it("registers, links, adds a secret; the token has the role; unlinks and removes", async () => {
    const recorded = world.recorder();
    const provisioning = over(recorded);
    expect(provisioning.tokenUrl).to.equal(world.entra.tokenUrl);
    const clientId = await whole(provisioning);
    const wish = {
      operation: "op",
      displayName: "portal op",
      endDate: new Date(Math.floor(world.entra.clock.now() / 1000) * 1000 + 86_400_000),
    };
    const { keyId, secret } = await provisioning.addSecret(clientId, wish);
    const token = async () => {
      const response = await fetch(world.entra.tokenUrl, {
        method: "POST",
        body: new URLSearchParams({
          ...{ grant_type: "client_credentials", client_id: clientId, client_secret: secret },
          scope: `${gold.audience}/.default`,
        }),
      });
      const body = (await response.json()) as { access_token?: string; error_codes?: number[] };
      return body.access_token ?? body.error_codes?.[0];
    };
    expect(await token()).to.be.a("string");
    expect(await provisioning.listSecrets(clientId)).to.deep.equal([
      {
        ...{ keyId, hint: secret.slice(0, 3), displayName: "portal op" },
        ...{
          startDate: (await provisioning.listSecrets(clientId))[0]!.startDate,
          endDate: wish.endDate.getTime(),
        },
      },
    ]);
    await provisioning.removeLink(clientId, gold);
    expect(await token()).to.equal(501051);
    const application = await world.graph("GET", `/applications(appId='${clientId}')`);
    expect(application.requiredResourceAccess).to.deep.equal([]);
    expect(application.tags).to.include("productAuth:instance=portal");
    await provisioning.removeSecret(clientId, keyId);
    await provisioning.removeSecret(clientId, keyId);
    await provisioning.remove(clientId);
    await provisioning.remove(clientId);
    expect((await world.state()).deleted).to.deep.equal([]);
    refuseBrokenRules(recorded.calls);
  });

  it("removes a secret that lists do not show yet", async () => {
    const provisioning = over();
    const clientId = await whole(provisioning);
    world.entra.clock.advance(60);
    world.entra.faults.replication(30);
    const endDate = new Date(world.entra.clock.now() + 86_400_000);
    const { keyId } = await provisioning.addSecret(clientId, {
      ...{ operation: "op", displayName: "portal op", endDate },
    });
    expect(await provisioning.listSecrets(clientId)).to.deep.equal([]);
    await provisioning.removeSecret(clientId, keyId);
    world.entra.clock.advance(60);
    expect(await provisioning.listSecrets(clientId)).to.deep.equal([]);
  });

  it("the same key is the same application; nothing is written a second time", async () => {
    const first = await whole(over());
    const recorded = world.recorder();
    expect(await over(recorded).ensureApplication({ ...WANTED, displayName: "Another name" })).to.include({
      clientId: first,
    });
    expect(writesOf(recorded.calls)).to.deep.equal([]);
    await over(recorded).ensureLink(first, gold);
    expect(writesOf(recorded.calls).map(shapeOf)).to.deep.equal([
      "POST /servicePrincipals/{id}/appRoleAssignedTo",
    ]);
    expect(await linksToGold()).to.equal(1);
  });

  for (const when of ["before", "after"] as const)
    it(`a process that ends ${when} any call: another one completes the same registration`, async () => {
      await whole(over());
      const expected = await world.state();
      for (let call = 1; call <= 9; call++) {
        await world.reset();
        const { products } = await world.apply({ products: shop.products });
        gold = { ...gold, audience: products["gold"]!.audience! };
        let count = 0;
        const broken = world.scripted(() => (++count > call ? "cut" : undefined));
        if (when === "before") await reasonOf(whole(over(broken)));
        else await reasonOf(whole(over(world.recorder({ call, when })))); // the answer is lost, the process goes on
        await whole(over());
        expect(await world.state(), `call ${call}`).to.deep.equal(expected);
      }
    });

  it("20 at once for one key: one application", async () => {
    const results = await Promise.all(Array.from({ length: 20 }, () => over().ensureApplication(WANTED)));
    expect(new Set(results.map(({ clientId }) => clientId)).size).to.equal(1);
  });

  it("replication of 5 seconds is waited for", async () => {
    world.entra.faults.replication(5);
    const clientId = await whole(over());
    await over().ensureLink(clientId, gold); // another process
    world.entra.clock.advance(10);
    expect(await linksToGold()).to.equal(1);
  });

  it("two active secrets at most, and what an operation added earlier is removed", async () => {
    const provisioning = over();
    const clientId = await whole(provisioning);
    const endDate = new Date(world.entra.clock.now() + 86_400_000);
    const add = (operation: string) =>
      provisioning.addSecret(clientId, { operation, displayName: `portal ${operation}`, endDate });
    await add("a");
    await add("a");
    await add("b");
    expect(await reasonOf(add("c"))).to.equal("two-secrets P37");
    expect((await provisioning.listSecrets(clientId)).map(({ displayName }) => displayName)).to.deep.equal([
      "portal a",
      "portal b",
    ]);
  });

  it("failures are told apart", async () => {
    const clientId = await whole(over());
    const unknown = "0a0a0a0a-1111-4222-8333-444444444444";
    const other = await world.graph("POST", "/applications", { displayName: "Other" });
    const endDate = new Date(world.entra.clock.now() + 300 * 86_400_000);
    const secret = { operation: "x", displayName: "portal x", endDate };
    const throttled = world.scripted(() => ({ status: 429, headers: { "retry-after": "60" } }));
    const rows = [
      [() => over().listSecrets(unknown), "not-found P30"],
      [() => over().listSecrets("../x"), "not-found P30"],
      [() => over().ensureLink(clientId, { ...gold, audience: `api://${unknown}` }), "not-found P10"],
      [() => over().ensureLink(clientId, { ...gold, role: "Other" }), "not-found P16"],
      [() => over().ensureLink(other.appId, gold), "conflict P12"],
      [() => over().remove(other.appId), "conflict P12"],
      [() => over().remove(unknown), "done"],
      [() => over().removeLink(unknown, gold), "done"],
      [() => over(world.recorder(), "none").ensureApplication(WANTED), "refused P01"],
      [() => over(world.scripted(() => "cut")).ensureApplication(WANTED), "unavailable P08"],
      [() => over(throttled).ensureApplication(WANTED), "unavailable P08"],
    ] as const;
    for (const [act, reason] of rows) expect(await reasonOf(act())).to.equal(reason);
    const error: unknown = await over(throttled)
      .listSecrets(clientId)
      .catch((reason: unknown) => reason);
    expect((error as ProvisioningError).retryAfter).to.equal(60);
    world.entra.faults.lifetimePolicy(90);
    const capped: unknown = await over()
      .addSecret(clientId, secret)
      .catch((reason: unknown) => reason);
    expect(capped).to.include({ reason: "secret-policy", maximumDays: 90, finding: "P38" });
  });

  it("the id of a product of the same instance: no act touches its application", async () => {
    const { signal: _1, onProgress: _2, ...options } = world.options();
    const provisioning = graphProvisioning({ ...options, instance: "default" });
    const id = gold.audience.slice("api://".length);
    const before = await world.state();
    const endDate = new Date(world.entra.clock.now() + 86_400_000);
    for (const act of [
      () => provisioning.remove(id),
      () => provisioning.addSecret(id, { operation: "op", displayName: "portal op", endDate }),
      () => provisioning.ensureLink(id, gold),
      () => provisioning.removeLink(id, gold),
      () => provisioning.listSecrets(id),
    ])
      expect(await reasonOf(act())).to.equal("conflict P12");
    expect(await world.state()).to.deep.equal(before);
  });

  it("what Graph may leave out: a secret's end, a role's member types", async () => {
    const clientId = await whole(over());
    const keyId = "11111111-2222-4333-8444-555555555555";
    const recorded = world.scripted(({ method, path }) => {
      const appId = /^\/applications\(appId='(.*)'\)/.exec(path)?.[1];
      if (method !== "GET" || appId === undefined) return undefined;
      const passwordCredentials = appId === clientId ? [{ keyId, endDateTime: null }] : [];
      const appRoles = [{ id: keyId, value: gold.role, isEnabled: true }];
      const tags = ["productAuth:instance=portal"];
      return { status: 200, body: { id: keyId, appId, tags, passwordCredentials, appRoles } };
    });
    const provisioning = over(recorded);
    const [secret] = await provisioning.listSecrets(clientId);
    expect(new Date(secret!.endDate).toISOString()).to.match(/^\+275760-/);
    expect(await reasonOf(provisioning.ensureLink(clientId, gold))).to.equal("not-found P16");
  });

  it("a step settles within its timeout", async () => {
    const start = world.entra.clock.now();
    await reasonOf(over(world.scripted(() => "cut")).ensureApplication(WANTED));
    expect(world.entra.clock.now() - start).to.be.at.most(15_000 + 1_000);
  });

  it("invalid options are refused", () => {
    const options = world.options();
    expect(() => graphProvisioning({ ...options, instance: "Not A Name" })).to.throw("instance");
    expect(() => graphProvisioning({ ...options, timeout: 1_000 })).to.throw("timeout");
    expect(() => graphProvisioning({ ...options, tenantId: "common" })).to.throw("tenantId");
  });
});

describe("manualProvisioning", () => {
  const tokenUrl = "https://login.microsoftonline.com/contoso.com/oauth2/v2.0/token";
  const provisioning = manualProvisioning({ tokenUrl });

  it("asks an administrator for every step", async () => {
    const product = { name: "gold", audience: "api://x", role: "Product.Gold.All" };
    expect(provisioning.tokenUrl).to.equal(tokenUrl);
    for (const step of [
      provisioning.ensureApplication({ key: "k", displayName: "Zoe's app" }),
      provisioning.ensureLink("id", product),
      provisioning.removeLink("id", product),
      provisioning.listSecrets("id"),
      provisioning.addSecret("id", { operation: "o", displayName: "d", endDate: new Date() }),
      provisioning.removeSecret("id", "key"),
      provisioning.remove("id"),
    ])
      expect(await step.catch((error: unknown) => error)).to.include({ reason: "manual" });
  });

  it("refuses an address without TLS", () => {
    expect(() => manualProvisioning({ tokenUrl: "http://login.example/token" })).to.throw("tokenUrl");
  });
});
