import { createProductAuth, type DecisionEvent, type ProductAuth, type Requirement } from "#src/index.js";
import { documentServer } from "./documents.js";
import { ISSUER_OPTIONS, MAX_TOKEN_LENGTH, PRODUCTS, RULES, START, TOLERANCE } from "./places.js";
import type { ProductName, RuleName } from "./places.js";
import { SET_UP_NAMES, setUpOf, type SetUp, type SetUpName } from "./set-ups.js";

/** One instance with its rules made ready. */
export interface Guarded {
  readonly auth: ProductAuth<ProductName>;
  readonly rules: Readonly<Record<RuleName, Requirement<ProductName>>>;
  /** What its operators are told. */
  readonly events: DecisionEvent[];
}

/** One set-up: two instances that differ in their cache only, under one clock. */
export interface House {
  readonly setUp: SetUp;
  readonly remembering: Guarded;
  readonly forgetful: Guarded;
  /** Addresses asked for so far. */
  readonly asked: readonly string[];
  /** In seconds. */
  readonly clock: { now: number };
}

export type Houses = ReadonlyMap<SetUpName, House>;

/** Opens a house of every set-up, with all keys at hand. */
export async function openHouses(): Promise<Houses> {
  const houses = SET_UP_NAMES.map(async (name) => [name, await openHouse(setUpOf(name))] as const);
  return new Map(await Promise.all(houses));
}

async function openHouse(setUp: SetUp): Promise<House> {
  const { asked, fetch } = documentServer();
  const clock = { now: START };
  const guarded = async (tokenCacheSize: number): Promise<Guarded> => {
    const events: DecisionEvent[] = [];
    const auth = createProductAuth<ProductName>({
      ...setUp.options,
      issuers: ISSUER_OPTIONS,
      products: PRODUCTS,
      clockTolerance: TOLERANCE,
      maxTokenLength: MAX_TOKEN_LENGTH,
      tokenCacheSize,
      // Keys stay as they are while the clock stands still, and are waited for whenever it has moved.
      signingKeys: { refreshInterval: 0.001 },
      clock: () => clock.now * 1000,
      fetch,
      onDecision: (event) => events.push(event),
    });
    await auth.ready();
    const { any: _, ...named } = RULES;
    const rules = Object.entries(named).map(([name, rule]) => [name, auth.requirement(rule, name)]);
    return {
      auth,
      rules: { ...(Object.fromEntries(rules) as Guarded["rules"]), any: auth.anyProduct },
      events,
    };
  };
  const [remembering, forgetful] = [await guarded(5_000), await guarded(0)];
  return { setUp, remembering, forgetful, asked, clock };
}
