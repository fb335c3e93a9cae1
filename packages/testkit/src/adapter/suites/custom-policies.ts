import { deepEqual, equal } from "node:assert/strict";
import type { DecisionEvent, PolicyFunction, RequestView } from "@product-auth/core";
import type { AnyOptions, AnyRule, Exchange } from "../adapter-harness.js";
import { serve, type Served } from "../served.js";
import type { Suite } from "../suite.js";
import { written, type WrittenAuth } from "../written-auth.js";

/** Policies of the application, through guards of every kind. */
export function customPolicies({ describe, it, before, after, harness }: Suite): void {
  describe("policies of the application", () => {
    const events: DecisionEvent[] = [];
    // What the policies of a request decide, by the header `x-policy`.
    const byHeader: PolicyFunction = ({ view }) => answers[textOf(view, "x-policy")]?.();
    const answers: Readonly<Record<string, () => ReturnType<PolicyFunction>>> = {
      refuse: () => ({ status: 402, message: "The plan has ended.", headers: { "X-Plan": "ended" } }),
      "refuse later": async () => ({ status: 451, message: "Not here." }),
      throw: () => {
        throw new Error("a bug of the application");
      },
      nonsense: () => "no" as never,
      "set a cookie": () => ({ status: 403, message: "No.", headers: { "set-cookie": ["a=1", "b=2"] } }),
    };
    const plan = { name: "plan", judge: byHeader };
    const products = { starter: { accepts: ["key"] }, pro: { accepts: ["key"], custom: [plan] } } as const;
    const options = {
      products,
      subscriptions: [
        { id: "acme", scope: "/products/starter", primaryKey: "acme", secondaryKey: "acme-2" },
        { id: "fabrikam", scope: "/products/pro", primaryKey: "fabrikam", secondaryKey: "fabrikam-2" },
      ],
      onDecision: (event: DecisionEvent) => events.push(event),
    } as unknown as AnyOptions;
    let auth: WrittenAuth;
    let served: Served;

    const ofRule = { product: "starter", custom: [plan] };
    const other: AnyRule = { product: "starter", custom: [{ name: "plan", judge: () => undefined }] };
    const guarded: readonly (readonly [path: string, rules: readonly AnyRule[]])[] = [
      ["/starter", [{ product: "starter" }]],
      ["/rule", [ofRule]],
      ["/other", [other]],
      ["/pro", [{ product: "pro" }]],
      ["/any", [{ anyOf: [ofRule, { product: "pro" }] }]],
      ["/stacked", [{ product: "starter" }, ofRule]],
    ];
    const seen = ({ access }: Exchange) => ({ body: { product: access?.product } });

    before(async () => {
      auth = written(harness.adapt(options));
      served = await serve(harness, auth, (app, { require, open }) => {
        for (const [path, rules] of guarded) app.get(path, ...rules.map((rule) => require(rule)), seen);
        app.get("/open", open(), () => ({ body: {} }));
      });
    });
    after(async () => {
      await served.close();
      await auth.close();
    });

    const get = async (path: string, key: string, policy = "") => {
      events.length = 0;
      const answer = await fetch(`http://127.0.0.1:${served.port}${path}`, {
        headers: { "ocp-apim-subscription-key": key, "x-policy": policy },
      });
      const body = await answer.text();
      return { status: answer.status, body, headers: answer.headers, event: events.at(-1) };
    };

    it("200 when it returns undefined, at every place", async () => {
      for (const [path] of guarded) {
        const key = path === "/pro" ? "fabrikam" : "acme";
        equal((await get(path, key)).status, 200, path);
      }
    });
    it("its status, text and fields, and no challenge: in a rule, a product, an alternative and a stacked guard", async () => {
      for (const [path, key, place] of [
        ["/rule", "acme", "rule"],
        ["/pro", "fabrikam", "product:pro"],
        ["/any", "acme", "rule"],
        ["/stacked", "acme", "rule"],
      ] as const) {
        const { status, body, headers, event } = await get(path, key, "refuse");
        deepEqual([status, body], [402, '{ "statusCode": 402, "message": "The plan has ended." }'], path);
        deepEqual(
          ["x-plan", "cache-control", "content-type", "www-authenticate"].map((name) => headers.get(name)),
          ["ended", "no-store", "application/json", null],
        );
        deepEqual([event?.code, event?.policy], ["policy_refused", { place, index: 0, name: "plan" }]);
      }
    });
    it("also by a promise, and with several values of one field", async () => {
      const later = await get("/rule", "acme", "refuse later");
      deepEqual([later.status, later.body], [451, '{ "statusCode": 451, "message": "Not here." }']);
      const { status, headers } = await get("/rule", "acme", "set a cookie");
      deepEqual([status, headers.getSetCookie()], [403, ["a=1", "b=2"]]);
    });
    it("503 with Retry-After when it throws or returns nonsense", async () => {
      for (const policy of ["throw", "nonsense"]) {
        const { status, body, headers, event } = await get("/rule", "acme", policy);
        deepEqual([status, headers.get("retry-after")], [503, "5"]);
        equal(
          body,
          '{ "statusCode": 503, "message": "Access cannot be decided at the moment. Try again later." }',
        );
        deepEqual([event?.outcome, event?.code], ["unavailable", "policy_unavailable"]);
      }
    });
    it("a rule that differs by its function only is another rule", async () =>
      equal((await get("/other", "acme", "refuse")).status, 200));
    it("is not called where the credential is refused, for another product, or behind open()", async () => {
      equal((await get("/rule", "wrong", "throw")).event?.code, "key_unknown");
      equal((await get("/starter", "acme", "throw")).status, 200);
      equal((await get("/open", "acme", "throw")).status, 200);
    });
    it("an update adds it to a product, and to the whole instance", async () => {
      auth.update({ products: { ...products, starter: { accepts: ["key"], custom: [plan] } } } as never);
      equal((await get("/starter", "acme", "refuse")).status, 402);
      auth.update({ products, policies: { custom: [plan] } } as never);
      const { status, event } = await get("/starter", "acme", "refuse");
      deepEqual([status, event?.policy?.place], [402, "global"]);
      auth.update({ products, policies: {} } as never);
      equal((await get("/starter", "acme", "refuse")).status, 200);
    });
  });
}

const textOf = (view: RequestView, name: string): string => {
  const value = view.header(name);
  return typeof value === "string" ? value : "";
};
