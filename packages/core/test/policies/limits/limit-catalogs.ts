import type { ProductAuthOptions } from "#src/index.js";

/** Whole numbers that look random, always the same for a seed. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 to below `sides` (xorshift, 32 bits). */
  roll(sides: number): number {
    let x = this.#state || 1;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x >>> 0;
    return this.#state % sides;
  }

  of<T>(values: readonly T[]): T {
    return values[this.roll(values.length)]!;
  }

  /** True once in so many times. */
  once(times: number): boolean {
    return this.roll(times) === 0;
  }

  shuffled<T>(values: readonly T[]): T[] {
    return values
      .map((value) => ({ value, at: this.roll(1_000_000) }))
      .sort((one, other) => one.at - other.at)
      .map(({ value }) => value);
  }
}

export type SimplePart = "caller" | "subscription" | "ip" | "product" | "api" | "operation";
export type PlainPart = SimplePart | { readonly text: string } | { readonly header: string };
export type CounterKeyPart = PlainPart | { readonly firstOf: readonly PlainPart[] };

interface Rate {
  readonly calls: number;
  readonly renewalPeriod: number;
  readonly algorithm?: "sliding-window" | "token-bucket";
}

export interface Keyed extends Rate {
  readonly counterKey: readonly CounterKeyPart[];
  readonly counterName?: string;
  readonly incrementCount?: number;
}

interface Within {
  readonly apis?: Readonly<Record<string, Rate & { readonly operations?: Readonly<Record<string, Rate>> }>>;
}

export interface Limited {
  readonly rateLimit?: Rate & Within;
  readonly rateLimitByKey?: readonly Keyed[];
  readonly quota?: Rate;
  readonly quotaByKey?: readonly Keyed[];
}

export interface Catalog {
  readonly rate: Rate;
}

/** The policies of a catalog, by place. */
export interface LimitedCatalog {
  readonly policies: Limited;
  readonly products: Readonly<Record<string, Limited>>;
  readonly apis: Readonly<
    Record<string, Limited & { readonly operations: Readonly<Record<string, Limited>> }>
  >;
}

/** A request, as the caller and the catalog know it. */
export interface Sent {
  readonly subscription: string | undefined;
  readonly network: string;
  readonly tenant: string | undefined;
  readonly product: string | undefined;
  readonly api: string;
  readonly operation: string;
}

export const OPERATIONS: Readonly<Record<string, { readonly method: string; readonly urlTemplate: string }>> =
  {
    list: { method: "GET", urlTemplate: "/" },
    create: { method: "POST", urlTemplate: "/" },
  };

/** Keys open their products; the API `free` needs none. */
export const SUBSCRIPTIONS: readonly { readonly id: string; readonly product: string }[] = [
  { id: "acme", product: "starter" },
  { id: "fabrikam", product: "starter" },
  { id: "adatum", product: "pro" },
];

const PERIODS = [1, 2, 10] as const;
const PARTS: readonly PlainPart[] = [
  ...(["caller", "subscription", "ip", "product", "api", "operation"] as const),
  ...[{ text: "all" }, { header: "X-Tenant" }],
];

/** Makes a catalog of random limits. All of one name count in the same way, as they must. */
export function randomCatalog(dice: Dice): LimitedCatalog {
  const shared = keyed(dice);
  const list = (): Keyed[] =>
    Array.from({ length: dice.roll(3) }, () =>
      dice.once(4) ? { ...shared, counterName: "shared", incrementCount: 1 + dice.roll(2) } : keyed(dice),
    );
  const place = (): Limited => {
    const [rates, quotas] = [list(), list().filter(({ counterName }) => counterName === undefined)];
    return {
      ...(rates.length > 0 && { rateLimitByKey: rates }),
      ...(quotas.length > 0 && dice.once(2) && { quotaByKey: quotas.map(withoutAlgorithm) }),
    };
  };
  const withRate = (): Limited => ({ ...place(), ...(dice.once(2) && { rateLimit: rate(dice) }) });
  const product = (): Limited => {
    const limited = withRate();
    const { rateLimit } = limited;
    const apis = { orders: { ...plain(dice), ...(dice.once(2) && { operations: { list: plain(dice) } }) } };
    return {
      ...limited,
      ...(rateLimit !== undefined && dice.once(2) && { rateLimit: { ...rateLimit, apis } }),
      ...(dice.once(2) && { quota: plain(dice) }),
    };
  };
  return {
    policies: place(),
    products: { starter: product(), pro: product() },
    apis: {
      orders: { ...withRate(), operations: { list: withRate(), create: withRate() } },
      free: { ...withRate(), operations: { list: withRate(), create: {} } },
    },
  };
}

/** Another catalog: numbers change, lists are put in another order, policies come and go. */
export function changedCatalog(dice: Dice, catalog: LimitedCatalog): LimitedCatalog {
  const calls = new Map<string, number>();
  const keyedLists = (list: readonly Keyed[]) =>
    dice.shuffled(list.filter(() => !dice.once(8))).map((one) => {
      // Those of one name have the same number.
      const changed = one.counterName === undefined ? undefined : calls.get(one.counterName);
      const number = changed ?? (dice.once(2) ? one.calls : 2 + dice.roll(9));
      if (one.counterName !== undefined) calls.set(one.counterName, number);
      return { ...one, calls: Math.max(number, one.incrementCount ?? 1) };
    });
  const place = <T extends Limited>(given: T): T => {
    const { rateLimit, rateLimitByKey = [], quotaByKey = [], quota, ...rest } = given;
    const [rates, quotas] = [keyedLists(rateLimitByKey), keyedLists(quotaByKey)];
    return {
      ...rest,
      ...(rates.length > 0 && { rateLimitByKey: rates }),
      ...(quotas.length > 0 && { quotaByKey: quotas }),
      ...(rateLimit !== undefined && {
        rateLimit: {
          ...rateLimit,
          calls: 1 + dice.roll(9),
          ...(dice.once(6) && { renewalPeriod: dice.of(PERIODS) }),
        },
      }),
      ...(quota !== undefined && { quota: { ...quota, calls: 1 + dice.roll(20) } }),
    } as unknown as T;
  };
  const each = <T extends Limited>(given: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(given).map(([name, one]) => [name, place(one)]));
  return {
    policies: place(catalog.policies),
    products: each(catalog.products),
    apis: Object.fromEntries(
      Object.entries(catalog.apis).map(([name, api]) => [
        name,
        { ...place<Limited>(api), operations: each(api.operations) },
      ]),
    ),
  };
}

/** The rules of routes: without and with limits. */
export const randomRules = (dice: Dice): readonly (readonly Keyed[])[] => [
  [],
  [keyed(dice)],
  [keyed(dice), keyed(dice)],
];

/** The options of an instance with these limits. */
export const optionsOf = (
  { policies, products, apis }: LimitedCatalog,
  more: object = {},
): ProductAuthOptions<string, string> =>
  ({
    policies,
    products: Object.fromEntries(
      Object.entries(products).map(([name, limited]) => [name, { accepts: ["key"], ...limited }]),
    ),
    apis: Object.fromEntries(
      Object.entries(apis).map(([name, { operations, ...limited }]) => [
        name,
        {
          path: name,
          ...(name === "free" ? { subscriptionRequired: false } : { products: Object.keys(products) }),
          ...limited,
          operations: Object.fromEntries(
            Object.entries(operations).map(([operation, one]) => [
              operation,
              { ...OPERATIONS[operation], ...one },
            ]),
          ),
        },
      ]),
    ),
    subscriptions: SUBSCRIPTIONS.map(({ id, product }) => ({
      ...{ id, scope: `/products/${product}`, primaryKey: id, secondaryKey: `${id}-2` },
    })),
    ...more,
  }) as unknown as ProductAuthOptions<string, string>;

const plain = (dice: Dice): Rate => ({ calls: 1 + dice.roll(8), renewalPeriod: dice.of(PERIODS) });

const rate = (dice: Dice): Rate => ({
  ...plain(dice),
  ...(dice.once(3) && { algorithm: dice.of(["sliding-window", "token-bucket"] as const) }),
});

function keyed(dice: Dice): Keyed {
  const parts = dice.shuffled(PARTS).slice(0, 1 + dice.roll(2));
  const counterKey = dice.once(4) ? [{ firstOf: parts }] : parts;
  return { ...rate(dice), calls: 2 + dice.roll(9), counterKey };
}

const withoutAlgorithm = ({ algorithm: _, ...rest }: Keyed): Keyed => rest;
