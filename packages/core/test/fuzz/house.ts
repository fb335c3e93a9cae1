import { createProductAuth, type DecisionEvent, type ProductAuth, type Requirement } from "@product-auth/core";
import { documentServer } from "./documents.js";
import {
  ISSUER_OPTIONS,
  MAX_TOKEN_LENGTH,
  PRODUCTS,
  RULES,
  START,
  TENANT,
  TENANT_TWO,
  TOLERANCE,
  type ProductName,
  type RuleName,
} from "./places.js";

/** Tenants whose tokens are accepted, per set-up. */
export const TENANTS = { one: [TENANT], many: [TENANT, TENANT_TWO] } as const;

export type SetUp = keyof typeof TENANTS;

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

const DECADE = 315_360_000;

/** Opens a set-up with all keys at hand. */
export async function openHouse(setUp: SetUp): Promise<House> {
  const { asked, fetch } = documentServer();
  const clock = { now: START };
  const guarded = async (tokenCacheSize: number): Promise<Guarded> => {
    const events: DecisionEvent[] = [];
    const auth = createProductAuth<ProductName>({
      ...(setUp === "one"
        ? { tenantId: TENANT }
        : { tenantId: "organizations", allowedTenants: TENANTS.many }),
      issuers: ISSUER_OPTIONS,
      products: PRODUCTS,
      clockTolerance: TOLERANCE,
      maxTokenLength: MAX_TOKEN_LENGTH,
      tokenCacheSize,
      // Keys are to stay as they are while the clock moves past the end of tokens.
      signingKeys: { refreshInterval: DECADE, lastKnownGood: 2 * DECADE },
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
