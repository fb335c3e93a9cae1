import type { Awaitable } from "../../lib/awaitable.js";
import { withTimeout } from "../../lib/with-timeout.js";
import { Remembered } from "../remembered.js";
import type { CachingStoreSettings } from "../subscriptions/caching-store.js";
import { canonicalId, type ClientApplication, type ClientRegistry } from "./client-application.js";

/**
 * Caches the results of a registry, as `Remembered` describes: a query fails after `timeout` milliseconds, and the request is
 * answered 503. Drops what the registry reports as changed.
 */
export class CachingClientRegistry implements ClientRegistry {
  readonly #registry: ClientRegistry;
  readonly #remembered: Remembered<ClientApplication>;
  readonly #timeout: number;
  readonly #stopListening: (() => void) | undefined;

  constructor(registry: ClientRegistry, { timeout = 3000, ...settings }: CachingStoreSettings) {
    this.#registry = registry;
    this.#timeout = timeout;
    this.#remembered = new Remembered({
      ...settings,
      query: (id) => registry.findClient(id),
      store: "The registry of client applications",
      timeout,
      // A change names the id in lower case: a result under another spelling would not be dropped.
      isCacheable: (id) => id === canonicalId(id),
    });
    this.#stopListening = registry.onChange?.((change) =>
      this.#remembered.forget(change === "everything" ? change : change.ids),
    );
  }

  get size(): number {
    return this.#remembered.size;
  }

  findClient(id: string): Awaitable<ClientApplication | undefined> {
    return this.#remembered.find(id);
  }

  async close(): Promise<void> {
    this.#stopListening?.();
    const closing = Promise.resolve(this.#registry.close?.());
    const late = "The registry of client applications could not be closed in time";
    await withTimeout(closing, this.#timeout, late);
  }
}
