import { expect } from "chai";
import { MemorySubscriptionStore, type SubscriptionStore } from "@product-auth/core";
import { KEY, SUBSCRIPTIONS, tell } from "../support/api.js";
import { badKeyOrToken, expectRefused } from "../support/refused.js";
import { step } from "../written-routes.js";
import type { Suite } from "../suite.js";

/** A store that counts, and answers at once or later. */
class CountingStore implements SubscriptionStore {
  lookUps = 0;
  readonly #store = new MemorySubscriptionStore(SUBSCRIPTIONS);
  readonly #later: boolean;

  constructor(answers: "at once" | "later") {
    this.#later = answers === "later";
  }

  findByKeyDigest(digest: string): ReturnType<SubscriptionStore["findByKeyDigest"]> {
    this.lookUps += 1;
    const found = this.#store.findByKeyDigest(digest);
    return this.#later ? new Promise((resolve) => setTimeout(resolve, 5, found)) : found;
  }
}

/** Handlers of one request must not be able to change what another one, or the next request, will read. */
function expectFrozen(value: unknown, path: string): void {
  if (typeof value !== "object" || value === null) return;
  expect(Object.isFrozen(value), `${path} is frozen`).to.equal(true);
  for (const [name, member] of Object.entries(value)) expectFrozen(member, `${path}.${name}`);
}

export function stackedGuards({ describe, it, apiStarter }: Suite): void {
  describe("stacked guards", () => {
    const start = apiStarter();

    for (const answers of ["at once", "later"] as const) {
      describe(`over a store that answers ${answers}`, () => {
        it("examine a key once, and judge it each", async () => {
          const subscriptions = new CountingStore(answers);
          const api = await start(
            (app, auth) => {
              app.use(auth);
              app.mount("/reports", auth.requireProduct("pro", "batch"), (reports) =>
                reports.get("/all", auth.requireProduct("pro"), auth.require({ accepts: ["key"] }), tell),
              );
            },
            { subscriptions, subscriptionCache: { ttl: 0 } },
          );
          await api.get("/reports/all").set(KEY, "pro-key").expect(200);
          expect(subscriptions.lookUps).to.equal(1);
          expect(api.events.map(({ outcome, product }) => `${outcome} ${product}`)).to.deep.equal(
            Array<string>(4).fill("admit pro"),
          );
          await api.get("/reports/all").set(KEY, "pro-key").expect(200);
          expect(subscriptions.lookUps, "nothing is carried over to the next request").to.equal(2);
        });

        it("stop at the first that refuses", async () => {
          const subscriptions = new CountingStore(answers);
          const handled: string[] = [];
          const api = await start(
            (app, auth) => {
              const seen = (name: string) => step(() => void handled.push(name));
              app.use(auth, seen("door"));
              app.get("/", auth.requireProduct("pro"), seen("pro"), tell);
            },
            { subscriptions },
          );
          expectRefused(await api.get("/").set(KEY, "batch-key"), badKeyOrToken);
          expect(handled).to.deep.equal(["door"]);
          expect(subscriptions.lookUps).to.equal(1);
        });
      });
    }
  });

  describe("what a guard leaves for handlers", () => {
    const start = apiStarter();

    it("is one frozen object, and accessOf gives it", async () => {
      const seen: unknown[] = [];
      const api = await start((app, auth) => {
        app.use(auth);
        app.get("/", auth.requireProduct("starter"), ({ access, accessOf }) => {
          seen.push(access, accessOf());
          return {};
        });
      });
      const token = await api.entra.tokenFor({ client: "contoso", product: "starter" });
      await api.get("/").auth(token, { type: "bearer" }).expect(200);
      const [first, ...others] = seen;
      expect(first).to.be.an("object");
      for (const other of others) expect(other).to.equal(first);
      expectFrozen(first, "access");
    });
  });
}
