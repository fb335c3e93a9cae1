import type { SubscriptionChange } from "@product-auth/core";
import { decodeChange, withTimeout } from "@product-auth/core/subscriptions";
import type { RedisConnection } from "./redis-connection.js";
import { timeoutError } from "./timeout-error.js";

/** Settings of a `ChangeListener`. */
export interface ChangeListenerSettings {
  /** Makes an unconnected client for the listener only. */
  readonly makeClient: () => RedisConnection;
  readonly channel: string;
  /** Milliseconds to wait for the answer to a heartbeat. */
  readonly timeout: number;
  /** Milliseconds between two heartbeats, which detect a host that vanished without closing. Default 15000. */
  readonly heartbeatInterval?: number;
  readonly onChange: (change: SubscriptionChange) => void;
  readonly onProblem: (error: Error) => void;
}

const HEARTBEAT_INTERVAL = 15_000;

/**
 * Listens for changes on a separate connection. The client reconnects and resubscribes by itself; a client that does not
 * answer is replaced. Both report the change "everything", because changes may have been missed. Does not keep the
 * process alive.
 */
export class ChangeListener {
  readonly #settings: ChangeListenerSettings;
  #client: RedisConnection | undefined;
  #timer: NodeJS.Timeout | undefined;
  #wasReady = true;

  constructor(settings: ChangeListenerSettings) {
    this.#settings = settings;
    this.#listen();
  }

  close(): void {
    clearTimeout(this.#timer);
    const client = this.#client;
    this.#client = undefined;
    if (client?.isOpen === true) client.destroy();
  }

  #listen(): void {
    const { makeClient, channel, onChange, onProblem } = this.#settings;
    const client = makeClient();
    this.#client = client;
    const notify = (change: SubscriptionChange) => {
      if (this.#client === client) onChange(change);
    };
    let isListening = false;
    client.on("error", onProblem); // without a listener it would end the process
    client.on("ready", () => {
      if (isListening) notify("everything");
    });
    const listen = async () => {
      await client.connect();
      await client.subscribe(channel, (message) => notify(decodeChange(message)));
      isListening = true;
      notify("everything");
    };
    listen().catch((error: Error) => {
      if (this.#client === client) onProblem(error);
    });
    this.#wasReady = true;
    if (client.isReady !== undefined && client.ping !== undefined) this.#scheduleHeartbeat(client);
  }

  #scheduleHeartbeat(client: RedisConnection): void {
    const { heartbeatInterval = HEARTBEAT_INTERVAL } = this.#settings;
    this.#timer = setTimeout(() => void this.#heartbeat(client), heartbeatInterval).unref();
  }

  // A connecting client may also wait for a silent host: it has until the next heartbeat.
  async #heartbeat(client: RedisConnection): Promise<void> {
    const isReady = client.isReady === true;
    const isAlive = isReady ? await this.#answers(client) : this.#wasReady;
    if (this.#client !== client) return;
    if (!isAlive) return this.#replace(client);
    this.#wasReady = isReady;
    this.#scheduleHeartbeat(client);
  }

  // An error counts as an answer: the server may forbid PING, and the client itself detects a lost connection.
  async #answers(client: RedisConnection): Promise<boolean> {
    const answered = client.ping!().then(
      () => true,
      () => true,
    );
    return withTimeout(answered, this.#settings.timeout, () => timeoutError(this.#settings.timeout)).catch(
      () => false,
    );
  }

  #replace(client: RedisConnection): void {
    this.#client = undefined;
    if (client.isOpen) client.destroy();
    this.#settings.onProblem(new Error("The connection that listens for changes does not answer"));
    this.#listen();
  }
}
