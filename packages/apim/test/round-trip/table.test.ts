import { expect } from "chai";
import type { ImportedOptions } from "@product-auth/apim";
import { frameworkNames, frameworks } from "./apps/frameworks.js";
import type { App } from "./apps/ask.js";
import type { Asked } from "./gateway/asked.js";
import { loaded } from "../loading/started.js";
import { importFiles } from "./services/lifted.js";

const json = (properties: object): string => JSON.stringify({ properties });
const product = (more: object = {}): string =>
  json({ displayName: "A product", state: "published", subscriptionRequired: true, ...more });
const api = (path: string, more: object = {}): string =>
  json({ displayName: path, path, isCurrent: true, subscriptionRequired: true, ...more });

/** The service of the table: `orders` in the protected product `gold`, `shop` also in the open one, `audit` in none. */
const SERVICE: Readonly<Record<string, string>> = {
  "products/gold/productInformation.json": product(),
  "products/free/productInformation.json": product({ subscriptionRequired: false }),
  "products/silver/productInformation.json": product({ state: "notPublished" }),
  "products/gold/policy.xml":
    '<policies><inbound><base /><check-header name="x-gold" failed-check-httpcode="400" failed-check-error-message="Gold" ignore-case="true" /></inbound></policies>',
  "products/gold/apis.json": '[{"name":"orders"},{"name":"shop"},{"name":"named"},{"name":"free-standing"}]',
  "products/free/apis.json": '[{"name":"shop"}]',
  "products/silver/apis.json": '[{"name":"orders"}]',
  "apis/orders/apiInformation.json": api("orders"),
  "apis/shop/apiInformation.json": api("shop"),
  "apis/audit/apiInformation.json": api("audit"),
  "apis/free-standing/apiInformation.json": api("free", { subscriptionRequired: false }),
  "apis/named/apiInformation.json": api("named", {
    subscriptionKeyParameterNames: { header: "x-orders-key", query: "subscription-key" },
  }),
};

const STATES = ["submitted", "rejected", "suspended", "cancelled", "expired"] as const;
const gold = { scope: "/products/gold" as const, primaryKey: "gold-1", secondaryKey: "gold-2" };
const SUBSCRIPTIONS: NonNullable<ImportedOptions["subscriptions"]> = [
  { id: "gold", ...gold, state: "active" },
  ...STATES.map((state) => ({ id: state, scope: gold.scope, primaryKey: `gold-${state}`, state })),
  { id: "audit", scope: "/apis/audit", primaryKey: "audit-1", state: "active" },
  {
    id: "owned",
    scope: gold.scope,
    primaryKey: "owned-1",
    state: "active",
    ownerId: "user-1",
    ownerState: "blocked",
  },
  { id: "past", scope: gold.scope, primaryKey: "past-1", state: "active", endDate: "2020-01-01T00:00:00Z" },
  { id: "silver", scope: "/products/silver", primaryKey: "silver-1", state: "active" },
];

const HEADER = "ocp-apim-subscription-key";
const asked = (path: string, key?: string, more: Partial<Asked> = {}): Asked => ({
  ...{ method: "GET", path, query: {}, address: "192.0.2.1", answer: 200 },
  headers: key === undefined ? {} : { [HEADER]: key },
  ...more,
});
/** A request with the header that a policy of the product `gold` demands. */
const inGold = (sent: Asked): Asked => ({ ...sent, headers: { ...sent.headers, "x-gold": "yes" } });

/** Rows of the table of keys: what is sent, and the status of the answer. */
const TABLE: readonly (readonly [row: string, asked: Asked, status: number])[] = [
  ["K1: the primary key of a product, in the header", inGold(asked("/orders", "gold-1")), 200],
  ["K1: the same without what a policy of the product demands", asked("/orders", "gold-1"), 400],
  [
    "K2: the secondary key, in the query",
    inGold(asked("/orders", undefined, { query: { "subscription-key": "gold-2" } })),
    200,
  ],
  [
    "K3: a wrong key in the header and a right one in the query",
    asked("/orders", "garbage", { query: { "subscription-key": "gold-1" } }),
    401,
  ],
  ...STATES.map(
    (state) => [`K4: a subscription that is ${state}`, asked("/orders", `gold-${state}`), 401] as const,
  ),
  ["K5: no key for an API in a protected product", asked("/orders"), 401],
  ["K6: no key for an API in an open product too", asked("/shop"), 200],
  ["K7: a wrong key there", asked("/shop", "garbage"), 401],
  ["K8: the key of a product for an API in none", asked("/audit", "gold-1"), 401],
  ["K9: the key of that API", asked("/audit", "audit-1"), 200],
  ["K11: no key for an API that needs no subscription", asked("/free"), 200],
  ["K12: a key whose owner is blocked", asked("/orders", "owned-1"), 401],
  [
    "K13: a key whose expiration date has passed, in the state active",
    inGold(asked("/orders", "past-1")),
    200,
  ],
  ["K14: a key of a product that is not published", asked("/orders", "silver-1"), 200],
  ["K15: the key in the default header of an API with another", asked("/named", "gold-1"), 401],
  [
    "K15: the key in its own header",
    inGold(asked("/named", undefined, { headers: { "x-orders-key": "gold-1" } })),
    200,
  ],
];

describe("an application started from an APIOps folder", () => {
  let options: ImportedOptions;
  before(async () => {
    const imported = await importFiles(SERVICE);
    expect(imported.report.held).to.deep.equal([]);
    ({ options } = await loaded(imported));
  });

  for (const framework of frameworkNames)
    describe(`in ${framework}`, () => {
      let app: App;
      before(async () => {
        app = await frameworks[framework]({
          ...options,
          subscriptions: SUBSCRIPTIONS,
        });
      });
      after(() => app.close());
      for (const [row, sent, status] of TABLE)
        it(`${row}: ${status}`, async () => expect(await app.ask(sent)).to.equal(status));
    });
});
