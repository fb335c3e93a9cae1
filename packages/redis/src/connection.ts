import type { RedisConnection } from "./redis-connection.js";
import { within } from "./within.js";

/** How a client is used. */
export interface ConnectionSettings {
  readonly client: RedisConnection;
  /** Whether the client was made here: then it is connected and closed here. */
  readonly isOwn: boolean;
  readonly timeout: number;
  readonly onProblem: (error: Error) => void;
}

/** A client whose questions are answered in bounded time, or fail. */
export class Connection {
  readonly #settings: ConnectionSettings;
  #connecting: Promise<unknown> | undefined;
  #isClosed = false;

  constructor(settings: ConnectionSettings) {
    this.#settings = settings;
    settings.client.on("error", settings.onProblem); // unheard, it would end the process
  }

  /** Milliseconds after which a question is given up. */
  get timeout(): number {
    return this.#settings.timeout;
  }

  /** Puts a question. The first one connects; later ones fail at once while the connection is lost. */
  async ask<T>(question: (client: RedisConnection) => Promise<T>): Promise<T> {
    const { client, timeout } = this.#settings;
    const answer =
      client.isReady === true ? question(client) : this.#connected().then(() => question(client));
    return within(timeout, answer);
  }

  /** Another client like this one, not connected. */
  another(): RedisConnection {
    const client = this.#settings.client.duplicate();
    keepNobody(client);
    return client;
  }

  async close(): Promise<void> {
    const { client, isOwn, timeout, onProblem } = this.#settings;
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (isOwn && client.isReady === true)
      await within(timeout, Promise.resolve(client.close())).catch(() => client.destroy());
    else if (isOwn && client.isOpen) client.destroy();
    client.off("error", onProblem);
  }

  async #connected(): Promise<void> {
    const { client, isOwn } = this.#settings;
    if (this.#isClosed) throw withoutConnection("closed");
    if (isOwn) await (this.#connecting ??= this.#connect());
    if (client.isReady === false) throw withoutConnection("lost");
  }

  async #connect(): Promise<void> {
    const { client } = this.#settings;
    keepNobody(client);
    try {
      await client.connect();
    } catch (error) {
      this.#connecting = undefined; // given up by a strategy of the user's: the next question tries again
      throw error;
    }
  }
}

// By its code core tells operators of it: messages stay out of events.
function withoutConnection(how: "closed" | "lost"): Error {
  return Object.assign(new Error(`The connection to Redis is ${how}`), {
    code: `REDIS_${how.toUpperCase()}`,
  });
}

/** A question under way keeps the process alive by its timer; an idle connection need not. */
function keepNobody(client: RedisConnection): void {
  (client as RedisConnection & { unref?(): void }).unref?.(); // absent for a cluster
}
