import { expect } from "chai";
import fc from "fast-check";
import type { Access } from "#src/index.js";
import {
  keyOfFunction,
  keyOfParts,
  PER_CALLER,
  PER_SUBSCRIPTION,
  type CounterKey,
  type CounterKeyPart,
} from "#src/policies/limits/counter-key.js";
import type { LimitedCall } from "#src/policies/limits/limited-call.js";
import { demand } from "../../fuzz/demand.js";
import { appToken, subscriptionTo, userToken } from "../../evidence/evidence-of.js";
import { viewOf } from "../../request/view-of.js";

interface Given {
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly access?: Partial<Access<string>>;
  readonly network?: string;
}

const call = ({ headers = {}, access = {}, network }: Given = {}): LimitedCall => ({
  view: viewOf(headers),
  access: { product: "pro", credential: "key", ...access },
  network,
});

const subscription = subscriptionTo({ id: "acme" });
const client = { id: "shop" };
const of = (parts: readonly CounterKeyPart[], given: Given = {}) => keyOfParts(parts).of(call(given));
const isMadeUpIn = (key: CounterKey, given: Given = {}) =>
  key.isMadeUp || key.callerKind(call(given)) === "network";
const isMadeUp = (parts: readonly CounterKeyPart[], given: Given = {}) =>
  isMadeUpIn(keyOfParts(parts), given);
/** What distinguishes callers: what they are known by, and its text. */
const callerOf = (key: CounterKey, given: Given = {}) => {
  const text = key.of(call(given));
  return text && `${key.callerKind(call(given))} ${text}`;
};
const withClaims = (claims: object, more: object = {}) => ({
  access: { token: appToken({ claims: claims as Record<string, unknown>, ...more }) },
});

describe("counter keys: who a call counts for", () => {
  it("the subscription, else the client application, else the network", () => {
    const network = "203.0.113.5";
    for (const key of [PER_CALLER, keyOfParts(["caller"])]) {
      expect(callerOf(key, { access: { subscription, client }, network })).to.equal("subscription acme");
      expect(callerOf(key, { access: { client }, network })).to.equal("client shop");
      expect(callerOf(key, { network })).to.equal("network 203.0.113.5");
      expect(key.of(call())).to.equal("");
    }
  });
  it("a subscription, a client and a network of one name are three callers", () => {
    const givens: readonly Given[] = [
      { access: { subscription: subscriptionTo({ id: "x" }) } },
      { access: { client: { id: "x" } } },
      { network: "x" },
    ];
    for (const key of [PER_CALLER, keyOfParts(["caller", "product"]), keyOfParts([{ firstOf: ["caller"] }])])
      expect(new Set(givens.map((given) => callerOf(key, given))).size).to.equal(3);
  });
  it("per subscription: calls without one are not counted", () => {
    expect(callerOf(PER_SUBSCRIPTION, { access: { subscription } })).to.equal("subscription acme");
    expect(PER_SUBSCRIPTION.of(call({ access: { client }, network: "203.0.113.5" }))).to.equal(undefined);
  });
  it("the network is not asked for where a subscription or a client is known", () => {
    const asked = {
      ...call({ access: { subscription } }),
      get network(): string {
        throw new Error("asked");
      },
    };
    for (const key of [
      PER_CALLER,
      keyOfParts(["caller", "product"]),
      keyOfParts([{ firstOf: ["caller", "ip"] }]),
    ])
      expect([key.of(asked), key.callerKind(asked)]).to.not.include("network");
  });
});

describe("counter keys: the first of several parts", () => {
  const network = "203.0.113.5";
  const header = { header: "x-user" };
  const rows: readonly (readonly [
    what: string,
    parts: readonly CounterKeyPart[],
    one: Given,
    other: Given,
  ])[] = [
    [
      "a header field that names a network",
      [{ firstOf: [header, "ip"] }],
      { headers: { "x-user": network } },
      { network },
    ],
    [
      "the same among other parts",
      [{ firstOf: [header, "ip"] }, "product"],
      { headers: { "x-user": network } },
      { network },
    ],
    [
      "a client application with the name of a subscription",
      [{ firstOf: ["subscription", "client"] }],
      { access: { subscription } },
      { access: { client: { id: "acme" } } },
    ],
  ];
  for (const [what, parts, one, other] of rows)
    it(`${what} is another caller`, () => {
      const key = keyOfParts(parts);
      expect(callerOf(key, one)).to.not.equal(callerOf(key, other));
    });
});

describe("counter keys: parts", () => {
  const rows: readonly (readonly [part: CounterKeyPart, given: Given, expected: string])[] = [
    ["subscription", { access: { subscription } }, "acme"],
    ["client", { access: { client } }, "shop"],
    ["ip", { network: "2001:db8:1:100::/56" }, "2001:db8:1:100::/56"],
    ["caller", { access: { subscription } }, "acme"],
    ["product", {}, "pro"],
    ["api", { access: { api: "orders" } }, "orders"],
    ["operation", { access: { operation: "list" } }, "list"],
    [{ header: "X-Tenant" }, { headers: { "x-tenant": "a" } }, "a"],
    [{ header: "X-Tenant" }, { headers: { "x-tenant": ["a", "b"] } }, "a, b"],
    [{ claim: "tier" }, withClaims({ tier: "gold" }), "gold"],
    [{ claim: "tier" }, withClaims({ tier: 7 }), "7"],
    [{ claim: "tier" }, withClaims({ tier: false }), "false"],
    [{ text: "all" }, {}, "all"],
    [{ firstOf: ["client", "ip"] }, { access: { client }, network: "n" }, "0:shop"],
    [{ firstOf: ["client", "ip"] }, { network: "n" }, "1:n"],
    [{ firstOf: [{ header: "a" }, { text: "none" }] }, { headers: { a: "" } }, "1:none"],
  ];
  for (const [part, given, expected] of rows)
    it(`${JSON.stringify(part)}: ${expected}`, () => expect(of([part], given)).to.equal(expected));

  const LACKING: readonly CounterKeyPart[] = [
    ...(["subscription", "client", "user", "ip", "api", "operation"] as const),
    ...[
      { header: "x" },
      { claim: "x" },
      { claim: "x", of: "partner" },
      { firstOf: ["client", { claim: "x" }] },
    ],
  ] as const;
  for (const part of LACKING)
    it(`${JSON.stringify(part)} that the call lacks is the empty text`, () => {
      expect(of([part])).to.equal("");
      expect(of([part, "product"])).to.equal("0:3:pro");
    });
  it("claims that are lists or objects, or that every object has, are lacking", () => {
    for (const tier of [["a"], { a: 1 }, null])
      expect(of([{ claim: "tier" }], withClaims({ tier }))).to.equal("");
    for (const claim of ["constructor", "__proto__", "toString"])
      expect(of([{ claim }], withClaims({}))).to.equal("");
  });
  it("{ claim, of } reads the policy's token and no other", () => {
    const token = appToken({ claims: { tier: "credential" } });
    const tokens = { partner: appToken({ claims: { tier: "policy" } }) };
    const both = { access: { token, tokens } };
    expect(of([{ claim: "tier", of: "partner" }], both)).to.equal("policy");
    expect(of([{ claim: "tier", of: "other" }], both)).to.equal("");
    expect(of([{ claim: "tier" }], both)).to.equal("credential");
  });
  it("a function: its text, none for undefined, and not the same as other parts' texts", () => {
    expect(keyOfFunction(({ access }) => access.product).of(call())).to.equal("pro");
    expect(keyOfFunction(() => undefined).of(call())).to.equal("");
    expect(keyOfFunction(() => 7 as never).of(call())).to.equal("7");
  });
});

describe("counter keys: users", () => {
  const user = (over: Parameters<typeof userToken>[0]) =>
    of(["user"], { access: { token: userToken(over) } });

  it("of one object id in two tenants are two; of one subject at two issuers too", () => {
    const claims = { oid: "ann", sub: "s" };
    expect(user({ claims, tenantId: "t1" })).to.not.equal(user({ claims, tenantId: "t2" }));
    const at = (issuer: string) => user({ claims: { sub: "ann" }, profile: "openid", issuer });
    expect(at("https://a.example")).to.not.equal(at("https://b.example"));
    expect(at("https://a.example")).to.equal(at("https://a.example"));
  });
  it("of another identity provider are told apart by sub, whatever oid says", () => {
    const at = (sub: string) => user({ claims: { sub, oid: "same" }, profile: "openid" });
    expect(at("ann")).to.not.equal(at("ben"));
  });
  it("are none in the tokens of applications, and without oid and sub", () => {
    expect(of(["user"], { access: { token: appToken({ claims: { oid: "app", sub: "app" } }) } })).to.equal(
      "",
    );
    expect(user({ claims: {} })).to.equal("");
  });
});

describe("counter keys: long values", () => {
  const header = (value: string) => of([{ header: "x" }], { headers: { x: value } });
  const claim = (value: string) => of([{ claim: "x" }], withClaims({ x: value }));

  it("up to 128 characters stand as they are; longer ones are told apart wherever they differ", () => {
    for (const read of [header, claim]) {
      expect(read("x".repeat(128))).to.equal("x".repeat(128));
      const long = (place: number) => `${"x".repeat(place)}y${"x".repeat(999 - place)}`;
      const keys = [0, 1, 300, 500, 700, 998, 999].map((place) => read(long(place)));
      expect(new Set(keys).size).to.equal(keys.length);
      for (const key of keys) expect(key!.length).to.be.at.most(128);
    }
  });
  it("that differ in half a surrogate pair are told apart", () =>
    expect(claim(`${"x".repeat(200)}\ud800`)).to.not.equal(claim(`${"x".repeat(200)}\ud801`)));
  it("of every part are bounded", () => {
    const long = "y".repeat(5_000);
    const given: Given = {
      headers: { x: long },
      access: {
        client: { id: long },
        token: userToken({ claims: { oid: long, sub: long, x: long }, tenantId: long }),
      },
      network: "n",
    };
    const parts: CounterKeyPart[] = ["caller", "client", "user", { header: "x" }, { claim: "x" }];
    for (const part of [...parts, { firstOf: parts as never }] as CounterKeyPart[])
      expect(of([part], given)!.length).to.be.at.most(320);
    expect(of(parts, given)!.length).to.be.at.most(320);
    expect(keyOfFunction(() => long).of(call())!.length).to.be.at.most(320);
    expect(PER_CALLER.of(call(given))!.length).to.be.at.most(320);
  });
});

describe("counter keys: parts cannot run into each other", () => {
  const value = fc.oneof(
    fc.constantFrom("", "1:", "0:", "3:abc", ":", "~"),
    fc.string({ maxLength: 6 }),
    fc.string({ minLength: 100, maxLength: 200 }),
  );

  it("different values, in any number of parts, give different keys", () => {
    const lists = fc.tuple(
      fc.array(value, { minLength: 2, maxLength: 5 }),
      fc.array(value, { minLength: 2, maxLength: 5 }),
    );
    const key = (values: readonly string[]) =>
      of(
        values.map((_, i) => ({ header: `x-${i}` })),
        { headers: Object.fromEntries(values.map((one, i) => [`x-${i}`, one])) },
      );
    fc.assert(
      fc.property(lists, ([one, other]) => {
        const isSame = JSON.stringify(one) === JSON.stringify(other);
        demand((key(one) === key(other)) === isSame, JSON.stringify([one, other]));
      }),
      { numRuns: 2_000, seed: 20261129 },
    );
  });
  it("a part that moves to its neighbour is another key", () => {
    const parts = [{ header: "a" }, { header: "b" }];
    expect(of(parts, { headers: { a: "xy" } })).to.not.equal(of(parts, { headers: { b: "xy" } }));
    expect(of(parts, { headers: { a: "x", b: "y" } })).to.not.equal(of(parts, { headers: { a: "xy" } }));
  });
});

describe("counter keys: which count as made up", () => {
  const known = { access: { subscription } };
  const rows: readonly (readonly [parts: readonly CounterKeyPart[], given: Given, expected: boolean])[] = [
    [["caller"], known, false],
    [["caller"], { access: { client } }, false],
    [["caller"], {}, true],
    [["caller", "product"], { network: "n" }, true],
    [["caller", "product"], known, false],
    [["subscription", "client", "user", "product", "api", "operation"], {}, false],
    [[{ text: "all" }], {}, false],
    [["subscription", "ip"], known, true],
    [["subscription", { header: "x" }], known, true],
    [[{ claim: "x" }], known, true],
    [[{ firstOf: ["subscription", "ip"] }], known, false],
    [[{ firstOf: ["subscription", "ip"] }], { network: "n" }, true],
    [[{ firstOf: ["subscription", "ip"] }], {}, false],
    [[{ firstOf: ["subscription", "ip"] }, "caller"], { access: { client }, network: "n" }, true],
    [["product", { firstOf: ["client", { header: "x" }] }, "caller"], { access: { client } }, false],
  ];
  for (const [parts, given, expected] of rows)
    it(`${JSON.stringify(parts)} of ${JSON.stringify(given.access ?? given)}: ${expected}`, () =>
      expect(isMadeUp(parts, given)).to.equal(expected));
  it("the whole key where any caller can vary it, else only the keys of callers without a credential", () => {
    const callers = [known, { access: { client } }, { network: "n" }].map((given) => call(given));
    const kinds = (parts: readonly CounterKeyPart[]) => {
      const key = keyOfParts(parts);
      return [key.isMadeUp, ...callers.map((one) => key.callerKind(one))];
    };
    expect(kinds(["ip", "product"])).to.deep.equal([true, "any", "any", "any"]);
    expect(kinds(["product"])).to.deep.equal([false, "any", "any", "any"]);
    expect(kinds(["caller", "product"])).to.deep.equal([false, "any", "any", "network"]);
    expect(kinds(["caller"])).to.deep.equal([false, "subscription", "client", "network"]);
  });
  it("a function, and each caller without a credential", () => {
    expect(
      isMadeUpIn(
        keyOfFunction(() => "a"),
        known,
      ),
    ).to.equal(true);
    expect(isMadeUpIn(PER_CALLER)).to.equal(true);
    expect(isMadeUpIn(PER_CALLER, known)).to.equal(false);
    expect(isMadeUpIn(PER_SUBSCRIPTION, known)).to.equal(false);
  });
});
