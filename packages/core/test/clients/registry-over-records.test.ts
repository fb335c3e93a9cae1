import type { Entra } from "@product-auth/emulator";
import { expect } from "chai";
import type { ClientChange } from "#src/index.js";
import { clientRegistryOver } from "#src/clients/index.js";
import { MemoryRecordRepository, type RecordRepository, type StoredRecord } from "#src/records/index.js";
import { authFor, presenting, startIssuer } from "../evidence/tokens/issued.js";
import { viewOf } from "../request/view-of.js";

/** The record of an application that is linked to pro; starter is pending. */
const recordOf = (id: string, version = 1, more: object = {}): StoredRecord => ({
  kind: "application",
  id,
  owner: "zoe",
  version,
  value: {
    displayName: "Batch",
    state: "active",
    ownerState: "active",
    products: [
      { name: "pro", audience: "api://pro", role: "Product.Pro.All", state: "approved" },
      { name: "starter", audience: "api://starter", role: "Product.Starter.All", state: "pending" },
    ],
    createdDate: 0,
    ...more,
  },
});

const ID = "7b0c9e11-2222-4333-8444-955566667777";

describe("a registry of client applications over records", () => {
  it("lists approved products only, under either spelling of the id", async () => {
    const records = new MemoryRecordRepository();
    await records.write([{ put: recordOf(ID) }]);
    const registry = clientRegistryOver(records);
    for (const id of [ID, ID.toUpperCase()])
      expect(await registry.findClient(id)).to.deep.equal({
        id: ID,
        displayName: "Batch",
        products: ["pro"],
        state: "active",
        ownerId: "zoe",
        ownerState: "active",
      });
    for (const id of ["", "a b", "__proto__", "x".repeat(5000), ID.replace("7", "8")])
      expect(await registry.findClient(id)).to.equal(undefined);
  });

  it("knows the applications in `also`, which take precedence over records", async () => {
    const records = new MemoryRecordRepository();
    await records.write([{ put: recordOf(ID) }]);
    const registry = clientRegistryOver(records, {
      also: [{ id: ID.toUpperCase(), products: ["starter"], state: "active" }],
    });
    expect((await registry.findClient(ID))!.products).to.deep.equal(["starter"]);
  });

  for (const [what, more] of Object.entries({
    "an unknown state": { state: "open" },
    "no state": { state: undefined },
    "an unknown state of the owner": { ownerState: 1 },
    "products that are no list": { products: { pro: "approved" } },
    "a product without a state": { products: [{ name: "pro" }] },
    "a state of a product that is unknown": { products: [{ name: "pro", state: "yes" }] },
  }))
    it(`rejects for a record with ${what}: the request is answered 503`, async () => {
      const value = JSON.parse(JSON.stringify(recordOf(ID, 1, more))) as StoredRecord;
      const records = { get: async () => value } as unknown as RecordRepository;
      const failure = await Promise.resolve(clientRegistryOver(records).findClient(ID)).catch(String);
      expect(failure).to.include("unknown form");
    });

  it("passes on changes of applications, and nothing else", async () => {
    const records = new MemoryRecordRepository();
    const changes: ClientChange[] = [];
    const stop = clientRegistryOver(records).onChange!((change) => void changes.push(change));
    await records.write([{ put: { kind: "user", id: "zoe", version: 1, value: {} } }]);
    await records.write([{ put: recordOf(ID) }]);
    expect(changes).to.deep.equal([{ ids: [ID] }]);
    stop();
    await records.write([{ put: recordOf(ID, 2) }]);
    expect(changes).to.have.lengthOf(1);
    const silent = { get: async () => undefined } as unknown as RecordRepository;
    expect(clientRegistryOver(silent)).to.not.have.property("onChange");
  });

  describe("behind an instance", () => {
    let entra: Entra;
    let token: string;
    let clientId: string;
    before(async () => {
      entra = await startIssuer();
      token = await entra.tokenFor({ client: "contoso", product: "pro" });
      clientId = entra.clients["contoso"]!.appId;
    });
    after(() => entra.close());

    async function served({ push }: { readonly push: boolean }) {
      const state = { now: Date.now(), asked: 0, isDown: false };
      const stored = new MemoryRecordRepository({ clock: () => state.now });
      await stored.write([{ put: recordOf(clientId) }]);
      const records: RecordRepository = {
        async get(kind, id) {
          state.asked += 1;
          if (state.isDown) throw new Error("ECONNREFUSED");
          return stored.get(kind, id);
        },
        list: (...given) => stored.list(...given),
        write: (changes) => stored.write(changes),
        ...(push && { onChange: (listener) => stored.onChange(listener) }),
      };
      const auth = authFor(entra, {
        clientApplications: clientRegistryOver(records),
        clock: () => state.now,
      });
      await auth.ready();
      const outcome = async () => {
        const requirement = auth.requirement({ product: "pro" });
        const decision = await auth.authorize(viewOf(presenting(token)), requirement);
        return decision.outcome === "admit" ? "admit" : decision.code;
      };
      const suspend = () => stored.write([{ put: recordOf(clientId, 2, { state: "rejected" }) }]);
      return { state, outcome, suspend };
    }

    it("asks once in 5 seconds", async () => {
      const { state, outcome } = await served({ push: false });
      for (let i = 0; i < 5; i++) expect(await outcome()).to.equal("admit");
      expect(state.asked).to.equal(1);
      state.now += 5000;
      expect(await outcome()).to.equal("admit");
      expect(state.asked).to.equal(2);
    });

    it("refuses a suspended application at once with push, after 5 seconds without", async () => {
      const pushed = await served({ push: true });
      expect(await pushed.outcome()).to.equal("admit");
      await pushed.suspend();
      expect(await pushed.outcome()).to.equal("client_state");

      const silent = await served({ push: false });
      expect(await silent.outcome()).to.equal("admit");
      await silent.suspend();
      silent.state.now += 4999;
      expect(await silent.outcome()).to.equal("admit");
      silent.state.now += 1;
      expect(await silent.outcome()).to.equal("client_state");
    });

    it("remembers an application for 5 seconds when the records are down, then 503", async () => {
      const { state, outcome } = await served({ push: true });
      expect(await outcome()).to.equal("admit");
      state.isDown = true;
      state.now += 4999;
      expect(await outcome()).to.equal("admit");
      state.now += 1;
      expect(await outcome()).to.equal("clients_unavailable");
      state.isDown = false;
      expect(await outcome()).to.equal("admit");
    });
  });
});
