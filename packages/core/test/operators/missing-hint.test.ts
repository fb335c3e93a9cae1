import { expect } from "chai";
import { createProductAuth, type DecisionEvent, type ProductAuthOptions } from "#src/index.js";
import { HINTS, type HintName } from "#src/refusals/hints.js";
import { PRODUCTS, TENANT } from "../catalog.js";
import { viewOf } from "../request/view-of.js";

type More = Partial<ProductAuthOptions<keyof typeof PRODUCTS, "orders">>;
const preflight = { "access-control-request-method": "GET", origin: "https://app.example" };

describe("hints for requests that seem to carry no credential", () => {
  const cases: readonly (readonly [
    what: string,
    request: Parameters<typeof viewOf>,
    expected: readonly [code: string, hint: HintName | undefined],
    more?: More,
    product?: keyof typeof PRODUCTS,
  ])[] = [
    ["nothing", [], ["credentials_missing", undefined]],
    ["a preflight", [preflight, { method: "OPTIONS" }], ["credentials_missing", "preflight"]],
    ["OPTIONS that is none", [{}, { method: "OPTIONS" }], ["credentials_missing", undefined]],
    ["GET with the field of a preflight", [preflight], ["credentials_missing", undefined]],
    ["a key in x-api-key", [{ "x-api-key": "k" }], ["credentials_missing", "keyElsewhere"]],
    [
      "a key in Subscription-Key",
      [{ "subscription-key": "k" }],
      ["key_missing", "keyElsewhere"],
      {},
      "partner",
    ],
    [
      "a key in the default field, with another one set",
      [{ "ocp-apim-subscription-key": "k" }],
      ["key_missing", "keyElsewhere"],
      { subscriptionKeyParameterNames: { header: "X-Key" } },
      "partner",
    ],
    [
      "x-api-key where no key is accepted",
      [{ "x-api-key": "k" }],
      ["token_missing", undefined],
      {},
      "starter",
    ],
    [
      "Authorization where the token is read elsewhere",
      [{ authorization: "Bearer a.b.c" }],
      ["token_missing", "tokenElsewhere"],
      { tokenSource: { cookie: "token" } },
      "starter",
    ],
    [
      "a preflight of an API without that operation",
      [preflight, { method: "OPTIONS", path: "/orders" }],
      ["operation_unknown", "preflight"],
      {
        apis: {
          orders: {
            path: "orders",
            products: ["pro"],
            operations: { list: { method: "GET", urlTemplate: "/" } },
          },
        },
      },
    ],
  ];
  for (const [what, request, [code, name], more = {}, product] of cases)
    it(`${what}: ${code}, ${name ?? "no hint"}`, async () => {
      const events: DecisionEvent[] = [];
      const onDecision = (event: DecisionEvent) => void events.push(event);
      const options = { tenantId: TENANT, products: PRODUCTS, subscriptions: [], onDecision, ...more };
      const auth = createProductAuth(options as ProductAuthOptions<keyof typeof PRODUCTS, "orders">);
      const rule = product && { product };
      const view = viewOf(...request);
      await auth.authorize(view, rule === undefined ? auth.anyProduct : auth.requirement(rule));
      const hint = name && HINTS[name];
      expect([events[0]?.code, events[0]?.hint]).to.deep.equal([code, hint]);
      expect((await auth.explain(view, rule)).hint, "explain").to.equal(hint);
    });
});
