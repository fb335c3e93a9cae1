import type { Decision } from "#src/index.js";
import { expect } from "chai";
import { asking, KEYS, said, worldOf } from "./world.js";

type Presented = keyof typeof KEYS | "none";
const MISSING = "401 key_missing";

// The gateway's table: which products contain the API × whether the API itself needs a subscription × what is sent.
const TABLE: readonly (readonly [
  products: readonly ("gold" | "free")[],
  subscriptionRequired: boolean,
  none: string,
  gold: string,
  free: string,
])[] = [
  [["gold"], true, MISSING, "200 gold key", "401 key_other_product"],
  [["gold"], false, "200 API none", "200 gold key", "401 key_other_product"],
  [["gold", "free"], true, "200 free none", "200 gold key", "200 free key"],
  [["gold", "free"], false, "200 free none", "200 gold key", "200 free key"],
  [["free"], true, "200 free none", "401 key_other_product", "200 free key"],
  [["free"], false, "200 free none", "401 key_other_product", "200 free key"],
  [[], true, MISSING, "401 key_other_product", "401 key_other_product"],
  [[], false, "200 API none", "401 key_other_product", "401 key_other_product"],
];

// The same in every row: keys for the API and for all APIs open it, and a bad key is never as good as none.
const ALWAYS: readonly (readonly [key: Presented, outcome: string])[] = [
  ["orders", "200 API key"],
  ["apis", "200 API key"],
  ["master", "200 API key"],
  ["audit", "401 key_other_api"],
  ["suspended", "401 key_state"],
  ["unknown", "401 key_unknown"],
];

describe("the gateway's decision table", () => {
  for (const [products, subscriptionRequired, none, gold, free] of TABLE) {
    const cases: readonly (readonly [key: Presented, outcome: string])[] = [
      ["none", none],
      ["gold", gold],
      ["free", free],
      ...ALWAYS,
    ];
    describe(`in ${products.join(" and ") || "no product"}, subscription ${subscriptionRequired ? "" : "not "}required`, () => {
      const auth = worldOf(products, subscriptionRequired);
      const rule = auth.requirement({ api: "orders" });
      for (const [key, outcome] of cases) {
        it(`${key === "none" ? "no key" : `key ${key}`}: ${outcome}`, () => {
          const view = asking("/orders/7", key === "none" ? undefined : KEYS[key]);
          const byPath = auth.authorize(view, auth.anyProduct) as Decision;
          expect(said(byPath)).to.equal(outcome);
          expect(auth.authorize(view, rule), "by rule as by path").to.deep.equal(byPath);
        });
      }
    });
  }
});

describe("which product governs", () => {
  const accessTo = (path: string, key?: string) => {
    const auth = worldOf(["gold", "free"]);
    const decision = auth.authorize(asking(path, key), auth.anyProduct) as Decision;
    if (decision.outcome !== "admit") throw new Error(decision.code);
    return decision.access;
  };

  it("that of the key, of several products that contain the API", () => {
    expect(accessTo("/orders", KEYS.gold)).to.include({ product: "gold", api: "orders" });
    expect(accessTo("/orders", KEYS.free)).to.include({ product: "free", api: "orders" });
  });
  it("the open one for a call without credentials", () =>
    expect(accessTo("/orders")).to.deep.equal({ product: "free", api: "orders", credential: "none" }));
  for (const key of ["orders", "apis", "master"] as const)
    it(`none for a key of ${key}: product rules do not apply`, () =>
      expect(accessTo("/orders", KEYS[key])).to.include({ product: undefined, api: "orders" }));

  it("a rule that names a product takes no key for the API itself", () => {
    const auth = worldOf(["gold", "free"]);
    const gold = auth.requirement({ api: "orders", product: "gold" });
    const outcomes = (["gold", "free", "orders", "apis", "master"] as const).map((key) =>
      said(auth.authorize(asking("/orders", KEYS[key]), gold) as Decision),
    );
    expect(outcomes).to.deep.equal([
      "200 gold key",
      "401 key_other_product",
      "401 key_other_api",
      "401 key_other_product",
      "401 key_other_product",
    ]);
    expect(said(auth.authorize(asking("/orders"), gold) as Decision)).to.equal(MISSING);
  });
  it("a publication decides nothing", () => {
    const auth = worldOf(["gold"], true, {
      products: {
        gold: { accepts: ["key"], state: "notPublished" },
        free: { accepts: ["open"] },
        silver: { accepts: ["key"] },
      },
    });
    expect(said(auth.authorize(asking("/orders", KEYS.gold), auth.anyProduct) as Decision)).to.equal(
      "200 gold key",
    );
  });
});
