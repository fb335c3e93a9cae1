import { expect } from "chai";
import { fetchJson } from "#src/evidence/tokens/keys/fetch-json.js";
import { json, startKeyServer, status, type KeyServer } from "./key-server.js";

describe("fetchJson", () => {
  let server: KeyServer;
  before(async () => void (server = await startKeyServer()));
  after(() => server.close());

  const fetched = (handler: Parameters<KeyServer["instead"]>[1], fetch = globalThis.fetch) => {
    server.instead("/keys", handler);
    const { signal } = new AbortController();
    return fetchJson(`${server.origin}/keys`, { fetch, timeout: 1_000, maxBytes: 100, signal });
  };

  it("asks for JSON", async () => {
    let accept: unknown;
    await fetched((req, res) => {
      accept = req.headers.accept;
      json({})(req, res);
    });
    expect(accept).to.equal("application/json");
  });

  const bytes = (count: number) => json({ padding: "x".repeat(count - '{"padding":""}'.length) });
  const cases = [
    ["as many bytes as are allowed", bytes(100), { json: { padding: "x".repeat(86) } }],
    ["one more", bytes(101), { failure: "more than 100 bytes" }],
    ["status 300", status(300), { failure: "redirects are not followed", status: 300 }],
    ["status 399", status(399), { failure: "redirects are not followed", status: 399 }],
    ["status 201", status(201), { failure: "status 201", status: 201 }],
    ["status 400", status(400), { failure: "status 400", status: 400 }],
    [
      "an error that says what it is",
      status(400, {}, '{"error":"invalid_tenant"}'),
      { failure: "status 400", status: 400, error: "invalid_tenant" },
    ],
    [
      "an error of another type",
      status(400, {}, '{"error":{"code":1}}'),
      { failure: "status 400", status: 400 },
    ],
    ["an error that is a page", status(500, {}, "<html>"), { failure: "status 500", status: 500 }],
    ["no body", status(200, {}, ""), { failure: "not a JSON object" }],
  ] as const;
  for (const [what, handler, expected] of cases) {
    it(what, async () => void expect(await fetched(handler)).to.deep.equal(expected));
  }
  const given = (response: object) =>
    fetched(undefined, (() => Promise.resolve(response)) as unknown as typeof globalThis.fetch);
  const reply = { ok: true, status: 200 };
  const replies: readonly (readonly [what: string, response: object, expected: object])[] = [
    ["text()", { ...reply, text: () => Promise.resolve('{"a":1}') }, { json: { a: 1 } }],
    ["json()", { ...reply, json: () => Promise.resolve({ a: 1 }) }, { json: { a: 1 } }],
    [
      "a text that is too long",
      { ...reply, text: () => Promise.resolve("x".repeat(101)) },
      { failure: "more than 100 bytes" },
    ],
    [
      "a stream of texts that is too long",
      { ...reply, body: ["x".repeat(60), "x".repeat(60)].values(), [Symbol.asyncIterator]: undefined },
      { failure: "the option fetch returned no Response with a body" },
    ],
    ["nothing to read", reply, { failure: "the option fetch returned no Response with a body" }],
    [
      "a redirect",
      { status: 302, text: () => Promise.resolve("") },
      { failure: "redirects are not followed", status: 302 },
    ],
  ];
  for (const [what, response, expected] of replies) {
    it(`a fetch of another library: ${what}`, async () => {
      expect(await given(response)).to.deep.equal(expected);
    });
  }
  it("a stream of texts counts their bytes", async () => {
    async function* body() {
      yield await Promise.resolve("x".repeat(60));
      yield "x".repeat(60);
    }
    expect(await given({ ...reply, body: body() })).to.deep.equal({ failure: "more than 100 bytes" });
  });
  it("a fetch that never settles and ignores the signal is given up at the deadline", async () => {
    const never = (() => new Promise(() => undefined)) as typeof globalThis.fetch;
    const { signal } = new AbortController();
    const limits = { fetch: never, timeout: 50, maxBytes: 100, signal };
    const alive = setInterval(() => undefined, 10);
    expect(await fetchJson("https://issuer.example", limits)).to.deep.equal({
      failure: "no complete answer within 50 ms",
    });
    clearInterval(alive);
  });
  it("a failure is told by name and code: a proxy's error may hold its password", async () => {
    const said = "connect http://user:s3cret@proxy failed";
    const told = (error: unknown) => fetched(undefined, () => Promise.reject(error));
    expect(await told(new TypeError(said))).to.deep.equal({ failure: "TypeError" });
    const cause = Object.assign(new Error(said), { code: "ECONNREFUSED" });
    expect(await told(new TypeError(said, { cause }))).to.deep.equal({ failure: "ECONNREFUSED" });
    expect(await told(said)).to.deep.equal({ failure: "a thrown string" });
  });
});
