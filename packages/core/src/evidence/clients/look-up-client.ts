import { errorKind } from "../../lib/error-kind.js";
import type { ClientEvidence } from "../evidence.js";
import { PendingQueries } from "../pending-queries.js";
import { withTimeout } from "../../lib/with-timeout.js";
import type { ClientApplication, ClientRegistry } from "./client-application.js";
import { toAwaitable, type Awaitable } from "../../lib/awaitable.js";

/** Seconds after which a caller may retry when the registry failed. */
const RETRY_AFTER = 5;

/** Looks up the client application of a token. `decide` judges its state, owner and links. */
export function lookUpClient(id: string, registry: ClientRegistry): Awaitable<ClientEvidence> {
  try {
    const found = toAwaitable<ClientApplication | undefined>(registry.findClient(id));
    return found instanceof Promise ? found.then(asEvidence, unavailableEvidence) : asEvidence(found);
  } catch (cause) {
    return unavailableEvidence(cause);
  }
}

const asEvidence = (client: ClientApplication | undefined | null): ClientEvidence =>
  client === undefined || client === null ? { kind: "unknown" } : { kind: "good", client };

function unavailableEvidence(cause: unknown): ClientEvidence {
  const actual = errorKind(cause);
  return { kind: "unavailable", code: "clients_unavailable", retryAfter: RETRY_AFTER, actual };
}

/** Wraps a registry so that a query fails after `timeout` milliseconds; the request is answered 503. */
export class BoundedClientRegistry implements ClientRegistry {
  readonly #registry: ClientRegistry;
  readonly #timeout: number;
  readonly #queries: PendingQueries;

  constructor(registry: ClientRegistry, timeout: number) {
    this.#registry = registry;
    this.#timeout = timeout;
    this.#queries = new PendingQueries({ store: "The registry of client applications", timeout });
  }

  findClient(id: string): ReturnType<ClientRegistry["findClient"]> {
    this.#queries.throwIfFull();
    const found = this.#registry.findClient(id);
    const answer = toAwaitable<ClientApplication | undefined>(found);
    return answer instanceof Promise ? this.#queries.resultOf(answer) : answer;
  }

  async close(): Promise<void> {
    const closing = Promise.resolve(this.#registry.close?.());
    await withTimeout(
      closing,
      this.#timeout,
      "The registry of client applications could not be closed in time",
    );
  }
}
