import pg, { type Client, type PoolConfig } from "pg";
import { quoted } from "./names.js";

/** Settings of a `ChangeListener`. */
export interface ChangeListenerSettings<Change> {
  readonly connection: PoolConfig;
  readonly channel: string;
  /** Milliseconds to wait for a connection, and for the answer to a heartbeat. */
  readonly timeout: number;
  /** Reads the payload of a notice. */
  readonly read: (payload: string | undefined) => Change;
  readonly onChange: (change: Change | "everything") => void;
  readonly onProblem: (error: Error) => void;
}

const FIRST_RETRY_DELAY = 100;
const MAX_RETRY_DELAY = 10_000;
/** Milliseconds between two heartbeats, which detect a host that vanished without closing. */
const HEARTBEAT_INTERVAL = 15_000;

/**
 * Listens for changes on a separate connection, and reconnects with exponential back-off. Reports the change "everything"
 * after each connection, because changes may have been missed before. Does not keep the process alive.
 */
export class ChangeListener<Change> {
  readonly #settings: ChangeListenerSettings<Change>;
  #client: Client | undefined;
  #timer: NodeJS.Timeout | undefined;
  #failures = 0;
  #closed = false;

  constructor(settings: ChangeListenerSettings<Change>) {
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
    const { connection, channel, timeout, read, onChange } = this.#settings;
    let client: Client | undefined;
    try {
      client = new pg.Client(listenerOptions(connection, timeout));
      const mine = client;
      this.#client = mine;
      mine.on("error", (error) => this.#lost(mine, error));
      mine.on("end", () => this.#lost(mine, new Error("The connection that listens for changes has ended")));
      mine.on("notification", ({ payload }) => onChange(read(payload)));
      const connected = mine.connect();
      unref(mine);
      await connected;
      unref(mine); // TLS has replaced the socket
      await mine.query(`LISTEN ${quoted(channel)}`);
      if (this.#client !== mine) return;
      this.#failures = 0;
      onChange("everything");
      this.#timer = setTimeout(() => void this.#heartbeat(mine), HEARTBEAT_INTERVAL).unref();
    } catch (error) {
      this.#lost(client, error as Error);
    }
  }

  async #heartbeat(client: Client): Promise<void> {
    try {
      await client.query("SELECT 1");
      if (this.#client !== client) return;
      this.#timer = setTimeout(() => void this.#heartbeat(client), HEARTBEAT_INTERVAL).unref();
    } catch (error) {
      this.#lost(client, error as Error);
    }
  }

  #lost(client: Client | undefined, error: Error): void {
    if (this.#closed || this.#client !== client) return;
    this.#client = undefined;
    clearTimeout(this.#timer);
    client?.end().catch(() => {});
    const delay = Math.min(FIRST_RETRY_DELAY * 2 ** this.#failures++, MAX_RETRY_DELAY);
    const jittered = delay * (0.5 + Math.random() / 2); // so that many instances do not reconnect at the same time
    this.#timer = setTimeout(() => void this.#connect(), jittered).unref();
    this.#settings.onProblem(error);
  }
}

function unref(client: Client): void {
  (client as Client & { unref(): void }).unref(); // missing in the types
}

// The password of a pool's options is not enumerable, so spreading does not copy it.
function listenerOptions(connection: PoolConfig, timeout: number): PoolConfig {
  return {
    ...connection,
    ...(connection.password !== undefined && { password: connection.password }),
    connectionTimeoutMillis: timeout,
    query_timeout: timeout,
    keepAlive: true,
  };
}
