import { expect } from "chai";
import {
  addClientSecret,
  ProvisionFailedError,
  removeClientSecret,
  type AddSecretOptions,
} from "@product-auth/graph";
import { shop } from "../support/catalogs.js";
import { shapeOf } from "../support/recorded-fetch.js";
import { refuseBrokenRules } from "../support/refuse-broken-rules.js";
import { startWorld, type GraphObject, type World } from "../support/world.js";

const DAY = 86_400_000;

describe("client secrets", () => {
  let world: World;
  let objectId: string;
  before(async () => {
    world = await startWorld();
  });
  after(() => world.close());
  beforeEach(async () => {
    await world.reset();
    objectId = (await world.apply(shop)).clients["batch"]!.objectId!;
  });

  const add = (more: Partial<AddSecretOptions> = {}, recorded = world.recorder()) =>
    addClientSecret(shop, "batch", { ...world.options({}, recorded), ...more });
  const secrets = async (): Promise<readonly GraphObject[]> =>
    (await world.graph("GET", `/applications/${objectId}`)).passwordCredentials;
  const refusal = async (promise: Promise<unknown>) => {
    const error: unknown = await promise.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!(error instanceof ProvisionFailedError)) throw error;
    return error.report.findings.map(({ code, at }) => `${code} ${at}`);
  };

  it("adds one for a year, and returns its text once; it gets a token", async () => {
    const recorded = world.recorder();
    const operations: string[] = [];
    const secret = await add({ onOperation: (id) => void operations.push(id) }, recorded);
    refuseBrokenRules(recorded.calls);
    expect(recorded.calls.map(shapeOf)).to.deep.equal([
      "GET /applications",
      "GET /applications/{id}",
      "POST /applications/{id}/addPassword",
      "GET /applications/{id}",
    ]);
    expect(operations).to.deep.equal([secret.operation]);
    const body = recorded.calls[2]?.body?.["passwordCredential"] as Record<string, string>;
    expect(body["displayName"]).to.equal(`product-auth ${secret.operation}`);
    expect(Date.parse(body["endDateTime"]!) - Date.parse(body["startDateTime"]!)).to.equal(365 * DAY);
    expect(JSON.stringify(secret.report)).to.not.include(secret.secretText);
    expect(secret.report.clients["batch"]?.secrets).to.have.length(1);
    expect(await secrets()).to.have.length(1);
    const { role } = (await world.apply(shop)).products["gold"]!;
    const answer = await fetch(world.entra.tokenUrl, {
      method: "POST",
      body: new URLSearchParams({
        ...{
          grant_type: "client_credentials",
          client_id: secret.applicationId,
          client_secret: secret.secretText,
        },
        scope: `${(await world.apply(shop)).products["gold"]!.audience}/.default`,
      }),
    });
    const { access_token: token } = (await answer.json()) as { access_token: string };
    expect(JSON.parse(Buffer.from(token.split(".")[1]!, "base64url").toString())).to.deep.include({
      roles: [role],
      idtyp: "app",
    });
  });

  it("P37: two active ones; expired ones do not count; one is removed by its id", async () => {
    const first = await add();
    const second = await add({ days: 1 });
    expect(second.others.map(({ keyId }) => keyId)).to.deep.equal([first.keyId]);
    expect(await refusal(add())).to.deep.equal(["P37 clients.batch"]);
    const report = await removeClientSecret(shop, "batch", first.keyId, world.options());
    expect([report.exit, report.clients["batch"]?.secrets.map(({ keyId }) => keyId)]).to.deep.equal([
      0,
      [second.keyId],
    ]);
    expect((await removeClientSecret(shop, "batch", first.keyId, world.options())).exit).to.equal(0);
    await add();
    world.entra.clock.advance(2 * 86_400);
    await add();
    expect(await secrets()).to.have.length(3);
  });

  it("the same operation again: what the first try added is removed", async () => {
    const first = await add({ operation: "release-7" });
    const second = await add({ operation: "release-7" });
    expect((await secrets()).map(({ keyId }) => keyId)).to.deep.equal([second.keyId]);
    expect(second.keyId).to.not.equal(first.keyId);
  });

  for (const when of ["before", "after"] as const)
    it(`a connection cut ${when} each call: one secret is left, the one that was returned`, async () => {
      for (let call = 1; call <= 4; call++) {
        await world.reset();
        objectId = (await world.apply(shop)).clients["batch"]!.objectId!;
        const secret = await add({ operation: "op" }, world.recorder({ call, when }));
        expect(
          (await secrets()).map(({ keyId }) => keyId),
          `call ${call}`,
        ).to.deep.equal([secret.keyId]);
      }
    });

  it("killed at each call, then again with the same operation: one secret", async () => {
    for (const when of ["before", "after"] as const)
      for (let call = 1; call <= 4; call++) {
        await world.reset();
        objectId = (await world.apply(shop)).clients["batch"]!.objectId!;
        const kill = new AbortController();
        const recorded = world.recorder({ call, when, kill });
        await add({ operation: "op", signal: kill.signal }, recorded).catch(() => undefined);
        const secret = await add({ operation: "op" });
        expect(
          (await secrets()).map(({ keyId }) => keyId),
          `${when} ${call}`,
        ).to.deep.equal([secret.keyId]);
      }
  });

  it("five rotations at once leave at most two active secrets", async () => {
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => add()));
    const returned = results.filter(({ status }) => status === "fulfilled").length;
    expect(returned).to.be.at.most(2);
    expect(await secrets()).to.have.length(returned);
  });

  it("P38: a policy of the tenant", async () => {
    world.entra.faults.lifetimePolicy(90);
    expect(await refusal(add())).to.deep.equal(["P38 clients.batch"]);
    expect((await add({ days: 90 })).secretText).to.be.a("string");
  });

  it("P30 before --apply; P12 for an application of other origin", async () => {
    await world.reset();
    expect(await refusal(add())).to.deep.equal(["P30 clients.batch"]);
    const { appId } = await world.graph("POST", "/applications", { displayName: "Other" });
    const named = {
      ...shop,
      provision: { ...shop.provision, clients: { batch: { products: ["gold"], applicationId: appId } } },
    };
    expect(await refusal(addClientSecret(named, "batch", world.options()))).to.deep.equal([
      "P12 clients.batch",
    ]);
  });

  it("a function that rejects before the first write leaves everything as it is", async () => {
    const recorded = world.recorder();
    const failed = add({ onOperation: () => Promise.reject(new Error("exists")) }, recorded);
    await failed.then(
      () => expect.fail("added"),
      (reason: Error) => expect(reason.message).to.equal("exists"),
    );
    expect(recorded.calls.every(({ method }) => method === "GET")).to.equal(true);
  });

  it("invalid options and unknown clients are refused before any call", async () => {
    for (const more of [{ days: 0 }, { days: 366 }, { days: 1.5 }, { operation: "a b" }, { operation: "" }]) {
      const recorded = world.recorder();
      await add(more, recorded).then(
        () => expect.fail("added"),
        (reason: Error) => expect(reason.name).to.equal("ConfigurationError"),
      );
      expect(recorded.calls).to.deep.equal([]);
    }
    await addClientSecret(shop, "nobody", world.options()).then(
      () => expect.fail("added"),
      (reason: Error) => expect(reason.message).to.include("provision.clients.nobody"),
    );
  });

  it("P35 and P36: secrets that end", async () => {
    await add({ days: 20 });
    const codes = async () => (await world.plan(shop)).report.findings.map(({ code }) => code);
    expect(await codes()).to.deep.equal(["P35"]);
    world.entra.clock.advance(21 * 86_400);
    expect(await codes()).to.deep.equal(["P36"]);
  });
});
