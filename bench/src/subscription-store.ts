import { hash, randomBytes } from "node:crypto";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { digestKey, MemorySubscriptionRepository, type StoredSubscription } from "@product-auth/core";
import { measureRounds } from "./rounds.js";

const SIZES = [1, 1_000, 1_000_000];
const ASKED = 10_000;

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** The texts of many subscriptions and nothing else, so that what a store adds to them can be weighed. */
interface Texts {
  readonly ids: readonly string[];
  readonly digests: readonly string[];
  readonly hints: readonly string[];
  readonly names: readonly string[];
}

/** Subscriptions in memory: space, time to load, and one look-up by key against a bare SHA-256 of the key. */
export async function subscriptionStore(): Promise<void> {
  console.log(`subscriptions in memory, Node ${process.version}`);
  for (const size of SIZES) {
    const texts = textsFor(size);
    const before = heapUsed();
    const start = performance.now();
    const store = new MemorySubscriptionRepository(subscriptionsOf(texts));
    const loaded = performance.now() - start;
    const bytes = (heapUsed() - before) / size;
    const lookUp = await lookUpCost(store, size);
    const [first, middle] = await pageCosts(store, texts);
    console.log(
      `  ${size.toLocaleString("en").padStart(9)}: ` +
        (size < 100_000 ? "" : `${bytes.toFixed(0)} bytes each beyond its texts, `) +
        `loaded in ${loaded.toFixed(0)} ms, ` +
        `a look-up ${lookUp.found.toFixed(2)} µs, of an unknown key ${lookUp.unknown.toFixed(2)} µs, ` +
        `bare SHA-256 ${lookUp.bare.toFixed(2)} µs; ` +
        `first page ${first.toFixed(1)} ms, one in the middle ${middle.toFixed(2)} ms`,
    );
  }
}

const keyOf = (i: number, slot: string) => `${slot} key of subscription ${i}`.padEnd(43, "-");

function textsFor(size: number): Texts {
  const fill = <T>(count: number, text: (i: number) => T): T[] => {
    const list = new Array<T>(count);
    for (let i = 0; i < count; i++) list[i] = text(i);
    return list;
  };
  return {
    ids: fill(size, () => randomBytes(12).toString("hex")),
    digests: fill(size * 2, (i) => digestKey(keyOf(i >> 1, i % 2 === 0 ? "primary" : "secondary"))),
    hints: fill(size * 2, () => randomBytes(4).toString("hex")),
    names: fill(size, () => randomBytes(10).toString("hex")),
  };
}

function* subscriptionsOf({ ids, digests, hints, names }: Texts): Generator<StoredSubscription> {
  for (const [i, id] of ids.entries()) {
    yield {
      id,
      scope: i % 2 === 0 ? "/products/starter" : "/products/pro",
      state: "active",
      displayName: names[i]!,
      ownerId: names[i - (i % 10)]!,
      createdDate: 1_767_225_600_000 + i,
      keys: [
        { slot: "primary", digest: digests[2 * i]!, hint: hints[2 * i]! },
        { slot: "secondary", digest: digests[2 * i + 1]!, hint: hints[2 * i + 1]! },
      ],
      version: 1,
    };
  }
}

function heapUsed(): number {
  for (let i = 0; i < 3; i++) collect();
  return process.memoryUsage().heapUsed;
}

async function lookUpCost(
  store: MemorySubscriptionRepository,
  size: number,
): Promise<Record<"bare" | "found" | "unknown", number>> {
  const step = 7919; // a prime: neighbours in time are no neighbours in memory
  const known = Array.from({ length: ASKED }, (_, i) => keyOf((i * step) % size, "primary"));
  const unknown = Array.from({ length: ASKED }, (_, i) => keyOf(i, "unknown"));
  const find = (keys: readonly string[], expected: boolean) => (times: number) => {
    for (let i = 0; i < times; i++) {
      const found = store.findByKeyDigest(digestKey(keys[i % ASKED]!));
      if ((found !== undefined) !== expected) throw new Error("a wrong answer");
    }
  };
  const contenders = [
    {
      name: "bare",
      run: (times: number) => {
        for (let i = 0; i < times; i++) hash("sha256", known[i % ASKED]!, "base64url");
      },
    },
    { name: "found", run: find(known, true) },
    { name: "unknown", run: find(unknown, false) },
  ];
  const costs = await measureRounds(contenders, { rounds: 7, times: ASKED });
  return { bare: costs.get("bare")!, found: costs.get("found")!, unknown: costs.get("unknown")! };
}

async function pageCosts(store: MemorySubscriptionRepository, { ids }: Texts): Promise<[number, number]> {
  const timed = async (after: string): Promise<number> => {
    const start = performance.now();
    await store.list({ after });
    return performance.now() - start;
  };
  const first = await timed("");
  await timed(ids[0]!);
  return [first, await timed(ids[Math.floor(ids.length / 2)]!)];
}
