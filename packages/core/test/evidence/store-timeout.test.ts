import { setTimeout as pause } from "node:timers/promises";
import {
  createProductAuth,
  type ClientApplication,
  type ClientRegistry,
  type ProductAuthOptions,
  type Subscription,
  type SubscriptionStore,
} from "#src/index.js";
import { CachingStore } from "#src/repositories/index.js";
import type { Entra } from "@product-auth/emulator";
import { expect } from "chai";
import { CachingClientRegistry } from "#src/evidence/clients/caching-client-registry.js";
import { lookUpKey } from "#src/evidence/subscriptions/look-up-key.js";
import { authFor, presenting, startIssuer } from "./tokens/issued.js";
import { problemsOfOptions } from "../options/problems-of.js";
import { refused } from "../options/refused-options.js";
import { viewOf } from "../request/view-of.js";

const TIMEOUT = 40;
const never = () => new Promise<never>(() => undefined);
const active: Subscription = { id: "contoso-pro", scope: "/products/pro", state: "active" };

/** What a store or registry may do instead of answering; `found` is what it would answer with. */
const silences: Readonly<Record<string, <T>(found: T) => Promise<T>>> = {
  "never answers": never,
  "answers late": async (found) => {
    await pause(3 * TIMEOUT);
    return found;
  },
  "rejects late": async () => {
    await pause(3 * TIMEOUT);
    throw new Error("too late");
  },
  "rejects in time": () => Promise.reject(new Error("ECONNREFUSED")),
  throws: () => {
    throw new Error("not connected");
  },
  "gives what has a then and never calls back": () => ({ then: () => undefined }) as never,
};

const keysOnly: ProductAuthOptions<"pro"> = { products: { pro: { accepts: ["key"] } } };
const withKey = (key = "k") => viewOf({ "ocp-apim-subscription-key": key });

describe("an answer is waited for no longer than storeTimeout", () => {
  let entra: Entra;
  let token: string;
  const unheard: unknown[] = [];
  const hear = (reason: unknown) => void unheard.push(reason);
  before(async () => {
    process.on("unhandledRejection", hear);
    entra = await startIssuer();
    token = await entra.tokenFor({ client: "contoso", product: "pro" });
  });
  after(async () => {
    await entra.close();
    await pause(4 * TIMEOUT); // what comes late
    process.off("unhandledRejection", hear);
    expect(unheard).to.deep.equal([]);
  });

  async function outcomeOf(options: Partial<ProductAuthOptions<"starter" | "pro">>, bearer?: string) {
    const auth = authFor(entra, { storeTimeout: TIMEOUT / 1000, ...options });
    await auth.ready();
    const since = performance.now();
    const requirement = auth.requirement({ product: "pro" });
    const decision = await auth.authorize(viewOf(presenting(bearer, bearer ? undefined : "k")), requirement);
    expect(performance.now() - since).to.be.below(2 * TIMEOUT + 3000);
    return decision;
  }

  for (const [name, silence] of Object.entries(silences)) {
    it(`a store that ${name}: 503`, async () => {
      const subscriptions: SubscriptionStore = { findByKeyDigest: () => silence(active) };
      const decision = await outcomeOf({ subscriptions });
      expect(decision).to.include({ outcome: "unavailable", code: "subscriptions_unavailable" });
      expect(decision).to.have.property("retryAfter", 5);
    });
    it(`a registry that ${name}: 503`, async () => {
      const clientApplications: ClientRegistry = {
        findClient: (id) => silence<ClientApplication>({ id, products: ["pro"], state: "active" }),
      };
      const decision = await outcomeOf({ clientApplications }, token);
      expect(decision).to.include({ outcome: "unavailable", code: "clients_unavailable" });
      expect(decision).to.have.property("retryAfter", 5);
    });
  }

  it("an answer in time is used, and so is one at once", async () => {
    const inTime = async <T>(found: T) => {
      await pause(5);
      return found;
    };
    for (const answer of [inTime, <T>(found: T) => found])
      expect(await outcomeOf({ subscriptions: { findByKeyDigest: () => answer(active) } })).to.include({
        outcome: "admit",
      });
  });
  it("with several peppers it is one time for all of them", async () => {
    const store = { findByKeyDigest: () => pause(0.7 * TIMEOUT).then(() => undefined) };
    const found = await lookUpKey("k", store, ["1", "2", "3", "4", "5"], TIMEOUT);
    expect(found).to.include({ kind: "unavailable", code: "subscriptions_unavailable" });
  });
  it("with one pepper a query is waited for by one timer, with several by one more", async () => {
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;
    const added = async (peppers: readonly string[]) => {
      await pause(1); // the test runner's own are set
      const before = timers();
      const settings = { ttl: 5000, max: 10, clock: () => 0, timeout: TIMEOUT };
      const found = lookUpKey("k", new CachingStore({ findByKeyDigest: never }, settings), peppers, TIMEOUT);
      const count = timers() - before;
      expect(await found).to.include({ kind: "unavailable", code: "subscriptions_unavailable" });
      return count;
    };
    expect(await added(["1"])).to.equal(1);
    expect(await added(["1", "2"])).to.equal(2);
  });
  it("a late answer is not remembered: the next one asks again", async () => {
    let asked = 0;
    const auth = createProductAuth({
      ...keysOnly,
      storeTimeout: TIMEOUT / 1000,
      subscriptions: {
        findByKeyDigest: async () => {
          asked += 1;
          await pause(asked === 1 ? 2 * TIMEOUT : 0);
          return asked === 1 ? active : { ...active, state: "suspended" };
        },
      },
    });
    const ask = async () => (await auth.authorize(withKey(), auth.anyProduct)) as { code?: string };
    expect((await ask()).code).to.equal("subscriptions_unavailable");
    await pause(2 * TIMEOUT);
    expect((await ask()).code).to.equal("key_state");
    expect(asked).to.equal(2);
  });
  it("callers who wait for one question fail together, and it is forgotten", async () => {
    let asked = 0;
    const findByKeyDigest = () => {
      asked += 1;
      return asked === 1 ? never() : Promise.resolve(active);
    };
    const cache = new CachingStore(
      { findByKeyDigest },
      { ttl: 5000, max: 10, clock: () => 0, timeout: TIMEOUT },
    );
    const ask = async () => cache.findByKeyDigest("d");
    const failed = await Promise.allSettled([ask(), ask(), ask()]);
    expect(failed.map(({ status }) => status)).to.deep.equal(["rejected", "rejected", "rejected"]);
    expect(asked).to.equal(1);
    expect(await ask()).to.equal(active);
  });
  it("a flood of unknown keys on a store that never answers: no more than 10000 questions", async () => {
    let asked = 0;
    const findByKeyDigest = () => {
      asked += 1;
      return never();
    };
    const cache = new CachingStore(
      { findByKeyDigest },
      { ttl: 5000, max: 10, clock: () => 0, timeout: TIMEOUT },
    );
    for (let round = 0; round < 3; round++) {
      const flood = Array.from({ length: 15_000 }, async (_, i) => cache.findByKeyDigest(`${round} ${i}`));
      const answers = await Promise.allSettled(flood);
      expect(answers.every(({ status }) => status === "rejected")).to.equal(true);
    }
    expect(asked).to.be.within(10_000, 10_002); // one more a round, to see whether it answers again
  });

  it("closing: the instance ends in time, and closes the other one, too", async () => {
    let closed = 0;
    const auth = createProductAuth({
      ...keysOnly,
      storeTimeout: TIMEOUT / 1000,
      subscriptions: { findByKeyDigest: () => undefined, close: never },
      clientApplications: { findClient: () => undefined, close: () => void (closed += 1) },
    });
    const reason = await auth.close().then(String, (error: Error) => error.message);
    expect(reason).to.equal("The store of subscriptions could not be closed in time");
    expect(closed).to.equal(1);
    const registry = new CachingClientRegistry(
      { findClient: () => undefined, close: never },
      { ttl: 5000, max: 10, clock: () => 0, timeout: TIMEOUT },
    );
    expect(await registry.close().then(String, (error: Error) => error.message)).to.include("in time");
  });
  it("ready() asks neither store nor registry", async () => {
    const auth = createProductAuth({
      ...keysOnly,
      subscriptions: { findByKeyDigest: never },
      clientApplications: { findClient: never },
    });
    await auth.ready();
  });
});

refused("storeTimeout", [
  [
    { ...keysOnly, subscriptions: [], storeTimeout: 0 },
    "storeTimeout",
    "is 0",
    /more than 0 seconds, at most 60/,
  ],
  [
    { ...keysOnly, subscriptions: [], storeTimeout: -1 },
    "storeTimeout",
    "is -1",
    /more than 0 seconds, at most 60/,
  ],
  [{ ...keysOnly, subscriptions: [], storeTimeout: 60.1 }, "storeTimeout", "is 60.1", /at most 60 seconds/],
  [
    { ...keysOnly, subscriptions: [], storeTimeout: "3" },
    "storeTimeout",
    "is a string",
    /above 0, at most 60/,
  ],
]);
describe("options: storeTimeout that is accepted", () => {
  for (const storeTimeout of [0.001, 3, 60])
    it(`${storeTimeout}`, () =>
      expect(problemsOfOptions({ ...keysOnly, subscriptions: [], storeTimeout })).to.deep.equal([]));
});
