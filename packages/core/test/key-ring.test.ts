import { expect } from "chai";
import type { Snapshot } from "#src/tokens/key-source.js";
import { hang, publicJwk, startKeyServer, text, type KeyServer } from "./key-server.js";
import { HOUR, MINUTE, START, atOnce, kidsOf, ringOf, until } from "./ring-of.js";

describe("signing keys: fetched, refreshed, replaced", () => {
  let server: KeyServer;
  beforeEach(async () => {
    server = await startKeyServer();
  });
  afterEach(() => server.close());

  // Keeps the answer back until it is released.
  const held = () => {
    let release = (): void => undefined;
    const released = new Promise<void>((go) => (release = go));
    server.instead("/keys", (req, res) => {
      void released.then(() => text(JSON.stringify({ keys: server.keys }))(req, res));
    });
    return () => release();
  };

  it("nothing is fetched before somebody asks", () => {
    const { ring } = ringOf(server);
    expect(ring.health(START)).to.deep.include({ keys: 0, usable: false, failures: 0 });
    expect(server.seen).to.deep.equal([]);
  });
  it("a thousand cold look-ups share one discovery and one fetch of keys", async () => {
    const { askOften } = ringOf(server);
    const found = await askOften();
    expect(new Set(found).size).to.equal(1);
    expect(kidsOf(found[0]!)).to.deep.equal(["k1"]);
    expect(server.seen).to.deep.equal(["/discovery", "/keys"]);
  });
  it("young keys are given at once and nobody is asked", async () => {
    const { ask, clock, kids } = ringOf(server);
    await kids();
    clock.now += HOUR - 1;
    expect(atOnce(ask())).to.equal(true);
    expect(server.seen).to.have.length(2);
  });
  it("at the interval one fetch runs in the background while the old keys serve", async () => {
    const { ask, clock, kids, ring } = ringOf(server);
    await kids();
    const release = held();
    server.keys = [publicJwk("k2")];
    clock.now += HOUR;
    const meanwhile = Array.from({ length: 1000 }, ask);
    expect(meanwhile.every(atOnce)).to.equal(true);
    expect(kidsOf(meanwhile[999] as Snapshot)).to.deep.equal(["k1"]);
    await until(() => server.count("/keys") === 2);
    release();
    await until(() => ring.health(clock.now).fetchedAt === clock.now);
    expect(atOnce(ask())).to.equal(true);
    expect(await kids()).to.deep.equal(["k2"]);
    expect(server.seen).to.deep.equal(["/discovery", "/keys", "/discovery", "/keys"]);
  });
  it("a removed key is gone after the refresh, the others stay", async () => {
    server.keys = [publicJwk("leaked"), publicJwk("k1")];
    const { clock, kids, ring } = ringOf(server);
    expect(await kids()).to.deep.equal(["leaked", "k1"]);
    server.keys = [publicJwk("k1")];
    clock.now += HOUR;
    expect(await kids()).to.deep.equal(["leaked", "k1"]);
    await until(() => ring.health(clock.now).fetchedAt === clock.now);
    expect(await kids()).to.deep.equal(["k1"]);
  });
  it("after twice the interval without a request, new keys are waited for", async () => {
    const { ask, clock, kids } = ringOf(server);
    await kids();
    server.keys = [publicJwk("k2")];
    clock.now += 2 * HOUR;
    expect(atOnce(ask())).to.equal(false);
    expect(await kids()).to.deep.equal(["k2"]);
    expect(server.count("/keys")).to.equal(2);
  });
  it("a millisecond earlier they are not", async () => {
    const { ask, clock, kids } = ringOf(server);
    await kids();
    clock.now += 2 * HOUR - 1;
    expect(atOnce(ask())).to.equal(true);
  });
  it("the age of keys counts from when they were asked for, not from when they came", async () => {
    const { clock, kids, ring } = ringOf(server);
    const release = held();
    const waiting = kids();
    clock.now += MINUTE;
    release();
    await waiting;
    expect(ring.health(clock.now).fetchedAt).to.equal(START);
  });
  it("a key that stays the same keeps its object, also when others come and go", async () => {
    server.keys = [publicJwk("k1"), publicJwk("k2")];
    const { ask, clock } = ringOf(server);
    const before = (await ask()) as Snapshot;
    server.keys = [publicJwk("k3"), publicJwk("k1")];
    clock.now += 2 * HOUR;
    const after = (await ask()) as Snapshot;
    expect(after).to.not.equal(before);
    expect(after.keys.byKid.get("k1")).to.equal(before.keys.byKid.get("k1"));
  });
  it("a kid with other numbers or another issuer is another key", async () => {
    const { ask, clock } = ringOf(server);
    const seen = new Set<unknown>();
    const versions = [
      {},
      { n: (publicJwk("other") as { n: string }).n },
      { issuer: "https://a" },
      { issuer: "https://b" },
    ];
    for (const version of versions) {
      server.keys = [publicJwk("k1", version)];
      seen.add(((await ask()) as Snapshot).keys.byKid.get("k1"));
      clock.now += 2 * HOUR;
    }
    expect(seen.size).to.equal(versions.length);
  });
  it("a new jwks_uri is followed at the next refresh", async () => {
    const { clock, kids } = ringOf(server);
    await kids();
    server.metadata = { ...server.metadata, jwks_uri: `${server.origin}/keys?2` };
    clock.now += 2 * HOUR;
    await kids();
    expect(server.seen.slice(2)).to.deep.equal(["/discovery", "/keys?2"]);
  });
  it("closing ends a fetch that hangs", async () => {
    server.instead("/keys", hang);
    const { close, kids } = ringOf(server, { timeout: 60_000 });
    const waiting = kids();
    await until(() => server.count("/keys") === 1);
    close();
    expect(await waiting).to.equal("closed");
  });
  it("health shows issuer, number of keys and their age", async () => {
    const { clock, kids, ring } = ringOf(server);
    await kids();
    clock.now += 24 * HOUR - 1;
    const expected = {
      issuer: `${server.origin}/issuer`,
      keys: 1,
      usable: true,
      fetchedAt: START,
      failures: 0,
    };
    expect(ring.health(clock.now)).to.deep.include(expected);
    expect(ring.health(clock.now + 1)).to.include({ usable: false });
  });
});
