import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import { MemorySubscriptionRepository, type SubscriptionRepository } from "@product-auth/core/subscriptions";
import { adapterContract, storeContract } from "@product-auth/testkit";
import { onExpress5 } from "./support/harness.js"; // copied here from the tests of the Express adapter

const runner = {
  describe: (name: string, body: () => void) => void describe(name, body),
  it: (name: string, body: () => unknown) =>
    void it(name, async () => {
      await body();
    }),
  before: (body: () => unknown) => before(async () => void (await body())),
  after: (body: () => unknown) => after(async () => void (await body())),
  beforeEach: (body: () => unknown) => beforeEach(async () => void (await body())),
  afterEach: (body: () => unknown) => afterEach(async () => void (await body())),
};

const stores = new Map<string, SubscriptionRepository>();
storeContract(runner, "a map", {
  open(name) {
    let store = stores.get(name);
    if (store === undefined) stores.set(name, (store = new MemorySubscriptionRepository()));
    return Promise.resolve(store);
  },
});

adapterContract(runner, "Express 5", onExpress5);
