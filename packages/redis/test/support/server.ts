import { createRedisSubscriptions, type RedisSubscriptionsOptions } from "@product-auth/redis";
import { serviceFor, startRedis, type SkippableContext } from "@product-auth/testkit/services";
import { createClient } from "redis";

let prefixes = 0;

const clientOf = (url: string) => createClient({ url });

/** The Redis that the tests of this process share; a suite is skipped where there is none. */
export async function serverFor(context: SkippableContext): Promise<Server> {
  const { url } = await serviceFor(context, startRedis);
  return new Server(url);
}

/** A server, and what one suite has put into it. */
export class Server {
  readonly url: string;
  readonly #prefixes = new Map<string, string>();

  constructor(url: string) {
    this.url = url;
  }

  /** A prefix of one's own; the same for the same name. */
  prefix(name: string): string {
    const known = this.#prefixes.get(name) ?? `{test-${process.pid}-${++prefixes}-${name}}:`;
    this.#prefixes.set(name, known);
    return known;
  }

  /** Subscriptions under the prefix of this name. */
  async open(name: string, more: Partial<RedisSubscriptionsOptions> = {}) {
    return createRedisSubscriptions({
      ...(more.client === undefined && { url: this.url }),
      prefix: this.prefix(name),
      ...more,
    });
  }

  /** Works with a client of its own. */
  async with<T>(work: (client: ReturnType<typeof clientOf>) => Promise<T>): Promise<T> {
    const client = clientOf(this.url);
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.close();
    }
  }

  /** Every key under the prefix of this name, sorted. */
  keys(name: string): Promise<string[]> {
    return this.with(async (client) => {
      const prefix = this.prefix(name);
      const all = await client.keys("*");
      return all
        .filter((key) => key.startsWith(prefix))
        .map((key) => key.slice(prefix.length))
        .sort();
    });
  }

  /** Removes what was put under the prefixes of this suite. */
  async clear(): Promise<void> {
    await this.with(async (client) => {
      const mine = [...this.#prefixes.values()];
      const keys = (await client.keys("*")).filter((key) => mine.some((prefix) => key.startsWith(prefix)));
      if (keys.length > 0) await client.del(keys);
    });
  }
}
