import { expect } from "chai";
import type { Snapshot } from "#src/evidence/tokens/keys/key-source.js";
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
    const from = `${server.origin}/discovery`;
    expect(ring.health(START)).to.deep.equal({ from, keys: 0, usable: false, failures: 0 });
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
    expect(after.keys.byKid.get("k1")?.[0]).to.equal(before.keys.byKid.get("k1")?.[0]);
  });
  it("a kid with other numbers, or for another issuer, cloud or algorithm, is another key", async () => {
    const { ask, clock } = ringOf(server);
    const seen = new Set<unknown>();
    const { n } = publicJwk("k1") as { n: string };
    const versions = [
      {},
      { n: (publicJwk("other") as { n: string }).n },
      { n, e: "AQAB" },
      { n: `${n}A`, e: "QAB" }, // the same, were the two written one after the other
      { issuer: "https://a" },
      { issuer: "https://b" },
      { cloud_instance_name: "a" },
      { cloud_instance_name: "b" },
      { alg: "RS256" },
      { x5t: "a" },
      { "x5t#S256": "a" },
      { use: undefined },
      {},
    ];
    for (const version of versions) {
      server.keys = [publicJwk("k1", version)];
      seen.add(((await ask()) as Snapshot).keys.byKid.get("k1")?.[0]);
      clock.now += 2 * HOUR;
    }
    expect(seen.size).to.equal(versions.length);
  });
  it("a key without a kid is one of the set, and nobody finds it by name", async () => {
    server.keys = [publicJwk("k1", { kid: undefined })];
    const { keys } = (await ringOf(server).ask()) as Snapshot;
    expect([keys.all.size, keys.byKid.size]).to.deep.equal([1, 0]);
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
  it("without a discovery document the keys are fetched where they are", async () => {
    const jwksUri = `${server.origin}/keys`;
    const { ask, clock, ring } = ringOf(server, { place: { jwksUri } });
    const snapshot = (await ask()) as Snapshot;
    expect(kidsOf(snapshot)).to.deep.equal(["k1"]);
    expect(Object.keys(snapshot)).to.have.members(["keys", "fetchedAt"]);
    clock.now += MINUTE;
    server.keys = [publicJwk("k1"), publicJwk("k2")];
    expect(kidsOf((await ring.newer(snapshot, clock.now))!)).to.deep.equal(["k1", "k2"]);
    expect(server.seen).to.deep.equal(["/keys", "/keys"]);
    const now = { fetchedAt: clock.now, failures: 0 };
    expect(ring.health(clock.now)).to.deep.equal({ from: jwksUri, keys: 2, usable: true, ...now });
  });
  it("health shows issuer, number of keys and their age", async () => {
    const { clock, kids, ring } = ringOf(server);
    await kids();
    clock.now += 24 * HOUR - 1;
    const expected = {
      from: `${server.origin}/discovery`,
      issuer: `${server.origin}/issuer`,
      keys: 1,
      usable: true,
      fetchedAt: START,
      metadataFetchedAt: START,
      failures: 0,
    };
    expect(ring.health(clock.now)).to.deep.equal(expected);
    expect(ring.health(clock.now + 1)).to.include({ usable: false });
  });
});

describe("signing keys: metadata has an age of its own", () => {
  let server: KeyServer;
  beforeEach(async () => {
    server = await startKeyServer();
  });
  afterEach(() => server.close());

  /** Every six minutes a kid that nobody publishes. */
  async function floodFor(minutes: number, { ask, clock, ring }: ReturnType<typeof ringOf>): Promise<void> {
    for (const end = clock.now + minutes * MINUTE; clock.now < end; clock.now += 6 * MINUTE) {
      const found = await ask();
      if ("keys" in found) await ring.newer(found, clock.now);
    }
  }

  it("a flood of unknown kids does not keep it from being read", async () => {
    const world = ringOf(server);
    await world.kids();
    server.metadata = { ...server.metadata, issuer: "https://renamed.example" };
    await floodFor(6 * 60, world);
    expect(world.ring.health(world.clock.now)).to.include({ issuer: "https://renamed.example" });
    expect(server.count("/discovery")).to.be.within(6, 7);
    expect(server.count("/keys")).to.be.above(40);
  });
  it("is read once in the interval, and keys alone as often as unknown kids make it", async () => {
    const world = ringOf(server);
    await world.kids();
    await floodFor(59, world);
    expect([server.count("/discovery"), server.count("/keys")]).to.deep.equal([1, 11]);
    const { fetchedAt, metadataFetchedAt } = world.ring.health(world.clock.now);
    expect([fetchedAt, metadataFetchedAt]).to.deep.equal([START + 54 * MINUTE, START]);
  });
  it("serves no longer than 24 hours, however young the keys are", async () => {
    const world = ringOf(server, { refreshInterval: 24 * HOUR });
    await world.kids();
    await floodFor(24 * 60 - 6, world);
    server.instead("/discovery", (_, res) => void res.writeHead(500).end());
    world.clock.now = START + 24 * HOUR - 1;
    expect(await world.kids()).to.deep.equal(["k1"]);
    world.clock.now = START + 24 * HOUR;
    expect(world.ring.health(world.clock.now)).to.include({ usable: false });
    expect(await world.kids()).to.equal("status 500");
  });
  it("is not taken for new because keys were being fetched when it was asked for", async () => {
    const { ask, clock, ring } = ringOf(server);
    const first = (await ask()) as Snapshot;
    clock.now += MINUTE;
    let release = (): void => undefined;
    const released = new Promise<void>((go) => (release = go));
    server.instead("/keys", (req, res) => {
      void released.then(() => text(JSON.stringify({ keys: server.keys }))(req, res));
    });
    const keysAlone = ring.newer(first, clock.now);
    await until(() => server.count("/keys") === 2);
    clock.now += 2 * HOUR;
    const waiting = ask();
    server.metadata = { ...server.metadata, issuer: "https://renamed.example" };
    release();
    await keysAlone;
    expect(((await waiting) as Snapshot).metadata?.issuer).to.equal("https://renamed.example");
    expect(server.count("/discovery")).to.equal(2);
  });
});
