import { createProductAuth, type Explanation } from "#src/index.js";
import { expect } from "chai";
import { decide } from "#src/decision/decide.js";
import { explain } from "#src/operators/explain.js";
import { PRO_ID, TENANT } from "../catalog.js";
import { asking, KEYS, worldOf } from "../catalog/world.js";
import { CLIENT, KEY, NOW, TOKEN } from "../evidence/evidence-of.js";
import { viewOf } from "../request/view-of.js";
import { ABSENT } from "#src/request/credentials.js";
import { compiled } from "../rules/compiled.js";
import { settingsOf } from "../decision/settings-of.js";

const inWords = ({ checks }: Explanation) => checks.map(({ check, result }) => `${result}: ${check}`);

describe("explain: paths and APIs", () => {
  const auth = worldOf(["gold", "free"]);

  it("a path that cannot be read: nothing else was looked at", async () => {
    const explanation = await auth.explain(asking("//orders", KEYS.gold));
    expect(explanation).to.include({ status: 400, code: "path_malformed" });
    expect(inWords(explanation)).to.deep.equal([
      "failed: its path can be read one way only",
      "not reached: an API has this path",
      "not reached: the API has an operation for it",
      "not reached: a credential is presented",
    ]);
  });
  it("a path of no API", async () =>
    expect(inWords(await auth.explain(asking("/nowhere", KEYS.gold))).slice(0, 2)).to.deep.equal([
      "passed: its path can be read one way only",
      "failed: an API has this path",
    ]));
  it("a key by path: the API is named, and its operations were not asked for where it lists none", async () => {
    const explanation = await auth.explain(asking("/orders", KEYS.orders));
    expect(explanation).to.include({ outcome: "admit", product: undefined, api: "orders" });
    expect(inWords(explanation)).to.deep.equal([
      "passed: its path can be read one way only",
      "passed: an API has this path",
      "passed: a credential is presented",
      "passed: one key is presented, not too long",
      "passed: the subscriptions can be read",
      "passed: it belongs to a subscription",
      "passed: the subscription is active",
      "passed: the subscription's owner is active",
      "passed: the key is not void after being regenerated",
      "passed: today is within its dates",
      "passed: it opens this API",
    ]);
  });
  it("nothing presented where nothing is needed", async () =>
    expect(inWords(await auth.explain(asking("/orders"))).at(-1)).to.equal(
      "passed: no credential is needed",
    ));
  it("no check of a path where a rule names the API", async () =>
    expect(inWords(await auth.explain(asking("//x", KEYS.audit), { api: "orders" })).at(0)).to.equal(
      "passed: a credential is presented",
    ));
  it("no check of dates that are only recorded", async () => {
    const audited = worldOf(["gold"], true, { subscriptionDates: "audit" });
    expect(inWords(await audited.explain(asking("/orders", KEYS.gold))).join()).to.not.match(/dates/);
  });
  it("an operation that is missing", async () => {
    const listing = createProductAuth({
      products: { gold: { accepts: ["key"] } },
      apis: { orders: { path: "orders", operations: { read: { method: "GET", urlTemplate: "/{id}" } } } },
      subscriptions: [],
    });
    const explanation = await listing.explain(viewOf({}, { method: "DELETE", path: "/orders/7" }));
    expect(explanation).to.include({ status: 404, code: "operation_unknown" });
    expect(inWords(explanation)[2]).to.equal("failed: the API has an operation for it");
  });
});

describe("explain: agrees with decide about every rule and all evidence", () => {
  const auth = createProductAuth({
    tenantId: TENANT,
    products: { pro: { displayName: "Pro", audience: `api://${PRO_ID}`, accepts: ["token", "key"] } },
    apis: { orders: { path: "orders", products: ["pro"], subscriptionRequired: false } },
    subscriptions: [],
  });
  const rules = [
    { product: "pro" },
    { product: "pro", all: true },
    { api: "orders" },
    { api: "orders", all: true },
    { api: "orders", product: "pro" },
  ] as const;
  for (const rule of rules)
    it(JSON.stringify(rule), () => {
      const requirement = compiled(auth.requirement(rule));
      for (const [token, ofToken] of Object.entries(TOKEN))
        for (const [key, ofKey] of Object.entries(KEY))
          for (const [client, ofClient] of Object.entries({ none: undefined, ...CLIENT })) {
            const found = token === "good" ? ofClient : ofClient && ABSENT;
            const evidence = { token: ofToken, key: ofKey, ...(found !== undefined && { client: found }) };
            const decision = decide(settingsOf(), requirement, evidence, NOW);
            const settings = { failedMessage: undefined, issuers: { openId: [], decryptionKeys: [] } };
            const { checks, outcome } = explain(decision, requirement, evidence, settings);
            const made = checks.map(({ result }) => result).join();
            expect(
              made,
              `${token} token, ${key} key, ${client} client: ${JSON.stringify(decision)}`,
            ).to.match(outcome === "admit" ? /^passed(,passed)*$/ : /^(passed,)*failed(,not reached)*$/);
          }
    });
});
