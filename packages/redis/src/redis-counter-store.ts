import {
  plainKey,
  type Counter,
  type CounterKind,
  type CounterStore,
  type Taken,
} from "@product-auth/core/counters";
import type { Connection } from "./connection.js";
import { runCountScript } from "./count-script.js";
import { findingsIn } from "./findings-in.js";
import type { Keys } from "./keys.js";
import { withReplyCode } from "./with-reply-code.js";

/** Settings of a `RedisCounterStore`. */
export interface RedisCounterStoreSettings {
  readonly connection: Connection;
  readonly keys: Keys;
  readonly time: "store" | "caller";
  /** Called once for each setting of Redis that can lose counters; undefined: the settings are not read. */
  readonly onFinding: ((finding: string) => void) | undefined;
}

const OPERATIONS = { take: 0, add: 1, read: 2, reset: 3 } as const;
const KINDS: Readonly<Record<CounterKind, number>> = {
  "sliding-window": 0,
  "token-bucket": 1,
  "fixed-window": 2,
};
const TIME_OF_REDIS = -1;
/**
 * Milliseconds that a key outlives its count where instances pass their time: Redis removes keys by its own clock, and
 * theirs may be late or stand still.
 */
const KEPT_FOR_CALLERS = 3_600_000;

/** Counters on top of a connection. Each operation is one script, in one round trip. */
export class RedisCounterStore implements CounterStore {
  readonly #settings: RedisCounterStoreSettings;
  #isChecked = false;

  constructor(settings: RedisCounterStoreSettings) {
    this.#settings = settings;
  }

  async take(counters: readonly Counter[], now: number): Promise<Taken> {
    const [isTaken, ...numbers] = await this.#count("take", counters, now);
    if (isTaken === 1) return { used: numbers };
    return { waits: numbers.map((wait) => (wait < 0 ? Infinity : wait)) };
  }

  async add(counters: readonly Counter[], now: number): Promise<void> {
    await this.#count("add", counters, now);
  }

  async read(counters: readonly Counter[], now: number): Promise<readonly number[]> {
    return (await this.#count("read", counters, now)).slice(1);
  }

  async reset(keys: readonly string[]): Promise<void> {
    await this.#run(keys, `${OPERATIONS.reset} 0 0`);
  }

  check(): Promise<readonly string[]> {
    return this.#settings.connection.run(findingsIn);
  }

  async #count(
    operation: "take" | "add" | "read",
    counters: readonly Counter[],
    now: number,
  ): Promise<number[]> {
    const isByCaller = this.#settings.time === "caller";
    let numbers = `${OPERATIONS[operation]} ${isByCaller ? Math.floor(now) : TIME_OF_REDIS} ${isByCaller ? KEPT_FOR_CALLERS : 0}`;
    for (const { kind, limit, amount, period, anchor } of counters)
      numbers += ` ${KINDS[kind]} ${limit} ${amount} ${period} ${anchor}`;
    const answer = await this.#run(
      counters.map(({ key }) => key),
      numbers,
    );
    if (!this.#isChecked) this.#checkOnce();
    return answer.map(Number); // a client may be set to return them as text
  }

  async #run(keys: readonly string[], numbers: string): Promise<unknown[]> {
    const { connection, keys: names } = this.#settings;
    if (keys.length === 0) return [1];
    const call = { keys: keys.map((key) => names.counter(plainKey(key))), arguments: [numbers] };
    try {
      return (await connection.run((client) => runCountScript(client, call))) as unknown[];
    } catch (error) {
      throw withReplyCode(error);
    }
  }

  // After the first answer, beside the calls that follow. A server that does not answer is reported by them.
  #checkOnce(): void {
    const { onFinding } = this.#settings;
    this.#isChecked = true;
    if (onFinding !== undefined)
      this.check().then(
        (findings) => findings.forEach(onFinding),
        () => {},
      );
  }
}
