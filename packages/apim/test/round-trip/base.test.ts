import { expect } from "chai";
import { frameworkNames, frameworks } from "./apps/frameworks.js";
import type { Asked } from "./gateway/asked.js";
import { importLifted } from "./services/lifted.js";
import { startedService } from "./services/started-service.js";

/** On a separate line, so that each rule has a separate place. */
const check = (name: string): string =>
  `\n<check-header name="x-${name}" failed-check-httpcode="400" failed-check-error-message="${name}" ignore-case="true" />`;
const inbound = (inner: string): string => `<policies><inbound>${inner}</inbound></policies>`;

const DOCUMENTS = {
  global: inbound(check("a")),
  "product:gold": inbound(`${check("b")}<base />`),
  "api:orders": inbound(`<base />${check("c")}`),
  "operation:orders/create": inbound(`${check("d")}<base />${check("e")}`),
} as const;

/** Documents at the scopes, and the order of the rules with a key of the product and with one of the API. */
const ORDERS = [
  ["<base /> at each scope", DOCUMENTS, "d b a c e", "d a c e"],
  ["an API without <base />", { ...DOCUMENTS, "api:orders": inbound(check("c")) }, "d c e", "d c e"],
  [
    "an operation without <base />",
    { ...DOCUMENTS, "operation:orders/create": inbound(check("d") + check("e")) },
    "d e",
    "d e",
  ],
  ["a product without <base />", { ...DOCUMENTS, "product:gold": inbound(check("b")) }, "d b c e", "d a c e"],
] as const;

describe("rules of several scopes", function () {
  this.timeout(20_000);
  for (const [what, documents, ofProduct, ofApi] of ORDERS)
    for (const [scope, expected] of [
      ["/products/gold", ofProduct],
      ["/apis/orders", ofApi],
    ] as const)
      it(`${what}, with a key for ${scope}: ${expected}`, async () => {
        const started = await startedService(await importLifted(documents));
        const context = scope === "/apis/orders" ? "api" : "product:gold";
        const { report, subscriptions } = started.service;
        const chain = report.effective.find(
          (one) => one.api === "orders" && one.operation === "create" && one.context === context,
        );
        const order = chain?.rules.map((at) => {
          const { rule } = report.rules.find((one) => one.at === at)!;
          return rule.kind === "header" ? rule.name.slice("x-".length) : rule.kind;
        });
        expect(order?.join(" ")).to.equal(expected);
        const key = subscriptions.find((one) => one.scope === scope)!.primaryKey;
        const letters = expected.split(" ");
        const asked = (names: readonly string[]): Asked => ({
          ...{ method: "POST", path: "/orders/v1", query: {}, address: "192.0.2.1", answer: 200 },
          headers: {
            "ocp-apim-subscription-key": key,
            ...Object.fromEntries(names.map((name) => [`x-${name}`, "1"])),
          },
        });
        for (const framework of frameworkNames) {
          const app = await frameworks[framework](started.options!(() => Date.UTC(2031, 0, 1)));
          try {
            expect(await app.ask(asked(letters)), framework).to.equal(200);
            for (const one of letters)
              expect(await app.ask(asked(letters.filter((name) => name !== one))), one).to.equal(400);
          } finally {
            await app.close();
          }
        }
      });
});
