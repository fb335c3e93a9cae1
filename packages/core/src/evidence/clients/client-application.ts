import { isGuid } from "../../lib/guid.js";
import type { OwnerState } from "../subscriptions/subscription.js";

/** States of a client application, as in API Management; `pending` and `rejected` may not call. */
export const CLIENT_STATES = ["active", "approved", "pending", "rejected"] as const;

/** State of a client application. */
export type ClientState = (typeof CLIENT_STATES)[number];

/** A registered client application: the products it is linked to, and its owner. */
export interface ClientApplication {
  /** Its application (client) id, as tokens carry it. */
  readonly id: string;
  readonly displayName?: string;
  /** Names of the products it is linked to. */
  readonly products: readonly string[];
  readonly state: ClientState;
  readonly ownerId?: string;
  /** Default `active`. */
  readonly ownerState?: OwnerState;
}

/** What caches must drop: the applications with these ids, or all when changes may have been missed. */
export type ClientChange = { readonly ids: readonly string[] } | "everything";

/** A registry of client applications. */
export interface ClientRegistry {
  /**
   * Returns the application with this id, or undefined, or a promise of either. A result that comes as a promise is cached
   * for the option `subscriptionCache`. A request is answered 503 when it throws, rejects or takes longer than the option
   * `storeTimeout`.
   */
  findClient(id: string): ClientApplication | undefined | Promise<ClientApplication | undefined>;
  /**
   * Registers a listener for changes made by any process, so that caches drop them at once; returns a function that
   * removes it. GUIDs in lower case. Without this method caches drop a result when it expires.
   */
  onChange?(listener: (change: ClientChange) => void): () => void;
  /** Called by `close()` of the instance that uses the registry. */
  close?(): void | Promise<void>;
}

/** A registry of applications given in code. Answers synchronously. */
export class MemoryClientRegistry implements ClientRegistry {
  readonly #byId: ReadonlyMap<string, ClientApplication>;

  constructor(clients: readonly ClientApplication[]) {
    this.#byId = new Map(clients.map((client) => [canonicalId(client.id), copyOf(client)]));
  }

  findClient(id: string): ClientApplication | undefined {
    return this.#byId.get(canonicalId(id));
  }
}

/** Entra writes GUIDs in lower case; the client ids of other issuers are case-sensitive. */
export const canonicalId = (id: string): string => (isGuid(id) ? id.toLowerCase() : id);

const copyOf = (client: ClientApplication): ClientApplication =>
  Object.freeze({ ...client, products: Object.freeze([...client.products]) });
