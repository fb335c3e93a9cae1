import { connect } from "node:net";
import { type Entra, type Garbage, startEntra } from "@product-auth/emulator";
import { expect } from "chai";
import { goodFields, requestToken } from "./request-token.js";

describe("faults", () => {
  let entra: Entra;
  let keysUrl: string;
  before(async () => {
    entra = await startEntra();
    keysUrl = `${entra.origin}/${entra.tenantId}/discovery/v2.0/keys`;
  });
  afterEach(() => entra.faults.clear());
  after(() => entra.close());

  const status = async (url: string): Promise<number> => (await fetch(url)).status;

  describe("outage", () => {
    it("answers 503 everywhere until it is over", async () => {
      entra.faults.outage();
      expect([
        await status(entra.discoveryUrl),
        await status(keysUrl),
        await status(entra.tokenUrl),
      ]).to.deep.equal([503, 503, 503]);
      entra.faults.outage(false);
      expect([await status(entra.discoveryUrl), await status(keysUrl)]).to.deep.equal([200, 200]);
    });

    it("takes one endpoint and one status", async () => {
      entra.faults.outage({ path: "keys", status: 500 });
      expect([await status(entra.discoveryUrl), await status(keysUrl)]).to.deep.equal([200, 500]);
      entra.faults.clear();
      expect(await status(keysUrl)).to.equal(200);
    });

    it("drops connections with refuse, kept ones too", async () => {
      await fetch(keysUrl); // leaves a connection that could be used again
      entra.faults.outage({ refuse: true });
      expect(await failure(keysUrl)).to.not.equal(undefined);
      expect(await failure(keysUrl)).to.not.equal(undefined);
      entra.faults.outage({ refuse: false });
      expect(await status(keysUrl)).to.equal(200);
      entra.faults.outage({ refuse: true });
      entra.faults.outage(false);
      expect(await status(keysUrl)).to.equal(200);
    });
  });

  it("slow waits before answering, on one path", async () => {
    entra.faults.slow(150, "keys");
    expect(await duration(() => status(keysUrl))).to.be.greaterThan(140);
    expect(await duration(() => status(entra.discoveryUrl))).to.be.lessThan(140);
  });

  it("drip sends the body at its pace", async () => {
    const size = (await (await fetch(entra.discoveryUrl)).arrayBuffer()).byteLength;
    entra.faults.drip(size * 5, "discovery");
    let body = 0;
    const took = await duration(async () => {
      body = (await (await fetch(entra.discoveryUrl)).arrayBuffer()).byteLength;
    });
    expect(body).to.equal(size);
    expect(took).to.be.greaterThan(120);
  });

  it("hang takes the request and never answers", async () => {
    entra.faults.hang("keys");
    const signal = AbortSignal.timeout(100);
    expect(await failure(keysUrl, { signal })).to.equal("TimeoutError");
    expect(await status(entra.discoveryUrl)).to.equal(200);
  });

  describe("garbage", () => {
    const read = async (kind: Garbage): Promise<Response> => {
      entra.faults.garbage(kind, "keys");
      return fetch(keysUrl, { redirect: "manual" });
    };

    it("html is a page with 200", async () => {
      const response = await read("html");
      expect(response.status).to.equal(200);
      expect(response.headers.get("content-type")).to.match(/^text\/html/);
    });

    for (const kind of ["partial-json", "not-json"] as const) {
      it(`${kind} says JSON and is none`, async () => {
        const response = await read(kind);
        expect(response.headers.get("content-type")).to.match(/^application\/json/);
        expect(await response.json().catch(() => "unreadable")).to.equal("unreadable");
      });
    }

    it("empty-keys has no key", async () => {
      expect(await (await read("empty-keys")).json()).to.deep.equal({ keys: [] });
    });

    it("huge is right, and more than ten megabytes", async () => {
      const text = await (await read("huge")).text();
      expect(text.length).to.be.greaterThan(10_000_000);
      expect((JSON.parse(text) as { keys: unknown[] }).keys).to.have.length(2);
    });

    it("redirect leads to the right document, so that following it shows", async () => {
      const response = await read("redirect");
      expect(response.status).to.equal(302);
      expect(await status(response.headers.get("location")!)).to.equal(200);
    });

    it("reaches the token endpoint too", async () => {
      entra.faults.garbage("html", "token");
      const response = await fetch(entra.tokenUrl, {
        method: "POST",
        body: new URLSearchParams(goodFields(entra)),
      });
      expect(await response.text()).to.match(/^<!doctype html>/);
    });
  });

  it("throttle refuses tokens with 429 and Retry-After until the time has passed", async () => {
    entra.faults.throttle(30);
    const { status: refused, headers, body } = await requestToken(entra, goodFields(entra));
    expect(refused).to.equal(429);
    expect(headers.get("retry-after")).to.equal("30");
    expect(body).to.deep.include({ error: "temporarily_unavailable", error_codes: [90055] });
    entra.clock.advance(10);
    expect((await requestToken(entra, goodFields(entra))).headers.get("retry-after")).to.equal("20");
    entra.clock.advance(20);
    expect((await requestToken(entra, goodFields(entra))).status).to.equal(200);
    entra.clock.reset();
  });

  describe("close", () => {
    it("ends whatever hangs, waits or has said nothing yet", async () => {
      const doomed = await startEntra();
      doomed.faults.hang("keys");
      doomed.faults.slow(60_000, "discovery");
      doomed.faults.drip(1, "token");
      const waiting = [
        failure(`${doomed.origin}/common/discovery/keys`),
        failure(doomed.discoveryUrl),
        failure(doomed.tokenUrl, { method: "POST", body: new URLSearchParams(goodFields(doomed)) }),
      ];
      const silent = connect(Number(new URL(doomed.origin).port), "127.0.0.1");
      const ended = new Promise((resolve) => silent.once("close", resolve).once("error", resolve));
      await new Promise((resolve) => setTimeout(resolve, 50));
      const took = await duration(() => doomed.close());
      expect(took).to.be.lessThan(1000);
      expect(await Promise.all(waiting)).to.not.include(undefined);
      await ended;
      await doomed.close();
      expect(await failure(doomed.discoveryUrl)).to.equal("ECONNREFUSED");
    });
  });
});

/** Why a request failed, or undefined when it did not. */
async function failure(url: string, init: RequestInit = {}): Promise<string | undefined> {
  try {
    await (await fetch(url, init)).arrayBuffer();
    return undefined;
  } catch (error) {
    const { name, cause } = error as Error & { cause?: { code?: string } };
    return cause?.code ?? name;
  }
}

async function duration(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
