import type { Subscription, SubscriptionChange, SubscriptionStore } from "#src/index.js";
import { CachingStore, digestKey } from "#src/repositories/index.js";

/** A subscription as evidence. */
export const active = (id: string): Subscription => ({ id, scope: "/products/pro", state: "active" });

/** A store that answers later, counts its questions, can go down, be held up and push changes. */
export class SlowStore implements SubscriptionStore {
  readonly known = new Map<string, Subscription>();
  readonly asked: string[] = [];
  readonly #listeners = new Set<(change: SubscriptionChange) => void>();
  down = false;
  closed = 0;
  /** While set, questions wait for it; what they answer with was read when they were asked. */
  gate: Promise<void> | undefined;

  async findByKeyDigest(digest: string): Promise<Subscription | undefined> {
    this.asked.push(digest);
    const found = this.known.get(digest);
    await this.gate;
    if (this.down) throw Object.assign(new Error("ECONNREFUSED"), { code: "ECONNREFUSED" });
    return found;
  }

  onChange(listener: (change: SubscriptionChange) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  push(change: SubscriptionChange): void {
    for (const listener of this.#listeners) listener(change);
  }

  close(): void {
    this.closed += 1;
  }
}

/** A gate for a slow store: its questions wait until it is opened. */
export function gate(): { readonly wait: Promise<void>; readonly open: () => void } {
  let open: () => void = () => undefined;
  const wait = new Promise<void>((settle) => (open = settle));
  return { wait, open };
}

/** A slow store that knows key `a`, with a cache of five seconds in front of it and a clock that is moved by hand. */
export function cachedStore({ max = 100 } = {}) {
  const clock = { now: 1_000_000 };
  const store = new SlowStore();
  const a = digestKey("a");
  store.known.set(a, active("a"));
  const cache = new CachingStore(store, { ttl: 5000, max, clock: () => clock.now });
  const idOf = async (digest: string) => (await cache.findByKeyDigest(digest))?.id;
  return { clock, store, cache, idOf, a };
}
