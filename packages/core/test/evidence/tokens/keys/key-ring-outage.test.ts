import { expect } from "chai";
import type { NoKeys, Snapshot } from "#src/evidence/tokens/keys/key-source.js";
import { hang, json, publicJwk, startKeyServer, status, type KeyServer } from "./key-server.js";
import { HOUR, MINUTE, SECOND, START, atOnce, kidsOf, ringOf, until } from "./ring-of.js";

describe("signing keys: while the issuer is down", () => {
  let server: KeyServer;
  beforeEach(async () => {
    server = await startKeyServer();
  });
  afterEach(() => server.close());

  const goDown = () => server.instead("/discovery", status(500));
  const comeBack = () => server.instead("/discovery");

  it("a cold start has no keys and says why and when to try again", async () => {
    goDown();
    const { ask } = ringOf(server);
    const found = (await ask()) as NoKeys;
    expect(found.failure).to.deep.equal({ failure: "status 500", status: 500 });
    expect(found.retryIn).to.be.within(0.5 * SECOND, SECOND);
  });
  it("a thousand requests in the back-off window ask nobody and wait for nothing", async () => {
    goDown();
    const { ask, askOften, clock } = ringOf(server);
    await askOften();
    expect(server.seen).to.deep.equal(["/discovery"]);
    clock.now += 0.5 * SECOND - 1;
    const meanwhile = Array.from({ length: 1000 }, ask);
    expect(meanwhile.every(atOnce)).to.equal(true);
    expect(meanwhile[0]).to.deep.include({ failure: { failure: "status 500", status: 500 } });
    expect(server.seen).to.have.length(1);
  });
  it("after the window one more attempt is made, however many ask", async () => {
    goDown();
    const { ask, askOften, clock } = ringOf(server);
    await ask();
    clock.now += SECOND;
    await askOften();
    expect(server.seen).to.have.length(2);
  });
  it("at the very moment it named, one more attempt is made", async () => {
    goDown();
    const { ask, clock } = ringOf(server);
    const { retryIn } = (await ask()) as NoKeys;
    clock.now += retryIn;
    expect(atOnce(ask())).to.equal(false);
    await until(() => server.seen.length === 2);
  });
  it("the window doubles with every failure, up to a minute", async () => {
    goDown();
    const { ask, clock } = ringOf(server);
    for (const longest of [1, 2, 4, 8, 16, 32, 60, 60, 60]) {
      const { retryIn } = (await ask()) as NoKeys;
      expect(retryIn).to.be.within(longest * 500, longest * 1000);
      clock.now += longest * SECOND;
    }
    expect(server.seen).to.have.length(9);
  });
  it("recovers with the first attempt that succeeds, and forgets the failures", async () => {
    goDown();
    const { ask, clock, kids, ring } = ringOf(server);
    await ask();
    expect(ring.health(clock.now)).to.include({ failures: 1, lastFailure: "status 500", usable: false });
    comeBack();
    clock.now += SECOND;
    expect(await kids()).to.deep.equal(["k1"]);
    expect(ring.health(clock.now))
      .to.include({ failures: 0, usable: true })
      .and.not.have.property("lastFailure");
  });
  it("a failure of the key document counts like one of the discovery document", async () => {
    server.instead("/keys", status(503));
    const { kids } = ringOf(server);
    expect(await kids()).to.equal("status 503");
    expect(server.seen).to.deep.equal(["/discovery", "/keys"]);
  });
  it("kept keys serve until they are a day old, and once an attempt has failed no request waits", async () => {
    const { ask, clock, kids, ring } = ringOf(server);
    await kids();
    goDown();
    for (const [age, waits] of [
      [3 * HOUR, true], // no request for three hours: the last fetch succeeded
      [3 * HOUR + MINUTE, false],
      [12 * HOUR, false],
      [24 * HOUR - 1, false],
    ] as const) {
      clock.now = START + age;
      const failures = ring.health(clock.now).failures;
      const found = ask();
      expect(atOnce(found), `at ${age / HOUR} h`).to.equal(!waits);
      await found;
      expect(await kids(), `at ${age / HOUR} h`).to.deep.equal(["k1"]);
      await until(() => ring.health(clock.now).failures > failures);
    }
    clock.now = START + 24 * HOUR;
    expect(await kids()).to.equal("status 500");
  });
  it("no request waits for an attempt that is under way while kept keys serve", async () => {
    const { ask, clock, kids, ring } = ringOf(server);
    await kids();
    goDown();
    clock.now += 3 * HOUR;
    await ask();
    server.instead("/discovery", hang);
    clock.now = ring.health(clock.now).nextAttemptAt!;
    const meanwhile = Array.from({ length: 1000 }, ask);
    expect(meanwhile.every(atOnce)).to.equal(true);
    expect(kidsOf(meanwhile[999] as Snapshot)).to.deep.equal(["k1"]);
    await until(() => server.count("/discovery") === 3);
  });
  it("without keys a request waits for discovery document and keys together, no longer than the time of one fetch", async () => {
    const { ask } = ringOf(server, { timeout: 200 });
    server.instead("/discovery", (req, res) => {
      setTimeout(() => json(server.metadata)(req, res), 120);
    });
    server.instead("/keys", hang);
    const start = performance.now();
    const found = (await ask()) as NoKeys;
    expect(found.failure).to.deep.equal({ failure: "no complete answer within 200 ms" });
    expect(performance.now() - start).to.be.below(310); // two fetches of their own take 320
  });
  it("with kept keys too, one attempt per window: no request waits in between", async () => {
    const { ask, clock, kids } = ringOf(server);
    await kids();
    goDown();
    clock.now += 3 * HOUR;
    await ask();
    const attempts = server.count("/discovery");
    const meanwhile = Array.from({ length: 1000 }, ask);
    expect(meanwhile.every(atOnce)).to.equal(true);
    expect(server.count("/discovery")).to.equal(attempts);
  });
  it("new keys are taken once it is back", async () => {
    const { clock, kids, ring } = ringOf(server);
    await kids();
    goDown();
    clock.now += 3 * HOUR;
    expect(await kids()).to.deep.equal(["k1"]);
    comeBack();
    server.keys = [publicJwk("k2")];
    clock.now += MINUTE;
    expect(await kids(), "while they are fetched").to.deep.equal(["k1"]);
    await until(() => ring.health(clock.now).failures === 0);
    expect(await kids()).to.deep.equal(["k2"]);
  });
});

describe("signing keys: an unknown kid", () => {
  let server: KeyServer;
  beforeEach(async () => {
    server = await startKeyServer();
  });
  afterEach(() => server.close());

  // A ring whose keys are a minute old.
  async function warm() {
    const made = ringOf(server);
    await made.kids();
    made.clock.now += MINUTE;
    server.seen.length = 0;
    const newer = async () => {
      const snapshot = await made.ask();
      if (!("keys" in snapshot)) throw new Error("no keys");
      const found = await made.ring.newer(snapshot, made.clock.now);
      return found === undefined ? undefined : kidsOf(found);
    };
    return { ...made, newer };
  }

  it("a thousand of them cause one fetch, of the keys alone", async () => {
    const { newer, kids } = await warm();
    const answers = await Promise.all(Array.from({ length: 1000 }, newer));
    expect(new Set(answers.map(String))).to.deep.equal(new Set(["k1"]));
    expect(server.seen).to.deep.equal(["/keys"]);
    expect(await kids()).to.deep.equal(["k1"]);
  });
  it("three cause a fetch each, one after the other; the fourth is answered without", async () => {
    const { newer } = await warm();
    for (let i = 0; i < 3; i++) expect(await newer()).to.deep.equal(["k1"]);
    expect(await newer()).to.equal(undefined);
    expect(server.seen).to.have.length(3);
  });
  it("a rotation is seen at the next token, however young the keys are", async () => {
    const { clock, newer, kids } = await warm();
    await newer();
    server.keys = [publicJwk("k2")];
    clock.now += 1;
    expect(await newer()).to.deep.equal(["k2"]);
    expect(await kids()).to.deep.equal(["k2"]);
    expect(server.seen).to.have.length(2);
  });
  it("after three fetches a rotation is seen 30 seconds after the first of them", async () => {
    const { clock, newer } = await warm();
    for (let i = 0; i < 3; i++) await newer();
    server.keys = [publicJwk("k2")];
    clock.now += 30 * SECOND - 1;
    expect(await newer()).to.equal(undefined);
    clock.now += 1;
    expect(await newer()).to.deep.equal(["k2"]);
    expect(await newer(), "one more in 30 seconds").to.equal(undefined);
  });
  it("10,000 forged kids in 10 minutes cause 23 fetches", async () => {
    const { clock, newer } = await warm();
    for (let i = 0; i <= 10_000; i++) {
      await newer();
      clock.now += i < 10_000 ? 60 : 0;
    }
    expect(server.seen).to.have.length(23);
    expect(new Set(server.seen)).to.deep.equal(new Set(["/keys"]));
  });
  it("in an outage they cause no more fetches than otherwise, and are not answered with a refusal", async () => {
    const { clock, newer } = await warm();
    server.instead("/keys", status(500));
    for (let i = 0; i <= 2_000; i++) {
      expect(await newer()).to.equal("status 500");
      clock.now += i < 2_000 ? 300 : 0;
    }
    expect(server.seen.length).to.be.within(10, 23);
  });
  it("a request that waited for other keys gets the newer ones without a fetch", async () => {
    const { ask, clock, newer, ring } = await warm();
    const first = (await ask()) as Snapshot;
    server.keys = [publicJwk("k2")];
    await newer();
    expect(kidsOf((await ring.newer(first, clock.now))!)).to.deep.equal(["k2"]);
    expect(server.seen).to.have.length(1);
  });
  it("good keys serve at once while the fetch runs", async () => {
    const { ask, newer } = await warm();
    const waiting = newer();
    expect(atOnce(ask())).to.equal(true);
    await waiting;
  });
  it("a fetch that fails leaves the keys as they are, is no answer, and is followed by the back-off", async () => {
    const { clock, kids, newer } = await warm();
    server.instead("/keys", status(500));
    expect(await newer()).to.equal("status 500");
    expect(await newer()).to.equal("status 500");
    expect(server.seen).to.have.length(1);
    clock.now += MINUTE;
    expect(await kids()).to.deep.equal(["k1"]);
  });
  it("at the very moment the back-off ends, the next unknown kid is followed", async () => {
    const { clock, newer, ring } = await warm();
    server.instead("/keys", status(500));
    await newer();
    server.instead("/keys", undefined);
    clock.now = ring.health(clock.now).nextAttemptAt!;
    expect(await newer()).to.deep.equal(["k1"]);
  });
  it("waits for a fetch that is under way already, whatever the window says", async () => {
    const { ask, clock, ring } = ringOf(server, { refreshInterval: MINUTE });
    const first = await ask();
    if (!("keys" in first)) throw new Error("no keys");
    clock.now += 0.5 * MINUTE;
    for (let i = 0; i < 3; i++) await ring.newer((await ask()) as Snapshot, clock.now); // uses up what is allowed
    server.keys = [publicJwk("k1"), publicJwk("k2")];
    clock.now += MINUTE;
    expect(atOnce(ask()), "the hourly refresh runs in the background").to.equal(true);
    expect(kidsOf((await ring.newer(first, clock.now))!)).to.deep.equal(["k1", "k2"]);
    expect(server.count("/keys")).to.equal(5);
  });
  it("a fetch that fails does not use up the window: a rotation is seen once the back-off is over", async () => {
    const { clock, newer } = await warm();
    server.instead("/keys", status(500));
    await newer();
    server.instead("/keys", undefined);
    server.keys = [publicJwk("k1"), publicJwk("k2")];
    clock.now += SECOND;
    expect(await newer()).to.deep.equal(["k1", "k2"]);
  });
});
