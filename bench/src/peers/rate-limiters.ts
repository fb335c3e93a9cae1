import { LIMIT, PERIOD, type Counting } from "../counters/counting.js";
import { loadPeer } from "./load-peer.js";

interface Flexible {
  consume(key: string): Promise<unknown>;
}
interface RateLimiterFlexible {
  RateLimiterMemory: new (options: object) => Flexible;
  RateLimiterUnion: new (...limiters: Flexible[]) => Flexible;
}
interface ExpressRateLimit {
  MemoryStore: new () => { init(options: object): void; increment(key: string): Promise<unknown> };
}
type FastifyStore = new (
  continueExceeding: boolean,
  backoff: boolean,
  size: number,
) => { incr(key: string, done: () => void, period: number, limit: number): void };
type KoaLimiter = new (options: object) => { get(): Promise<unknown> };

/** So many calls that no peer refuses one: their clocks cannot be moved. */
const ROOM = 1e12;

/** The counters of other packages in memory, without the middleware around them. */
export function rateLimiters(callers: number): Counting[] {
  const { MemoryStore } = loadPeer<ExpressRateLimit>("express-rate-limit");
  const store = new MemoryStore();
  store.init({ windowMs: PERIOD });
  const LocalStore = loadPeer<FastifyStore>("@fastify/rate-limit/store/LocalStore.js");
  const local = new LocalStore(false, false, 2 * callers);
  const Limiter = loadPeer<KoaLimiter>("koa-ratelimit/limiter/memory.js");
  const db = new Map();
  return [
    flexible(),
    { name: "express-rate-limit, its store", kind: "peer", admit: (key) => store.increment(key) },
    {
      name: "@fastify/rate-limit, its store",
      kind: "peer",
      admit: (key) => local.incr(key, () => {}, PERIOD, ROOM),
    },
    {
      name: "koa-ratelimit, its store",
      kind: "peer",
      admit: (id) => new Limiter({ id, db, max: ROOM, duration: PERIOD }).get(),
    },
  ];
}

function flexible(): Counting {
  const { RateLimiterMemory, RateLimiterUnion } = loadPeer<RateLimiterFlexible>("rate-limiter-flexible");
  const limiter = (keyPrefix: string, points = ROOM) =>
    new RateLimiterMemory({ keyPrefix, points, duration: PERIOD / 1_000 });
  const [one, full] = [limiter("one"), limiter("full", 0)];
  const three = new RateLimiterUnion(limiter("a"), limiter("b"), limiter("c"));
  return {
    name: "rate-limiter-flexible",
    kind: "peer",
    admit: (key) => one.consume(key),
    admitByThree: (key) => three.consume(key),
    refuse: (key) =>
      full.consume(key).then(
        () => {
          throw new Error("a call was admitted");
        },
        () => {},
      ),
  };
}

/** Counters of `rate-limiter-flexible` that hold so many calls of each caller. */
export function flexibleCounters(): Flexible {
  const { RateLimiterMemory } = loadPeer<RateLimiterFlexible>("rate-limiter-flexible");
  return new RateLimiterMemory({ points: LIMIT, duration: PERIOD / 1_000 });
}
