import {
  RepositoryConflictError,
  type StoredSubscription,
  type SubscriptionRepository,
} from "@product-auth/core";

/** The test runner's functions; mocha, jest, vitest and `node:test` have them. */
export interface TestRunner {
  readonly describe: (name: string, body: () => void) => void;
  readonly it: (name: string, body: () => Promise<void>) => void;
  readonly before: (body: () => Promise<void>) => void;
  readonly after: (body: () => Promise<void>) => void;
}

/** How the contract gets at a store. */
export interface StoreHarness {
  /** An empty repository. Two calls with the same `name` give two instances over the same data. */
  open(name: string): Promise<SubscriptionRepository>;
  /** Most milliseconds until a change made through one instance is told to another; undefined: it is not told. */
  readonly pushWithin?: number;
}

/** Declares the tests that every subscription repository must pass. Needs no assertion library. */
export function storeContract(runner: TestRunner, name: string, harness: StoreHarness): void {
  runner.describe(`${name} keeps the store contract`, () => {
    runner.it("finds a subscription by the digest of either key", async () => {
      const store = await harness.open("find");
      await store.insert(stored("a"));
      for (const digest of ["a-primary", "a-secondary"]) {
        same((await store.findByKeyDigest(digestOf(digest)))?.id, "a");
      }
      same(await store.findByKeyDigest(digestOf("nobody")), undefined);
      await store.close?.();
    });
    runner.it("refuses an id or a digest that is taken", async () => {
      const store = await harness.open("taken");
      await store.insert(stored("a"));
      same(await conflict(store.insert(stored("a"))), "id");
      same(await conflict(store.insert({ ...stored("b"), keys: stored("a").keys })), "digest");
      await store.close?.();
    });
  });
}

async function conflict(attempt: Promise<void>): Promise<string> {
  try {
    await attempt;
    return "none";
  } catch (error) {
    return error instanceof RepositoryConflictError ? error.conflict : String(error);
  }
}

function same(actual: unknown, expected: unknown): void {
  if (!Object.is(actual, expected)) throw new Error(`expected ${String(expected)}, got ${String(actual)}`);
}

const digestOf = (name: string): string => name.padEnd(43, "-");

function stored(id: string): StoredSubscription {
  const key = (slot: "primary" | "secondary") => ({ slot, digest: digestOf(`${id}-${slot}`), hint: "…" });
  return {
    id,
    scope: "/products/pro",
    state: "active",
    createdDate: 0,
    keys: [key("primary"), key("secondary")],
    version: 1,
  };
}
