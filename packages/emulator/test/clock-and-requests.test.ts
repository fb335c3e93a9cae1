import { type Entra, startEntra } from "@product-auth/emulator";
import { expect } from "chai";
import { decodeJwt } from "jose";
import { goodFields, requestToken } from "./request-token.js";

describe("clock", () => {
  const base = Date.UTC(2030, 0, 1);
  let entra: Entra;
  before(async () => {
    entra = await startEntra({
      clock: () => base,
      tokenLifetime: 3600,
      products: { starter: {} },
      clients: {
        contoso: { secrets: [{ value: "a-year", endDateTime: new Date(base + 365 * 86_400_000) }] },
      },
    });
  });
  after(() => entra.close());

  const issuedAt = async (): Promise<number> =>
    decodeJwt((await requestToken(entra, goodFields(entra))).body.access_token!).exp! - 3600;

  it("is the given one until it is moved", async () => {
    expect(entra.clock.now()).to.equal(base);
    expect(await issuedAt()).to.equal(base / 1000);
  });

  it("moves tokens, timestamps and secrets, and comes back", async () => {
    entra.clock.advance(3600);
    expect(await issuedAt()).to.equal(base / 1000 + 3600);
    entra.clock.advance(-7200);
    expect(await issuedAt()).to.equal(base / 1000 - 3600);
    entra.clock.advance(400 * 86_400);
    const { body } = await requestToken(entra, goodFields(entra));
    expect(body.error_codes).to.deep.equal([7000222]);
    expect(body.timestamp).to.match(/^2031-02-0/);
    entra.clock.reset();
    expect(entra.clock.now()).to.equal(base);
  });

  it("refuses what is no number", () => {
    expect(() => entra.clock.advance(NaN)).to.throw("clock.advance needs seconds, got NaN");
  });
});

describe("requests", () => {
  let entra: Entra;
  before(async () => {
    entra = await startEntra();
  });
  after(() => entra.close());

  it("counts by endpoint, and lists path and time", async () => {
    await fetch(`${entra.discoveryUrl}?x=1`);
    await fetch(`${entra.origin}/common/discovery/keys`);
    await fetch(`${entra.origin}/common/discovery/keys`, { method: "OPTIONS" });
    await requestToken(entra, goodFields(entra));
    await fetch(`${entra.origin}/nowhere`);
    const { count, list } = entra.requests;
    expect([count(), count("discovery"), count("keys"), count("token")]).to.deep.equal([4, 1, 1, 1]);
    expect(list()[0]).to.include({ method: "GET", path: `${new URL(entra.discoveryUrl).pathname}?x=1` });
    expect(list()[0]!.at).to.be.closeTo(Date.now(), 5000);
    expect(list().map(({ method }) => method)).to.deep.equal(["GET", "GET", "POST", "GET"]);
  });

  it("counts what a fault answered, and forgets on clear", async () => {
    entra.requests.clear();
    entra.faults.outage({ path: "keys" });
    await fetch(`${entra.origin}/common/discovery/keys`);
    expect(entra.requests.count("keys")).to.equal(1);
    entra.requests.clear();
    expect(entra.requests.count()).to.equal(0);
    expect(entra.requests.list()).to.deep.equal([]);
  });

  it("remembers the last thousand and counts all", async () => {
    entra.requests.clear();
    entra.faults.clear();
    for (let batch = 0; batch < 21; batch++)
      await Promise.all(
        Array.from({ length: 50 }, () => fetch(`${entra.origin}/${batch}`).then((r) => r.text())),
      );
    expect(entra.requests.count()).to.equal(1050);
    expect(entra.requests.list()).to.have.length(1000);
    expect(entra.requests.list().at(-1)!.path).to.equal("/20");
  });
});
