import { deepEqual, equal } from "node:assert/strict";
import type { DecisionEvent } from "@product-auth/core";
import { issuerEntry, makeToken } from "../../vectors/vector-issuers.js";
import type { AnyOptions, AnyRule, Exchange } from "../adapter-harness.js";
import { serve, type Served } from "../served.js";
import type { Suite } from "../suite.js";
import { written, type WrittenAuth } from "../written-auth.js";

const AUDIENCE = "https://api.contoso.example";
const TOKEN = { name: "caller", audiences: [AUDIENCE] };
const PERSON = { name: "person", audiences: [AUDIENCE], tokenSource: { header: "X-User-Token" } };

/** Tokens that policies require besides the credential, through guards of every kind. */
export function policies({ describe, it, before, after, harness }: Suite): void {
  describe("token policies", () => {
    const events: DecisionEvent[] = [];
    const options = {
      issuers: [
        { name: "main", ...issuerEntry("main") },
        { name: "partner", products: [], ...issuerEntry("partner") },
      ],
      products: {
        starter: { accepts: ["key"] },
        pro: { accepts: ["key"], validateJwt: { ...TOKEN, issuers: ["partner"] } },
      },
      subscriptions: [
        { id: "acme", scope: "/products/starter", primaryKey: "acme", secondaryKey: "acme-2" },
        { id: "fabrikam", scope: "/products/pro", primaryKey: "fabrikam", secondaryKey: "fabrikam-2" },
      ],
      onDecision: (event: DecisionEvent) => events.push(event),
    } as unknown as AnyOptions;
    let auth: WrittenAuth;
    let served: Served;

    const starter: AnyRule = { product: "starter" };
    const guarded: readonly (readonly [path: string, rules: readonly AnyRule[]])[] = [
      ["/starter", [starter]],
      ["/token", [{ ...starter, validateJwt: { ...TOKEN, issuers: ["main"] } }]],
      [
        "/both",
        [
          {
            ...starter,
            validateJwt: [
              { ...TOKEN, issuers: ["main"] },
              { ...PERSON, issuers: ["main"] },
            ],
          },
        ],
      ],
      ["/pro", [{ product: "pro" }]],
      [
        "/any",
        [
          {
            anyOf: [
              { product: "pro" },
              { ...starter, validateJwt: { ...TOKEN, issuers: ["main"], roles: ["R"] } },
            ],
          },
        ],
      ],
      ["/stacked", [starter, { ...starter, validateJwt: { ...TOKEN, issuers: ["main"] } }]],
    ];
    const seen = ({ access }: Exchange) => ({
      body: {
        product: access?.product,
        tokens: Object.keys(access?.tokens ?? {}),
        credential: access?.credential,
      },
    });

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

    const token = (issuer: string, more: object = {}) =>
      makeToken(
        { issuer, audience: AUDIENCE, client: "shop", ...more },
        { id: "", name: "", settings: {}, calls: [] },
        Date.now(),
      );
    const bearer = (text: string) => ({ authorization: `Bearer ${text}` });
    const get = async (path: string, key: string, headers: Record<string, string> = {}) => {
      events.length = 0;
      const answer = await fetch(`http://127.0.0.1:${served.port}${path}`, {
        headers: { "ocp-apim-subscription-key": key, ...headers },
      });
      const { status } = answer;
      const body = (await answer.json()) as Record<string, unknown>;
      return { status, body, answer, places: events.flatMap(({ policy }) => policy?.place ?? []) };
    };

    it("401 with the key alone, 200 with key and token: the policy of a rule", async () => {
      const { status, answer, places } = await get("/token", "acme");
      deepEqual([status, answer.headers.get("www-authenticate"), places], [401, "Bearer", ["rule"]]);
      const good = await get("/token", "acme", bearer(token("main")));
      deepEqual(
        [good.status, good.body],
        [200, { product: "starter", tokens: ["caller"], credential: "key" }],
      );
      equal((await get("/starter", "acme", bearer("nonsense"))).status, 200);
    });
    it("401 with the token alone, which the credential's refusal answers", async () => {
      const { answer, places } = await get("/token", "", bearer(token("main")));
      equal(answer.headers.get("www-authenticate")?.startsWith("AzureApiManagementKey"), true);
      deepEqual(places, []);
    });
    it("the policy of a product applies to its keys, and accepts its own issuers only", async () => {
      equal((await get("/pro", "fabrikam", bearer(token("partner")))).status, 200);
      const { status, places } = await get("/pro", "fabrikam", bearer(token("main")));
      deepEqual([status, places], [401, ["product:pro"]]);
    });
    it("two tokens in two fields; the response is private, because caches do not know the second field", async () => {
      const headers = { ...bearer(token("main")), "x-user-token": token("main", { user: "alice" }) };
      const { status, body, answer } = await get("/both", "acme", headers);
      deepEqual([status, body["tokens"]], [200, ["caller", "person"]]);
      equal(answer.headers.get("cache-control"), "private");
      equal((await get("/both", "acme", bearer(token("main")))).status, 401);
    });
    it("of anyOf, the policies of the alternative that admitted apply", async () => {
      equal((await get("/any", "fabrikam", bearer(token("partner")))).status, 200);
      equal((await get("/any", "fabrikam", bearer(token("main", { roles: ["R"] })))).status, 401);
      equal((await get("/any", "acme", bearer(token("main", { roles: ["R"] })))).status, 200);
      equal((await get("/any", "acme", bearer(token("main")))).status, 401);
    });
    it("stacked guards: each judges its own policies", async () => {
      equal((await get("/stacked", "acme")).status, 401);
      equal((await get("/stacked", "acme", bearer(token("main")))).status, 200);
    });
    it("open() has no policy", async () => equal((await get("/open", "")).status, 200));
    it("an update replaces the policies of products", async () => {
      const { products } = options;
      auth.update({ products: { ...products, pro: { accepts: ["key"] } } });
      equal((await get("/pro", "fabrikam")).status, 200);
      auth.update({ products, policies: { validateJwt: { ...TOKEN, issuers: ["main"] } } });
      const { status, places } = await get("/pro", "fabrikam", bearer(token("partner")));
      deepEqual([status, places], [401, ["global"]]);
      auth.update({ products });
      equal((await get("/starter", "acme")).status, 401, "an update without policies keeps them");
      auth.update({ products, policies: {} });
      equal((await get("/starter", "acme")).status, 200);
    });
  });
}
