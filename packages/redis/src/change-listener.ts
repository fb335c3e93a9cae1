import type { SubscriptionChange } from "@product-auth/core";
import { changeOf } from "./change-message.js";
import type { RedisConnection } from "./redis-connection.js";
import { within } from "./within.js";

/** How changes are listened for. */
export interface ChangeListenerSettings {
  /** Makes a client for the listener alone, not connected. */
  readonly makeClient: () => RedisConnection;
  readonly channel: string;
  /** Milliseconds for an answer to the question whether the connection still lives. */
  readonly timeout: number;
  /** Milliseconds between two such questions: a host that vanished closes nothing. Default 15000. */
  readonly pulse?: number;
  readonly onChange: (change: SubscriptionChange) => void;
  readonly onProblem: (error: Error) => void;
}

const PULSE = 15_000;

/**
 * Listens for changes on a connection of its own. The client connects and subscribes again by itself when the connection
 * is lost, and gets a successor when it does not answer; each time the listener tells "everything", because changes may
 * have been missed. It keeps no process alive.
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
    const tell = (change: SubscriptionChange) => {
      if (this.#client === client) onChange(change);
    };
    let isListening = false;
    client.on("error", onProblem); // unheard, it would end the process
    client.on("ready", () => {
      if (isListening) tell("everything");
    });
    const listen = async () => {
      await client.connect();
      await client.subscribe(channel, (message) => tell(changeOf(message)));
      isListening = true;
      tell("everything");
    };
    listen().catch((error: Error) => {
      if (this.#client === client) onProblem(error);
    });
    this.#wasReady = true;
    if (client.isReady !== undefined && client.ping !== undefined) this.#feelPulseLater(client);
  }

  #feelPulseLater(client: RedisConnection): void {
    const { pulse = PULSE } = this.#settings;
    this.#timer = setTimeout(() => void this.#feelPulse(client), pulse).unref();
  }

  // A client that is connecting may wait for a silent host, too: it has until the next time.
  async #feelPulse(client: RedisConnection): Promise<void> {
    const isReady = client.isReady === true;
    const isAlive = isReady ? await this.#answers(client) : this.#wasReady;
    if (this.#client !== client) return;
    if (!isAlive) return this.#replace(client);
    this.#wasReady = isReady;
    this.#feelPulseLater(client);
  }

  // An error is an answer as well: the server may not allow PING, and a lost connection is known to the client.
  async #answers(client: RedisConnection): Promise<boolean> {
    const answered = client.ping!().then(
      () => true,
      () => true,
    );
    return within(this.#settings.timeout, answered).catch(() => false);
  }

  #replace(client: RedisConnection): void {
    this.#client = undefined;
    if (client.isOpen) client.destroy();
    this.#settings.onProblem(new Error("The connection that listens for changes does not answer"));
    this.#listen();
  }
}
