import { type Entra, startEntra } from "@product-auth/emulator";
import { expect } from "chai";

describe("controls", () => {
  let entra: Entra;
  before(async () => {
    entra = await startEntra({ controls: true });
  });
  afterEach(() => entra.faults.clear());
  after(() => entra.close());

  const post = (body: unknown, headers: Record<string, string> = { "Content-Type": "application/json" }) =>
    fetch(`${entra.origin}/emulator/faults`, {
      method: "POST",
      headers,
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  const set = async (body: unknown): Promise<number> => (await post(body)).status;
  const status = async (): Promise<number> => (await fetch(entra.discoveryUrl)).status;

  it("204 sets and clears faults, which never affect the controls", async () => {
    expect(await set({ outage: { path: "discovery", status: 500 } })).to.equal(204);
    expect(await status()).to.equal(500);
    expect(await set({ outage: true, hang: true, slow: { milliseconds: 60_000 } })).to.equal(204);
    expect(await set({ clear: true, garbage: { kind: "not-json", path: "discovery" } })).to.equal(204);
    expect(await (await fetch(entra.discoveryUrl)).text()).to.equal("Service is starting");
    expect(await set({ clear: true })).to.equal(204);
    expect(await status()).to.equal(200);
  });

  it("204 ends an outage that drops connections", async () => {
    expect(await set({ outage: { refuse: true } })).to.equal(204);
    expect(await status().catch(() => "dropped")).to.equal("dropped");
    expect(await set({ outage: false })).to.equal(204);
    expect(await status()).to.equal(200);
  });

  it("204 throttles by the emulator's clock, and drips", async () => {
    expect(
      await set({ throttle: { seconds: 4 }, drip: { bytesPerSecond: 100_000, path: "token" } }),
    ).to.equal(204);
    const answer = await fetch(entra.tokenUrl, { method: "POST" });
    expect([answer.status, answer.headers.get("retry-after")]).to.deep.equal([429, "4"]);
  });

  for (const [body, sentence] of [
    [
      { outages: true },
      "outages: there is no such option; known here: clear, outage, slow, drip, garbage, hang, throttle, replication, lifetimePolicy, break. Did you mean outage?",
    ],
    [{ outage: { path: "tokens" } }, 'outage.path: "tokens" should be "discovery" or "keys"'],
    [{ outage: "yes" }, 'outage: "yes" should be true or false or'],
    [{ slow: {} }, "slow.milliseconds: is missing."],
    [{ slow: { milliseconds: -1 } }, "slow.milliseconds: -1 should be a whole number"],
    [{ garbage: { kind: "xml" } }, 'garbage.kind: "xml" should be "html" or'],
    [{ clear: false }, "clear: false should be true."],
    [{ throttle: { seconds: 1, path: "keys" } }, 'throttle.path: "keys" should be "token" or "graph"'],
    [{ break: { call: 1 } }, "break.how: is missing."],
    [{ break: { call: 0, how: "drop" } }, "break.call: 0 should be a whole number"],
    [{ break: { call: 1, how: "drop", operation: "addSecret" } }, 'break.operation: "addSecret" should be'],
    [{ replication: "3" }, 'replication: "3" should be a whole number'],
    ['{"__proto__": {"outage": true}}', "__proto__: there is no such option"],
    ["[]", "The body is not a JSON object"],
    ["{", "The body is not a JSON object"],
  ] as const)
    it(`400 for ${JSON.stringify(body)}, and nothing is set`, async () => {
      const answer = await post(body);
      expect(answer.status).to.equal(400);
      expect(await answer.text()).to.include(sentence);
      expect(await status()).to.equal(200);
    });

  it("refuses everything when one member is wrong", async () => {
    expect(await set({ outage: true, slower: 1 })).to.equal(400);
    expect(await status()).to.equal(200);
  });

  it("405, 413 and 415 for other requests, so that no page of another site can call it", async () => {
    expect((await fetch(`${entra.origin}/emulator/faults`)).status).to.equal(405);
    expect(await set({ outage: "x".repeat(70_000) })).to.equal(413);
    expect((await post({ outage: true }, { "Content-Type": "text/plain" })).status).to.equal(415);
    expect(await status()).to.equal(200);
  });

  it("404 without the option, which does not go with allowRemote", async () => {
    const closed = await startEntra();
    const url = `${closed.origin}/emulator/faults`;
    const headers = { "Content-Type": "application/json" };
    expect((await fetch(url, { method: "POST", headers, body: '{"outage":true}' })).status).to.equal(404);
    expect((await fetch(closed.discoveryUrl)).status).to.equal(200);
    await closed.close();
    const both = await startEntra({ controls: true, allowRemote: true }).then(String, String);
    expect(both).to.include("controls: other machines could break this issuer");
  });
});
