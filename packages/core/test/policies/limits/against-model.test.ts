import { expect } from "chai";
import { createProductAuth, type CatalogEvent, type Decision, type RequestView } from "#src/index.js";
import type { Counter, Taken } from "#src/policies/limits/counter-store.js";
import { MemoryCounterStore } from "#src/policies/limits/memory-counter-store.js";
import { demand } from "../../fuzz/demand.js";
import { viewOf } from "../../request/view-of.js";
import {
  changedCatalog,
  Dice,
  OPERATIONS,
  optionsOf,
  randomCatalog,
  randomRules,
  SUBSCRIPTIONS,
  type Sent,
} from "./limit-catalogs.js";
import { LimitModel } from "./limit-model.js";

const isFull = process.env.CONTRACT === "full";
const CATALOGS = isFull ? 50 : 17;
const CALLS = 200;
const START = Date.UTC(2026, 0, 1);

/** Fails when a counter has more or less by the limit of another catalog than by that of its latest raise, at the same time. */
class WatchedCounters extends MemoryCounterStore {
  readonly #latest = new Map<string, Counter>();
  longest = 0;

  override take(counters: readonly Counter[], now: number): Taken {
    for (const counter of counters) {
      const before = this.#latest.get(counter.key);
      if (before !== undefined) {
        const [was, is] = [this.read([before], now)[0]!, this.read([counter], now)[0]!];
        demand(is === was, `${counter.key}: ${was} used, and ${is} by ${JSON.stringify(counter)}`);
      }
      this.longest = Math.max(this.longest, counter.key.length);
    }
    const taken = super.take(counters, now);
    if ("used" in taken)
      for (const counter of counters) if (counter.amount > 0) this.#latest.set(counter.key, counter);
    return taken;
  }
}

function randomRequest(dice: Dice): Sent {
  const api = dice.of(["orders", "orders", "free"]);
  const known = dice.of(SUBSCRIPTIONS);
  const isAnonymous = api === "free";
  return {
    subscription: isAnonymous ? undefined : known.id,
    product: isAnonymous ? undefined : known.product,
    network: dice.of(["203.0.113.5", "198.51.100.7"]),
    tenant: dice.of([undefined, "a", "b"]),
    api,
    operation: dice.of(["list", "list", "create"]),
  };
}

function viewOfSent({ subscription, network, tenant, api, operation }: Sent): RequestView {
  const headers = {
    ...(subscription !== undefined && { "ocp-apim-subscription-key": subscription }),
    ...(tenant !== undefined && { "x-tenant": tenant }),
  };
  const { method } = OPERATIONS[operation]!;
  return { ...viewOf(headers, { method, path: `/${api}` }), address: () => network };
}

function found(decision: Decision): object {
  if (decision.outcome === "admit") return { outcome: "admit" };
  const { outcome, code } = decision;
  return {
    outcome,
    code,
    retryAfter: outcome === "refuse" ? decision.limit?.retryAfter : decision.retryAfter,
  };
}

describe(`limits against a log of all admitted calls, ${CATALOGS * CALLS} random calls`, () => {
  it("decide as the log does, through several guards and updates; no update lowers what is used", async function () {
    this.timeout(120_000);
    const tally = { admit: 0, refuse: 0, restarted: 0, guards: 0 };
    for (let seed = 1; seed <= CATALOGS; seed++) {
      const dice = new Dice(seed * 7_919);
      let catalog = randomCatalog(dice);
      let now = START;
      const events: CatalogEvent[] = [];
      const store = new WatchedCounters();
      const auth = createProductAuth<string, string>(
        optionsOf(catalog, {
          ...{ clock: () => now, counters: { store } },
          onCatalogUpdate: (event: CatalogEvent) => events.push(event),
        }),
      );
      const model = new LimitModel(catalog);
      const rules = randomRules(dice);
      const guards = rules.map((rateLimitByKey) =>
        rateLimitByKey.length === 0
          ? auth.anyProduct
          : auth.requirement({ product: ["starter", "pro"], rateLimitByKey } as never),
      );
      for (let i = 0; i < CALLS; i++) {
        if (dice.once(40)) {
          catalog = changedCatalog(dice, catalog);
          const { policies, products, apis } = optionsOf(catalog);
          auth.update({ policies: policies!, products, apis: apis! });
          const restarted = events.at(-1)!.restartedLimits.map(({ kind, place }) => `${kind} ${place}`);
          expect(restarted.sort()).to.deep.equal([...model.update(catalog)].sort(), `seed ${seed} call ${i}`);
          tally.restarted += restarted.length;
        }
        now += dice.of([0, 0, 1, 100, 333, 1_000, 2_500]);
        const sent = randomRequest(dice);
        const view = viewOfSent(sent);
        const counted = new Set<string>();
        const isAnonymous = sent.subscription === undefined;
        for (let guard = dice.roll(3) + 1; guard > 0; guard--) {
          // A rule names products, so it admits nobody without a key.
          const chosen = isAnonymous ? 0 : dice.roll(rules.length);
          const expected = model.judge(sent, rules[chosen]!, now, counted);
          if (dice.once(10)) await auth.explain(view);
          const decision = await auth.authorize(view, guards[chosen]!);
          expect(found(decision), `seed ${seed}, call ${i}: ${JSON.stringify(sent)}`).to.deep.equal(expected);
          tally[expected.outcome]++;
          tally.guards++;
          if (expected.outcome !== "admit") break;
        }
      }
      expect(store.longest).to.be.at.most(512);
    }
    expect(tally.admit).to.be.above(CATALOGS * 10);
    expect(tally.refuse).to.be.above(CATALOGS * 10);
    expect(tally.restarted).to.be.above(0);
  });
});
