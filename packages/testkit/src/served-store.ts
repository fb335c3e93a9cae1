import type { ProductAuthOptions } from "@product-auth/core";
import {
  administerSubscriptions,
  type SubscriptionAdministration,
  type SubscriptionRepository,
} from "@product-auth/core/subscriptions";

/** How a contract gets at a store and at an API in front of it. */
export interface ServedStoreHarness {
  /** A new instance over data that all instances of this harness share. */
  open(options: { readonly push: boolean }): Promise<SubscriptionRepository>;
  /**
   * Serves an API with these options over HTTP, which answers 200 to a key of the product `pro`; gives its origin.
   * `close` also closes the store.
   */
  serve(
    options: ProductAuthOptions<"pro">,
  ): Promise<{ readonly origin: string; readonly close: () => Promise<void> }>;
}

/** Milliseconds for which the APIs of a contract remember an answer. Their clock is moved by hand. */
export const TTL = 60_000;

/** APIs over one database, each with its own cache, and an administrator of the subscriptions. */
export class Fleet {
  readonly #harness: ServedStoreHarness;
  readonly #push: boolean;
  readonly #closing: (() => Promise<void>)[] = [];
  #later = 0;

  constructor(harness: ServedStoreHarness, { push }: { readonly push: boolean }) {
    this.#harness = harness;
    this.#push = push;
  }

  /** Starts an API; gives the function that calls it with a key. */
  async api(): Promise<(key: string) => Promise<Response>> {
    const repository = await this.#harness.open({ push: this.#push });
    const clock = () => Date.now() + this.#later;
    const api = await this.#harness.serve({
      products: { pro: { accepts: ["key"] } },
      subscriptions: repository,
      subscriptionCache: { ttl: TTL / 1000 },
      clock,
    });
    this.#closing.push(api.close);
    return (key) => fetch(api.origin, { headers: { "ocp-apim-subscription-key": key } });
  }

  /** Subscriptions as a further instance administers them. */
  async administration(): Promise<SubscriptionAdministration> {
    const repository = await this.#harness.open({ push: this.#push });
    this.#closing.push(async () => repository.close?.());
    return administerSubscriptions({ repository });
  }

  /** Moves the clock of every API on. */
  advance(milliseconds: number): void {
    this.#later += milliseconds;
  }

  async close(): Promise<void> {
    await Promise.all(this.#closing.splice(0).map((close) => close()));
  }
}

/** Runs `body` with a fleet that is closed behind it, whatever happens. */
export async function withFleet(
  harness: ServedStoreHarness,
  options: { readonly push: boolean },
  body: (fleet: Fleet) => Promise<void>,
): Promise<void> {
  const fleet = new Fleet(harness, options);
  try {
    await body(fleet);
  } finally {
    await fleet.close();
  }
}

/** Asks until the answer has this status; rejects after that many milliseconds. */
export async function untilStatus(
  ask: () => Promise<Response>,
  status: number,
  milliseconds: number,
): Promise<Response> {
  const end = Date.now() + milliseconds;
  for (;;) {
    const answer = await ask();
    await answer.arrayBuffer();
    if (answer.status === status) return answer;
    if (Date.now() > end)
      throw new Error(`still ${answer.status}, not ${status}, after ${milliseconds} milliseconds`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
