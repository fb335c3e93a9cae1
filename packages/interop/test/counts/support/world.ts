import {
  createProductAuth,
  MemorySubscriptionStore,
  type ProductAuth,
  type SubscriptionStore,
} from "@product-auth/core";
import type { Entra } from "@product-auth/emulator";
import {
  optionsFor,
  startTestEntra,
  SUBSCRIPTIONS,
  type Options,
  type ProductName,
} from "@product-auth/testkit/adapter";

/** An issuer, and an instance that has its keys. */
export interface World {
  readonly entra: Entra;
  readonly auth: ProductAuth<ProductName>;
  readonly close: () => Promise<void>;
}

/** Starts them. The clock stands still: nothing grows old while a program counts, however long that takes. */
export async function startWorld(more: Partial<Options> = {}): Promise<World> {
  const entra = await startTestEntra({ tokenLifetime: 100_000 });
  const started = Date.now();
  const options = optionsFor(entra, { clock: () => started, signingKeys: { timeout: 60 }, ...more });
  const auth = createProductAuth(options);
  await auth.ready();
  return {
    entra,
    auth,
    async close() {
      await auth.close();
      await entra.close();
    },
  };
}

/** A store that answers later, never at once. */
export function slowStore(): SubscriptionStore {
  const store = new MemorySubscriptionStore(SUBSCRIPTIONS);
  return { findByKeyDigest: (digest) => Promise.resolve(store.findByKeyDigest(digest)) };
}
