import { expect } from "chai";
import type { ClientApplication, ClientChange, ClientRegistry } from "#src/index.js";
import { CachingClientRegistry } from "#src/evidence/clients/caching-client-registry.js";

const ID = "7b0c9e11-2222-4333-8444-955566667777";

function cached(more: Partial<ClientRegistry> = {}) {
  const clock = { now: 0 };
  const asked: string[] = [];
  const told: { push?: (change: ClientChange) => void; stopped: number } = { stopped: 0 };
  const registry: ClientRegistry = {
    findClient: async (id) => {
      asked.push(id);
      return id === "unknown" ? undefined : ({ id, products: [], state: "active" } as ClientApplication);
    },
    onChange: (listener) => {
      told.push = listener;
      return () => (told.stopped += 1);
    },
    ...more,
  };
  const cache = new CachingClientRegistry(registry, {
    ttl: 5000,
    max: 3,
    clock: () => clock.now,
    timeout: 1000,
  });
  return { cache, clock, asked, told };
}

describe("a cache in front of a registry", () => {
  it("keeps known and unknown ids apart, within its bound", async () => {
    const { cache, asked } = cached();
    for (const id of [ID, "unknown", ID, "unknown"]) await cache.findClient(id);
    expect(asked).to.deep.equal([ID, "unknown"]);
    for (let i = 0; i < 10; i++) await cache.findClient(`client-${i}`);
    expect(cache.size).to.equal(4);
  });
  it("does not keep an id that a change would name otherwise", async () => {
    const { cache, asked } = cached();
    await cache.findClient(ID.toUpperCase());
    await cache.findClient(ID.toUpperCase());
    expect(asked).to.have.lengthOf(2);
    expect(cache.size).to.equal(0);
  });
  it("forgets what changed, or everything, and stops listening when it is closed", async () => {
    const { cache, asked, told } = cached();
    await cache.findClient(ID);
    await cache.findClient("other");
    told.push!({ ids: [ID] });
    expect(cache.size).to.equal(1);
    await cache.findClient("other");
    told.push!("everything");
    expect(cache.size).to.equal(0);
    expect(asked).to.deep.equal([ID, "other"]);
    await cache.close();
    expect(told.stopped).to.equal(1);
  });
  it("keeps nothing longer than its time, not even when the clock is set back", async () => {
    const { cache, clock, asked } = cached();
    clock.now = 3_600_000;
    await cache.findClient(ID);
    clock.now += 4999;
    await cache.findClient(ID);
    expect(asked).to.have.lengthOf(1);
    clock.now = 0;
    await cache.findClient(ID);
    await cache.findClient(ID);
    expect(asked).to.have.lengthOf(2);
  });
  it("a synchronous registry is asked each time", () => {
    let count = 0;
    const { cache } = cached({ findClient: () => void (count += 1) });
    for (let i = 0; i < 3; i++) expect(cache.findClient(ID)).to.equal(undefined);
    expect(count).to.equal(3);
  });
});
