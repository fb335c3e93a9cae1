import {
  createProductAuth,
  type ProductAuth,
  type Subscription,
  type SubscriptionChange,
  type SubscriptionStore,
} from "#src/index.js";
import { digestKey } from "#src/repositories/index.js";
import fc from "fast-check";
import { inWords } from "../../evidence/evidence-of.js";
import { viewOf } from "../../request/view-of.js";
import { History } from "./history.js";

/** A remembered subscription may be this much behind, unless its store has told of the change. Nothing else may differ. */
export const SUBSCRIPTIONS_UP_TO = 5_000;

/** One thing that happens to the subscription of a key, or to the store. */
export type StoreStep =
  | { readonly do: "ask"; readonly key: number }
  | { readonly do: "change"; readonly key: number; readonly to: State; readonly told: boolean }
  | { readonly do: "change meanwhile"; readonly key: number; readonly to: State; readonly told: boolean }
  | { readonly do: "pass"; readonly milliseconds: number }
  | { readonly do: "outage"; readonly down: boolean };

const STATES = ["active", "suspended", "none"] as const;
type State = (typeof STATES)[number];
const KEYS = ["key-0", "key-1", "key-2", "key-3"];

const key = fc.nat(KEYS.length - 1);
const change = { key, to: fc.constantFrom(...STATES), told: fc.boolean() };

export const storeSteps: fc.Arbitrary<readonly StoreStep[]> = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.record({ do: fc.constant("ask" as const), key }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant("change" as const), ...change }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant("change meanwhile" as const), ...change }) },
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant("pass" as const),
        milliseconds: fc.constantFrom(1, 1_000, 2_500, 4_999, 5_000, 60_000),
      }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("outage" as const), down: fc.boolean() }) },
  ),
  { maxLength: 80, size: "max" },
);

/** A store that answers later, by what it held when it was asked, and the histories of what it holds. */
class ChangingStore implements SubscriptionStore {
  readonly clock: { now: number } = { now: Date.UTC(2026, 0, 2) };
  readonly histories: readonly History<State>[] = KEYS.map(
    () => new History<State>("active", this.clock.now),
  );
  down = false;
  gate: Promise<void> | undefined;
  #tell: ((change: SubscriptionChange) => void) | undefined;

  async findByKeyDigest(digest: string): Promise<Subscription | undefined> {
    const found = this.histories[DIGESTS.indexOf(digest)]!.now;
    await this.gate;
    if (this.down) throw new Error("ECONNREFUSED");
    return subscriptionOf(found);
  }

  onChange(listener: (change: SubscriptionChange) => void): () => void {
    this.#tell = listener;
    return () => undefined;
  }

  change(index: number, to: State, told: boolean): void {
    this.histories[index]!.become(to, this.clock.now);
    if (!told) return;
    this.#tell?.({ digests: [DIGESTS[index]!] });
    this.histories[index]!.forget();
  }
}

const DIGESTS = KEYS.map((text) => digestKey(text));
const subscriptionOf = (state: State): Subscription | undefined =>
  state === "none" ? undefined : { id: "contoso", scope: "/products/pro", state };

/** Lets a history happen; throws at the first decision that memory makes otherwise. */
export async function liveThroughStore(steps: readonly StoreStep[]): Promise<void> {
  const store = new ChangingStore();
  const clock = () => store.clock.now;
  // Room for fewer than there are keys, so that some are forgotten as well.
  const cache = { ttl: SUBSCRIPTIONS_UP_TO / 1_000, max: 3 };
  const auth = createProductAuth({ ...PRO, subscriptions: store, subscriptionCache: cache, clock });
  for (const step of steps) await happen(store, auth, step);
  await auth.close();
}

const PRO = { products: { pro: { accepts: ["key"] } } } as const;

async function happen(store: ChangingStore, auth: ProductAuth<"pro">, step: StoreStep): Promise<void> {
  switch (step.do) {
    case "ask":
      return ask(store, auth, step.key);
    case "change":
      return store.change(step.key, step.to, step.told);
    case "change meanwhile": {
      let open = (): void => undefined;
      store.gate = new Promise((opened) => (open = opened));
      const underWay = decided(auth, step.key);
      store.change(step.key, step.to, step.told);
      open();
      store.gate = undefined;
      await underWay;
      return ask(store, auth, step.key);
    }
    case "pass":
      store.clock.now += step.milliseconds;
      return;
    case "outage":
      store.down = step.down;
  }
}

async function ask(store: ChangingStore, auth: ProductAuth<"pro">, index: number): Promise<void> {
  const told = await decided(auth, index);
  if (store.down && told.startsWith("503 ")) return;
  const held = store.histories[index]!.sinceThen(store.clock.now - SUBSCRIPTIONS_UP_TO + 1);
  const possible = await Promise.all(held.map((state) => decidedBy(state, index)));
  if (possible.includes(told)) return;
  throw new Error(`with memory: ${told}, without: ${possible.join(" or ")}, for ${KEYS[index]}`);
}

async function decidedBy(state: State, index: number): Promise<string> {
  const bare = createProductAuth({ ...PRO, subscriptions: { findByKeyDigest: () => subscriptionOf(state) } });
  return decided(bare, index);
}

async function decided(auth: ProductAuth<"pro">, index: number): Promise<string> {
  const view = viewOf({ "ocp-apim-subscription-key": KEYS[index]! });
  return inWords(await auth.authorize(view, auth.requirement({ product: "pro" })));
}
