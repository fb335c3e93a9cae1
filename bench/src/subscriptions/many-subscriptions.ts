import { randomBytes } from "node:crypto";
import { digestKey, type StoredSubscription } from "@product-auth/core/subscriptions";

/** The texts of many subscriptions and nothing else, so that what a store adds to them can be weighed. */
export interface Texts {
  readonly ids: readonly string[];
  /** Primary and secondary in turn. */
  readonly digests: readonly string[];
  readonly hints: readonly string[];
  readonly names: readonly string[];
}

/** A key of a subscription, of the length of generated ones. */
export const keyOf = (i: number, slot: "primary" | "secondary" | "unknown"): string =>
  `${slot} key of subscription ${i}`.padEnd(43, "-");

/** Makes the texts of so many subscriptions. */
export function textsFor(size: number): Texts {
  const fill = (count: number, text: (i: number) => string): string[] => {
    const list = new Array<string>(count);
    for (let i = 0; i < count; i++) list[i] = text(i);
    return list;
  };
  return {
    ids: fill(size, () => randomBytes(12).toString("hex")),
    digests: fill(size * 2, (i) => digestKey(keyOf(i >> 1, i % 2 === 0 ? "primary" : "secondary"))),
    hints: fill(size * 2, () => randomBytes(4).toString("hex")),
    names: fill(size, () => randomBytes(10).toString("hex")),
  };
}

/** The subscriptions of these texts, all of the product `pro`, ten to an owner. */
export function* subscriptionsOf({ ids, digests, hints, names }: Texts): Generator<StoredSubscription> {
  for (const [i, id] of ids.entries()) {
    yield {
      id,
      scope: "/products/pro",
      state: "active",
      displayName: names[i]!,
      ownerId: names[i - (i % 10)]!,
      createdDate: 1_767_225_600_000 + i,
      keys: [
        { slot: "primary", digest: digests[2 * i]!, hint: hints[2 * i]! },
        { slot: "secondary", digest: digests[2 * i + 1]!, hint: hints[2 * i + 1]! },
      ],
      version: 1,
    };
  }
}
