import { isGuid } from "../../lib/guid.js";
import type { OwnerState } from "../subscriptions/subscription.js";

/** States of a client application, as in API Management; `pending` and `rejected` may not call. */
export const CLIENT_STATES = ["active", "approved", "pending", "rejected"] as const;

/** State of a client application. */
export type ClientState = (typeof CLIENT_STATES)[number];

/** A client application as registered: which products it is linked to, and who owns it. */
export interface ClientApplication {
  /** Its application (client) id, as tokens carry it. */
  readonly id: string;
  readonly displayName?: string;
  /** Names of the products it is linked to. */
  readonly products: readonly string[];
  readonly state: ClientState;
  readonly ownerId?: string;
  /** Absent means active. */
  readonly ownerState?: OwnerState;
}

/** Where client applications are found. */
export interface ClientRegistry {
  /**
   * The application of this id, or undefined. May answer at once or with a promise; a rejection means "could not find
   * out" and is answered 503; so is a promise that takes longer than the option `storeTimeout`.
   */
  findClient(id: string): ClientApplication | undefined | Promise<ClientApplication | undefined>;
  /** Called by `close()` of the instance that uses the registry. */
  close?(): void | Promise<void>;
}

/** A registry over applications given in code. Answers at once. */
export class MemoryClientRegistry implements ClientRegistry {
  readonly #byId: ReadonlyMap<string, ClientApplication>;

  constructor(clients: readonly ClientApplication[]) {
    this.#byId = new Map(clients.map((client) => [spelled(client.id), copyOf(client)]));
  }

  findClient(id: string): ClientApplication | undefined {
    return this.#byId.get(spelled(id));
  }
}

// Entra writes GUIDs in lower case; the client ids of other issuers have a case of their own.
const spelled = (id: string) => (isGuid(id) ? id.toLowerCase() : id);

const copyOf = (client: ClientApplication): ClientApplication =>
  Object.freeze({ ...client, products: Object.freeze([...client.products]) });
