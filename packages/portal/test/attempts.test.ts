import { MemoryCounterStore, type CounterStore } from "@product-auth/core/counters";
import { expect } from "chai";
import { Attempts } from "#src/sign-in/attempts.js";
import { callerNetworkOf, visitorNetwork } from "#src/people/network.js";
import { startPortal } from "./support/start-portal.js";

describe("attempts to sign in", () => {
  it("are limited per network of the visitor: 100 in 15 minutes", async () => {
    let now = Date.now();
    const world = await startPortal({ clock: () => now });
    const start = (address: string) =>
      world.portal.handle(new Request(`${world.url}/signin/entra`), { address });
    try {
      for (let i = 0; i < 100; i++) expect((await start("192.0.2.1")).status).to.equal(302);
      now += 60_000;
      const refused = await start("::ffff:192.0.2.1");
      expect(refused.status).to.equal(429);
      expect(await refused.text()).to.include("<h1>Too many attempts</h1>");
      expect(Number(refused.headers.get("retry-after"))).to.be.within(800, 900);
      expect((await world.records.list("flow", { limit: 1000 })).records).to.have.length(100);
      expect((await world.browser().get("/products")).status).to.equal(200);
      expect((await start("192.0.2.7")).status).to.equal(302);
      now += 900_000;
      expect((await start("192.0.2.1")).status).to.equal(302);
    } finally {
      await world.close();
    }
  });

  const limit = { what: "test", most: 2, period: 60 };

  it("may be counted in a shared store, which the portal does not close", async () => {
    const store = new MemoryCounterStore();
    let isClosed = false;
    const shared: CounterStore = {
      take: (counters, at) => store.take(counters, at),
      add: (counters, at) => store.add(counters, at),
      read: (counters, at) => store.read(counters, at),
      reset: (keys) => store.reset(keys),
      kinds: ["fixed-window"],
      close: () => {
        isClosed = true;
      },
    };
    const [one, two] = [new Attempts(shared, () => 1000, 1), new Attempts(shared, () => 1000, 1)];
    expect([await one.take(limit, "a"), await two.take(limit, "a")]).to.deep.equal([0, 0]);
    expect(await one.take(limit, "a")).to.be.within(1, 60);
    expect(await one.take(limit, "b")).to.equal(0);
    await one.close();
    expect(isClosed).to.equal(false);
  });

  it("are counted here while a shared store fails", async () => {
    const fails = () => Promise.reject(new Error("down"));
    const attempts = new Attempts({ take: fails, add: fails, read: fails, reset: fails }, () => 1000, 1);
    expect([await attempts.take(limit, "a"), await attempts.take(limit, "a")]).to.deep.equal([0, 0]);
    expect(await attempts.take(limit, "a")).to.be.greaterThan(0);
    await attempts.close();
  });

  it("are multiplied by the option", async () => {
    const attempts = new Attempts(undefined, () => 1000, 2);
    for (let i = 0; i < 4; i++) expect(await attempts.take(limit, "a")).to.equal(0);
    expect(await attempts.take(limit, "a")).to.equal(60);
  });

  it("a visitor cannot choose another network by the spelling of an address", () => {
    expect(callerNetworkOf("::ffff:192.0.2.1")).to.equal("192.0.2.1");
    expect(callerNetworkOf("2001:db8:1:2ff::1")).to.equal(callerNetworkOf("2001:DB8:1:201:aaaa::2"));
    expect(callerNetworkOf("unknown")).to.equal(undefined);
    expect(visitorNetwork("192.0.2.77")).to.deep.equal({ address: "192.0.2.0/24" });
    expect(visitorNetwork("2001:db8:1:2ff::1")).to.deep.equal({ address: "2001:db8:1:200::/56" });
    expect(visitorNetwork(undefined)).to.deep.equal({});
  });
});
