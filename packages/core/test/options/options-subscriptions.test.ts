import { createProductAuth } from "#src/index.js";
import { expect } from "chai";
import { problemsOfOptions } from "./problems-of.js";
import { refused } from "./refused-options.js";

const keyed = { products: { pro: { accepts: ["key"] }, gold: { accepts: ["key"] } } } as const;
const one = { id: "contoso", scope: "/products/pro", primaryKey: "key-1" } as const;
const subscribed = (...subscriptions: unknown[]) => ({ ...keyed, subscriptions });
const with1 = (over: object) => subscribed({ ...one, ...over });

const SCOPE = "is not a product that accepts keys";
const AGAIN = "repeats a key of subscriptions[0]";

refused("subscriptions", [
  [keyed, "subscriptions", "is missing, but pro and gold accept keys", /a list of subscriptions, or a store/],
  [
    { ...keyed, subscriptions: "contoso" },
    "subscriptions",
    "is a string",
    /a list of subscriptions, or a store/,
  ],
  [{ ...keyed, subscriptions: { find() {} } }, "subscriptions", "is an object", /findByKeyDigest/],
  [{ ...keyed, subscriptions: { findByKeyDigest: 1 } }, "subscriptions", "is an object", /findByKeyDigest/],
  [subscribed(1), "subscriptions[0]", "is a number", /an object/],
  [with1({ id: undefined }), "subscriptions[0].id", "is missing", /a unique id/],
  [with1({ id: "" }), "subscriptions[0].id", "is empty", /a unique id/],
  [with1({ scope: undefined }), "subscriptions[0].scope", "is missing", /\/products\/pro/],
  [with1({ scope: "/products/prro" }), "subscriptions[0].scope", SCOPE, /\/products\/pro, \/products\/gold/],
  [with1({ scope: "/products/Pro" }), "subscriptions[0].scope", SCOPE, /\/products\/pro, \/products\/gold/],
  [with1({ scope: "pro" }), "subscriptions[0].scope", SCOPE, /\/products\/pro, \/products\/gold/],
  [with1({ scope: "/" }), "subscriptions[0].scope", SCOPE, /\/products\/pro, \/products\/gold/],
  [with1({ scope: "/products/constructor" }), "subscriptions[0].scope", SCOPE, /\/products\/pro/],
  [with1({ state: "enabled" }), "subscriptions[0].state", 'is "enabled"', /"active"/],
  [with1({ state: "Active" }), "subscriptions[0].state", 'is "Active"', /"active"/],
  [with1({ primaryKey: undefined }), "subscriptions[0].primaryKey", "is missing", /1 to 256/],
  [with1({ primaryKey: "" }), "subscriptions[0].primaryKey", "is empty", /1 to 256/],
  [with1({ primaryKey: "k".repeat(257) }), "subscriptions[0].primaryKey", "has 257 characters", /1 to 256/],
  [with1({ secondaryKey: "" }), "subscriptions[0].secondaryKey", "is empty", /1 to 256/],
  [with1({ startDate: "tomorrow" }), "subscriptions[0].startDate", "is not a date", /ISO 8601/],
  [with1({ endDate: "2026-13-01" }), "subscriptions[0].endDate", "is not a date", /ISO 8601/],
  [with1({ endDate: new Date(NaN) }), "subscriptions[0].endDate", "is an object", /ISO 8601/],
  [with1({ endDate: 0 }), "subscriptions[0].endDate", "is a number", /ISO 8601/],
  [
    with1({ startDate: "2026-06-01", endDate: new Date("2026-06-01") }),
    "subscriptions[0].endDate",
    "is not after startDate: the keys would never work",
    /after startDate/,
  ],
  [
    subscribed(one, { ...one, primaryKey: "key-2" }),
    "subscriptions[1].id",
    "repeats the id of subscriptions[0]",
    /its own id/,
  ],
  [subscribed(one, { ...one, id: "b" }), "subscriptions[1].primaryKey", AGAIN, /different keys/],
  [
    subscribed(one, { ...one, id: "b", primaryKey: "key-2", secondaryKey: "key-1" }),
    "subscriptions[1].secondaryKey",
    AGAIN,
    /different keys/,
  ],
  [with1({ secondaryKey: "key-1" }), "subscriptions[0].secondaryKey", AGAIN, /different keys/],
  [
    {
      tenantId: "contoso.example",
      products: { pro: { audience: "7b0c9e11-2222-4333-8444-955566667777" } },
      subscriptions: [one],
    },
    "subscriptions[0].scope",
    SCOPE,
    /accepts: \["token", "key"\]/,
  ],
]);

describe("options: subscriptions that are accepted", () => {
  const cases = [
    ["an empty list", []],
    ["dates as texts and as Date", [{ ...one, startDate: "2026-01-01", endDate: new Date("2027-01-01") }]],
    ["keys of 1 and of 256 characters", [{ ...one, primaryKey: "k", secondaryKey: "k".repeat(256) }]],
    ["a store", { findByKeyDigest: () => undefined }],
  ] as const;
  for (const [name, subscriptions] of cases) {
    it(name, () => {
      expect(createProductAuth({ ...keyed, subscriptions }).products).to.deep.equal(["pro", "gold"]);
    });
  }
});

describe("options: the message", () => {
  const wrong = {
    tenantId: "consumers",
    authorityHost: "http://login.example",
    clockTolerence: 60,
    products: { starter: {}, pro: { accepts: ["key"] } },
    subscriptions: [
      { id: "a", scope: "/products/prro", primaryKey: "secret-1", secondaryKey: "secret-2" },
      { id: "a", scope: "/products/pro", primaryKey: "secret-1", secondaryKey: "secret-1" },
    ],
  };

  it("lists every problem at once, whatever kind it is", () => {
    expect(problemsOfOptions(wrong).map(({ path }) => path)).to.deep.equal([
      "clockTolerence",
      "tenantId",
      "authorityHost",
      "products.starter.audience",
      "subscriptions[0].scope",
      "subscriptions[1].id",
      "subscriptions[1].primaryKey",
      "subscriptions[1].secondaryKey",
    ]);
  });
  it("numbers them, each with its fix", () => {
    expect(() => createProductAuth(wrong as never))
      .to.throw(
        "Product Auth cannot start, 8 problems:\n" +
          '  1. clockTolerence: is not an option\n     Fix: did you mean "clockTolerance"?\n' +
          '  2. tenantId: is "consumers", which stands for personal accounts\n     Fix: write the GUID of ',
      )
      .with.property("code", "PRODUCT_AUTH_CONFIGURATION");
  });
  it("says one problem in the singular", () => {
    expect(() => createProductAuth({ ...keyed, subscriptions: [{ ...one, id: "" }] })).to.throw(
      "Product Auth cannot start, 1 problem:\n  1. subscriptions[0].id: ",
    );
  });

  const keys = ["s3cret-primary", "s3cret-secondary"] as const;
  const leaky = [
    [
      "repeated keys",
      [
        { ...one, primaryKey: keys[0] },
        { ...one, id: "b", primaryKey: keys[0] },
      ],
    ],
    ["a key as a list", [{ ...one, primaryKey: [keys[0]] }]],
    ["a key that is too long", [{ ...one, primaryKey: keys[0].repeat(100) }]],
    ["a key beside wrong names", [{ ...one, primaryKey: keys[0], secondaryKeey: keys[1] }]],
    ["keys of a wrong scope", [{ ...one, scope: "/products/x", primaryKey: keys[0], secondaryKey: keys[1] }]],
    ["a key in place of a subscription", [keys[0]]],
    ["keys in place of the list", `${keys[0]},${keys[1]}`],
  ] as const;
  for (const [name, subscriptions] of leaky) {
    it(`holds no key: ${name}`, () => {
      const problems = problemsOfOptions({ ...keyed, subscriptions });
      expect(problems).to.not.have.length(0);
      expect(JSON.stringify(problems)).to.not.include("s3cret");
    });
  }
});
