import { createHash } from "node:crypto";
import { inspect } from "node:util";
import { MemorySubscriptionStore, type Subscription } from "#src/index.js";
import { digestKey } from "#src/repositories/index.js";
import { expect } from "chai";
import { lookUpKey } from "#src/evidence/subscriptions/look-up-key.js";
import { subscriptionTo } from "../evidence-of.js";

describe("digestKey", () => {
  it("is SHA-256 in base64url", () => {
    // FIPS 180-2, appendix B.1: the digest of "abc".
    const digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    expect(Buffer.from(digestKey("abc"), "base64url").toString("hex")).to.equal(digest);
  });
  it("has 43 characters, all safe in a URL", () => {
    expect(digestKey("k")).to.match(/^[A-Za-z0-9_-]{43}$/);
  });
  it("reads a key as UTF-8", () => {
    expect(digestKey("schlüssel")).to.equal(createHash("sha256").update("schlüssel").digest("base64url"));
  });
});

describe("the memory store", () => {
  const store = new MemorySubscriptionStore([
    {
      id: "contoso",
      scope: "/products/pro",
      primaryKey: "s3cret-1",
      secondaryKey: "s3cret-2",
      displayName: "Contoso",
      ownerId: "zoe",
      startDate: "2026-01-01T00:00:00Z",
      endDate: new Date(Date.UTC(2027, 0, 1)),
    },
    { id: "fabrikam", scope: "/products/gold", primaryKey: "s3cret-3", state: "suspended" },
  ]);
  const contoso: Subscription = {
    id: "contoso",
    scope: "/products/pro",
    state: "active",
    displayName: "Contoso",
    ownerId: "zoe",
    startDate: Date.UTC(2026, 0, 1),
    endDate: Date.UTC(2027, 0, 1),
  };
  const cases = [
    ["its primary key", "s3cret-1", contoso],
    ["its secondary key", "s3cret-2", contoso],
    ["a suspended one too", "s3cret-3", { id: "fabrikam", scope: "/products/gold", state: "suspended" }],
    ["an unknown key", "s3cret-4", undefined],
    ["another case", "S3cret-1", undefined],
    ["an empty key", "", undefined],
    ["a subscription's id", "contoso", undefined],
    ["undefined, as an absent secondary key might be kept", "undefined", undefined],
  ] as const;
  for (const [name, key, expected] of cases) {
    it(`finds by ${name}: ${expected?.id ?? "nothing"}`, () => {
      expect(store.findByKeyDigest(digestKey(key))).to.deep.equal(expected);
    });
  }
  it("does not find by the key itself, nor by __proto__", () => {
    expect(["s3cret-1", "__proto__"].map((text) => store.findByKeyDigest(text))).to.deep.equal([
      undefined,
      undefined,
    ]);
  });
  it("gives subscriptions that cannot be changed", () => {
    expect(store.findByKeyDigest(digestKey("s3cret-1"))).to.be.frozen;
  });
  it("holds no key", () => {
    const shown = inspect(store, { depth: Infinity, showHidden: true }) + JSON.stringify(store);
    expect(shown).to.not.include("s3cret");
    expect(JSON.stringify(store.findByKeyDigest(digestKey("s3cret-1")))).to.not.include("s3cret");
  });
});

describe("looking a key up", () => {
  const active = subscriptionTo();
  const found = { kind: "good", subscription: active };
  const unknown = { kind: "bad", code: "key_unknown", expected: "a key of a known subscription" };
  const down = (actual: string) => ({
    kind: "unavailable",
    code: "subscriptions_unavailable",
    retryAfter: 5,
    actual,
  });
  const thrower = (): never => {
    throw Object.assign(new Error("connect postgres://u:s3cret@db"), { code: "ECONNREFUSED" });
  };
  type Find = (digest: string) => Subscription | undefined | Promise<Subscription | undefined>;
  const cases: readonly (readonly [name: string, find: Find, atOnce: boolean, evidence: object])[] = [
    ["a store that answers at once", () => active, true, found],
    ["a store that finds nothing", () => undefined, true, unknown],
    ["a store that finds null, as databases do", () => null as unknown as undefined, true, unknown],
    ["a store that throws", thrower, true, down("ECONNREFUSED")],
    ["a store that answers later", () => Promise.resolve(active), false, found],
    ["a store that finds nothing later", () => Promise.resolve(undefined), false, unknown],
    ["a store that rejects", () => Promise.reject(new RangeError("s3cret")), false, down("RangeError")],
    ["a store that rejects with a text", async () => Promise.reject("no"), false, down("a thrown string")],
  ];
  for (const [name, findByKeyDigest, atOnce, evidence] of cases) {
    it(`${name}: ${(evidence as { kind: string }).kind}`, async () => {
      const answer = lookUpKey("key-1", { findByKeyDigest });
      expect(!(answer instanceof Promise), "answers at once").to.equal(atOnce);
      expect(await answer).to.deep.equal(evidence);
    });
  }
  it("shows the store a digest, never the key", () => {
    const seen: string[] = [];
    void lookUpKey("key-1", { findByKeyDigest: (digest) => void seen.push(digest) });
    expect(seen).to.deep.equal([digestKey("key-1")]);
  });
});
