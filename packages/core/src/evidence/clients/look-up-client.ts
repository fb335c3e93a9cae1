import { errorKind } from "../../lib/error-kind.js";
import type { ClientEvidence } from "../evidence.js";
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
