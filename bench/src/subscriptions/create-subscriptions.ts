import {
  administerSubscriptions,
  digestKey,
  type SubscriptionRepository,
} from "@product-auth/core/subscriptions";

/** Creates so many subscriptions in a store, some at a time; gives the digests of all their keys. */
export async function createSubscriptions(
  repository: SubscriptionRepository,
  count: number,
): Promise<readonly string[]> {
  const administration = administerSubscriptions({ repository });
  const digests: string[] = [];
  for (let made = 0; made < count; made += 10) {
    const some = await Promise.all(
      Array.from({ length: 10 }, () => administration.create({ scope: "/products/pro" })),
    );
    for (const { primaryKey, secondaryKey } of some)
      digests.push(digestKey(primaryKey), digestKey(secondaryKey));
  }
  return digests;
}
