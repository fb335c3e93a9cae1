import { randomUUID } from "node:crypto";
import {
  ProvisioningError,
  type ClientProvisioning,
  type ProductLink,
  type SecretSummary,
} from "@product-auth/core/clients";

/** Called around each call of one process; what it throws is what the process sees. */
export interface Interruptions {
  readonly before?: (call: string) => void | Promise<void>;
  /** The call has had its effect: the answer is lost when this throws. */
  readonly after?: (call: string) => void | Promise<void>;
}

interface Secret extends SecretSummary {
  readonly displayName: string;
  /** Number of the call from which lists have it, and from which they no longer have it. */
  readonly listedFrom: number;
  removedAt: number;
}

interface Registration {
  readonly clientId: string;
  readonly key: string;
  readonly displayName: string;
  /** Products whose role is assigned. */
  readonly links: Map<string, ProductLink>;
  readonly secrets: Map<string, Secret>;
}

/**
 * A tenant in memory for tests of `ClientProvisioning`'s callers: as strict as Entra ID where they depend on it. Several
 * processes may use it.
 */
export class MemoryTenant {
  /** Calls after which a list has a new secret, and no longer has a removed one. Default 0. */
  listLag = 0;
  /** All calls, in order. */
  readonly calls: string[] = [];
  /** Errors that the next calls of a name reject with. */
  readonly failures: Map<string, Error[]> = new Map();
  readonly #registrations = new Map<string, Registration>();
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  get registrations(): readonly Registration[] {
    return [...this.#registrations.values()];
  }

  /** Names of the products whose role the application holds; undefined when it does not exist. */
  linksOf(clientId: string): readonly string[] | undefined {
    const registration = this.#registrations.get(clientId);
    return registration && [...registration.links.keys()].sort();
  }

  /** The secrets that work now. */
  secretsOf(clientId: string): readonly SecretSummary[] {
    return [...(this.#registrations.get(clientId)?.secrets.values() ?? [])].filter(
      ({ removedAt, endDate }) => removedAt === Infinity && endDate > this.#clock(),
    );
  }

  /** The provisioning of one process. */
  connect({ before, after }: Interruptions = {}): ClientProvisioning {
    const call =
      <A extends readonly unknown[], R>(name: string, made: (...given: A) => R) =>
      async (...given: A): Promise<R> => {
        await before?.(name);
        this.calls.push(name);
        const failure = this.failures.get(name)?.shift();
        if (failure !== undefined) throw failure;
        const result = made(...given);
        await after?.(name);
        return result;
      };
    return {
      tokenUrl: "https://login.example/oauth2/v2.0/token",
      ensureApplication: call("ensureApplication", ({ key, displayName }) => this.#ensure(key, displayName)),
      ensureLink: call("ensureLink", (clientId, product) => {
        this.#existing(clientId).links.set(product.name, product);
      }),
      removeLink: call("removeLink", (clientId, product) => {
        this.#existing(clientId).links.delete(product.name);
      }),
      listSecrets: call("listSecrets", (clientId) => this.#list(clientId)),
      addSecret: call("addSecret", (clientId, wanted) => this.#addSecret(clientId, wanted)),
      removeSecret: call("removeSecret", (clientId, keyId) => {
        const secret = this.#existing(clientId).secrets.get(keyId);
        if (secret === undefined || secret.removedAt < Infinity)
          throw new ProvisioningError("not-found", "There is no such secret");
        secret.removedAt = this.calls.length + this.listLag;
      }),
      remove: call("remove", (clientId) => {
        this.#existing(clientId);
        this.#registrations.delete(clientId);
      }),
    };
  }

  #existing(clientId: string): Registration {
    const found = this.#registrations.get(clientId);
    if (found === undefined) throw new ProvisioningError("not-found", "There is no such application");
    return found;
  }

  #ensure(key: string, displayName: string) {
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/.test(key)) throw new Error("The key cannot be a name");
    const known = this.registrations.find((one) => one.key === key);
    const clientId = known?.clientId ?? randomUUID();
    if (known === undefined)
      this.#registrations.set(clientId, {
        ...{ clientId, key, displayName },
        links: new Map(),
        secrets: new Map(),
      });
    // Entra writes ids in lower case; people copy them in either.
    return { clientId: clientId.toUpperCase(), objectId: `object-of-${clientId}` };
  }

  #list(clientId: string): readonly SecretSummary[] {
    const now = this.calls.length;
    return [...this.#existing(clientId).secrets.values()]
      .filter(({ listedFrom, removedAt }) => listedFrom <= now && now <= removedAt)
      .map(({ listedFrom: _1, removedAt: _2, ...summary }) => summary);
  }

  #addSecret(
    clientId: string,
    { operation, displayName, endDate }: Parameters<ClientProvisioning["addSecret"]>[1],
  ) {
    if (!displayName.includes(operation)) throw new Error("The display name lacks the operation");
    const [keyId, secret] = [randomUUID(), `abc~${randomUUID()}`];
    this.#existing(clientId).secrets.set(keyId, {
      ...{ keyId, hint: secret.slice(0, 3), displayName },
      startDate: this.#clock(),
      endDate: endDate.getTime(),
      listedFrom: this.calls.length + this.listLag,
      removedAt: Infinity,
    });
    return { keyId, secret, endDate: endDate.getTime() };
  }
}
