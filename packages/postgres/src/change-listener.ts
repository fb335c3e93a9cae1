import type { SubscriptionChange } from "@product-auth/core";
import pg, { type Client, type PoolConfig } from "pg";
import { changeOf } from "./change-message.js";
import { quoted } from "./names.js";

/** How changes are listened for. */
export interface ChangeListenerSettings {
  readonly connection: PoolConfig;
  readonly channel: string;
  /** Milliseconds for connecting, and for an answer to the question whether the connection still lives. */
  readonly timeout: number;
  readonly onChange: (change: SubscriptionChange) => void;
  readonly onProblem: (error: Error) => void;
}

const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 10_000;
/** Milliseconds between two questions whether the connection still lives: a host that vanished closes nothing. */
const PULSE = 15_000;

/**
 * Listens for changes on a connection of its own, and connects again when it is lost, with growing pauses. Whenever it
 * has begun to listen it tells "everything", because changes may have been missed until then. It keeps no process alive.
 */
export class ChangeListener {
  readonly #settings: ChangeListenerSettings;
  #client: Client | undefined;
  #timer: NodeJS.Timeout | undefined;
  #failures = 0;
  #closed = false;

  constructor(settings: ChangeListenerSettings) {
    this.#settings = settings;
    void this.#connect();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    const client = this.#client;
    this.#client = undefined;
    await client?.end().catch(() => {});
  }

  async #connect(): Promise<void> {
    const { connection, channel, timeout, onChange } = this.#settings;
    let client: Client | undefined;
    try {
      client = new pg.Client(listening(connection, timeout));
      const mine = client;
      this.#client = mine;
      mine.on("error", (error) => this.#lost(mine, error));
      mine.on("end", () => this.#lost(mine, new Error("The connection that listens for changes has ended")));
      mine.on("notification", ({ payload }) => onChange(changeOf(payload)));
      const connected = mine.connect();
      keepNobody(mine);
      await connected;
      keepNobody(mine); // with TLS it is another socket now
      await mine.query(`LISTEN ${quoted(channel)}`);
      if (this.#client !== mine) return;
      this.#failures = 0;
      onChange("everything");
      this.#timer = setTimeout(() => void this.#feelPulse(mine), PULSE).unref();
    } catch (error) {
      this.#lost(client, error as Error);
    }
  }

  async #feelPulse(client: Client): Promise<void> {
    try {
      await client.query("SELECT 1");
      if (this.#client !== client) return;
      this.#timer = setTimeout(() => void this.#feelPulse(client), PULSE).unref();
    } catch (error) {
      this.#lost(client, error as Error);
    }
  }

  #lost(client: Client | undefined, error: Error): void {
    if (this.#closed || this.#client !== client) return;
    this.#client = undefined;
    clearTimeout(this.#timer);
    client?.end().catch(() => {});
    const pause = Math.min(FIRST_PAUSE * 2 ** this.#failures++, LONGEST_PAUSE);
    const spread = pause * (0.5 + Math.random() / 2); // so that all instances do not come back in one moment
    this.#timer = setTimeout(() => void this.#connect(), spread).unref();
    this.#settings.onProblem(error);
  }
}

function keepNobody(client: Client): void {
  (client as Client & { unref(): void }).unref(); // missing in the types
}

// `pg` hides the password of a pool's options from being copied.
function listening(connection: PoolConfig, timeout: number): PoolConfig {
  return {
    ...connection,
    ...(connection.password !== undefined && { password: connection.password }),
    connectionTimeoutMillis: timeout,
    query_timeout: timeout,
    keepAlive: true,
  };
}
