import { createHmac } from "node:crypto";
import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { expect } from "chai";
import fc from "fast-check";
import { createProductAuth, type RequestView } from "#src/index.js";
import { NodeRequestView } from "#src/request/request-view.js";

const KEY = "ocp-apim-subscription-key";
const SECRET = Buffer.alloc(32, 7);
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const signed = (claims: object): string => {
  const input = `${part({ alg: "HS256", typ: "JWT" })}.${part(claims)}`;
  return `${input}.${createHmac("sha256", SECRET).update(input).digest("base64url")}`;
};
const TOKEN = signed({
  iss: "urn:orders",
  aud: "urn:api",
  sub: "c",
  client_id: "c",
  exp: 2_000_000_000,
  roles: ["r"],
});

const auth = createProductAuth({
  products: { orders: { audience: "urn:api", role: "r", accepts: ["token", "key"] } },
  issuers: [
    { issuer: "urn:orders", algorithms: ["HS256"], signingKeys: [{ secret: SECRET.toString("base64") }] },
  ],
  subscriptions: [{ id: "s", scope: "/products/orders", primaryKey: "k1" }],
  clock: () => 1_900_000_000_000,
});

async function outcomeOf(view: RequestView): Promise<string> {
  const decision = await auth.authorize(view, auth.anyProduct);
  return decision.outcome === "refuse" ? decision.code : decision.outcome;
}

const viewOf = (message: object) => new NodeRequestView(message as IncomingMessage);
const header = (headers: object, name: string, more: object = {}) =>
  viewOf({ headers, ...more }).header(name);

describe("a request that Node did not parse: header fields without rawHeaders", () => {
  for (const [what, more] of [
    ["absent", {}],
    ["undefined", { rawHeaders: undefined }],
    ["null", { rawHeaders: null }],
    ["empty", { rawHeaders: [] }],
  ] as const)
    it(`rawHeaders ${what}: headers is read`, async () => {
      expect(header({ "x-once": "1" }, "x-once", more)).to.equal("1");
      expect(await outcomeOf(viewOf({ headers: { authorization: `Bearer ${TOKEN}` }, ...more }))).to.equal(
        "admit",
      );
      expect(await outcomeOf(viewOf({ headers: { [KEY]: "k1" }, ...more }))).to.equal("admit");
      expect(await outcomeOf(viewOf({ headers: {}, ...more }))).to.equal("credentials_missing");
    });

  it("names in any case; the same name in two cases counts twice", () => {
    expect(header({ "X-Once": "1" }, "x-once")).to.equal("1");
    expect(header({ "X-Once": "1", "x-once": "1" }, "x-once")).to.deep.equal(["1", "1"]);
  });
  it("a list is every value, and a list of one is one", () => {
    expect(header({ "x-a": ["1", "2"] }, "x-a")).to.deep.equal(["1", "2"]);
    expect(header({ "x-a": ["1"] }, "x-a")).to.equal("1");
    expect(header({ "x-a": [] }, "x-a")).to.equal(undefined);
  });
  it("headersDistinct shows a repetition that headers has dropped", () => {
    const more = { headersDistinct: { authorization: ["Bearer a", "Bearer b"] } };
    expect(header({ authorization: "Bearer a" }, "authorization", more)).to.deep.equal([
      "Bearer a",
      "Bearer b",
    ]);
  });
  it("a number is its text; undefined and null are absent", () => {
    expect(header({ "x-a": 1 }, "x-a")).to.equal("1");
    expect(header({ "x-a": undefined }, "x-a")).to.equal(undefined);
    expect(header({ "x-a": null }, "x-a")).to.equal(undefined);
  });
  it("inherited members are no fields", () => {
    expect(header(Object.create({ authorization: "Bearer a" }) as object, "authorization")).to.equal(
      undefined,
    );
    expect(header({}, "__proto__")).to.equal(undefined);
    expect(header({}, "constructor")).to.equal(undefined);
  });
  for (const headers of [
    undefined,
    null,
    1,
    "text",
    [],
    () => 1,
    { authorization: { a: 1 } },
    { authorization: [[1]] },
  ])
    it(`headers ${JSON.stringify(headers) ?? typeof headers}: judged, without an error`, async () =>
      expect(await outcomeOf(viewOf({ headers }))).to.match(/^credentials_missing|token_/));
  it("rawHeaders of another shape: judged, without an error", async () => {
    for (const rawHeaders of [[null, null], [["authorization", "x"]], [1, 2], {}, "text", ["authorization"]])
      expect(await outcomeOf(viewOf({ rawHeaders, headers: {} }))).to.match(/^credentials_missing|token_/);
  });
  it("an IncomingMessage made by hand, as serverless adapters do", async () => {
    const message = new IncomingMessage(new Socket());
    Object.assign(message, { method: "GET", url: "/", headers: { authorization: `Bearer ${TOKEN}` } });
    expect(await outcomeOf(viewOf(message))).to.equal("admit");
  });

  it("with rawHeaders, nothing is read from headers", async () => {
    const headers = { authorization: `Bearer ${TOKEN}` };
    expect(await outcomeOf(viewOf({ rawHeaders: ["Host", "a"], headers }))).to.equal("credentials_missing");
  });
  it("a request that came over a socket without any field is not read in another way", async () => {
    const headers = { authorization: `Bearer ${TOKEN}` };
    const request = { rawHeaders: [], headers, socket: { bytesRead: 18 } };
    expect(await outcomeOf(viewOf(request))).to.equal("credentials_missing");
  });

  const field = fc.tuple(
    fc.constantFrom("Authorization", "authorization", KEY, "Ocp-Apim-Subscription-Key", "X-Other"),
    fc.constantFrom(
      `Bearer ${TOKEN}`,
      `bearer ${TOKEN}`,
      `Bearer ${TOKEN}x`,
      TOKEN,
      "Basic a",
      "k1",
      "k2",
      "",
      "Bearer",
    ),
  );
  it("the same fields are never admitted where those of rawHeaders are not", async () => {
    let admitted = 0;
    const property = fc.asyncProperty(fc.array(field, { maxLength: 4 }), async (fields) => {
      const byRaw = await outcomeOf(viewOf({ rawHeaders: ["Host", "a", ...fields.flat()], headers: {} }));
      const lists: Record<string, string[]> = { host: ["a"] };
      for (const [name, value] of fields) (lists[name.toLowerCase()] ??= []).push(value);
      const joined = Object.fromEntries(Object.entries(lists).map(([name, all]) => [name, all.join(", ")]));
      const first = Object.fromEntries(Object.entries(lists).map(([name, all]) => [name, all[0]]));
      const byLists = await outcomeOf(viewOf({ headers: lists }));
      const byDistinct = await outcomeOf(viewOf({ headers: first, headersDistinct: lists }));
      const byJoined = await outcomeOf(viewOf({ headers: joined }));
      expect([byLists, byDistinct], JSON.stringify(fields)).to.deep.equal([byRaw, byRaw]);
      if (byRaw !== "admit") expect(byJoined, JSON.stringify(fields)).not.to.equal("admit");
      else admitted += 1;
    });
    await fc.assert(property, { numRuns: 2_000, seed: 1 });
    expect(admitted, "admitted cases").to.be.above(50);
  });
});
