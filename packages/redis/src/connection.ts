import { withTimeout } from "@product-auth/core/subscriptions";
import type { RedisConnection } from "./redis-connection.js";
import { timeoutError } from "./timeout-error.js";

/** Settings of a `Connection`. */
export interface ConnectionSettings {
  readonly client: RedisConnection;
  /** Whether the client was made here; then it is also connected and closed here. */
  readonly isOwn: boolean;
  readonly timeout: number;
  readonly onProblem: (error: Error) => void;
}

/** A client whose queries fail after a timeout. */
export class Connection {
  readonly #settings: ConnectionSettings;
  #connecting: Promise<unknown> | undefined;
  #isClosed = false;

  constructor(settings: ConnectionSettings) {
    this.#settings = settings;
    settings.client.on("error", settings.onProblem); // without a listener it would end the process
  }

  /** Milliseconds after which a query fails. */
  get timeout(): number {
    return this.#settings.timeout;
  }

  /** Runs a query. The first one connects; later ones fail at once while the connection is lost. */
  async run<T>(query: (client: RedisConnection) => Promise<T>): Promise<T> {
    const { client, timeout } = this.#settings;
    const answer = client.isReady === true ? query(client) : this.#connected().then(() => query(client));
    return withTimeout(answer, timeout, () => timeoutError(timeout));
  }

  /** Makes an unconnected client with the same settings. */
  duplicate(): RedisConnection {
    const client = this.#settings.client.duplicate();
    unref(client);
    return client;
  }

  async close(): Promise<void> {
    const { client, isOwn, timeout, onProblem } = this.#settings;
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (isOwn && client.isReady === true)
      await withTimeout(Promise.resolve(client.close()), timeout, () => timeoutError(timeout)).catch(() =>
        client.destroy(),
      );
    else if (isOwn && client.isOpen) client.destroy();
    client.off("error", onProblem);
  }

  async #connected(): Promise<void> {
    const { client, isOwn } = this.#settings;
    if (this.#isClosed) throw connectionError("closed");
    if (isOwn) await (this.#connecting ??= this.#connect());
    if (client.isReady === false) throw connectionError("lost");
  }

  async #connect(): Promise<void> {
    const { client } = this.#settings;
    unref(client);
    try {
      await client.connect();
    } catch (error) {
      this.#connecting = undefined; // the user's reconnect strategy gave up: the next query tries again
      throw error;
    }
  }
}

// Core reports the code in events, never the message.
function connectionError(how: "closed" | "lost"): Error {
  return Object.assign(new Error(`The connection to Redis is ${how}`), {
    code: `REDIS_${how.toUpperCase()}`,
  });
}

/** Lets the process exit while the connection is idle; a pending query keeps it alive by its timer. */
function unref(client: RedisConnection): void {
  (client as RedisConnection & { unref?(): void }).unref?.(); // absent for a cluster
}
