import { expect } from "chai";
import type { RefusalCode } from "@product-auth/core";
import { KEY, tell, type Api } from "../../support/api.js";
import type { Target } from "../../support/attacked.js";
import {
  badKeyOrToken,
  badTokenOrKey,
  expectRefused,
  lacks,
  noKey,
  noToken,
  noTokenOrKey,
  otherSchemeOrKey,
  type Refusal,
} from "../../support/refused.js";
import type { Suite } from "../../suite.js";

/** When a credential turns out to be no good: it is no credential at all, or it is one and does not open this. */
type Stage = "read" | "judged";
type State = readonly [code: RefusalCode | "good" | "absent", stage: Stage, Refusal?];

const TOKENS: Record<string, readonly [make: (target: Target) => Promise<string | undefined>, State]> = {
  "no token": [() => Promise.resolve(undefined), ["absent", "read"]],
  "a good token": [(it) => bearer(it.token({ product: "pro" })), ["good", "judged"]],
  "another scheme": [() => Promise.resolve("Basic eDp5"), ["token_scheme", "read", otherSchemeOrKey]],
  garbage: [() => Promise.resolve("Bearer x"), ["token_malformed", "read", badTokenOrKey]],
  "a forged token": [
    (it) => bearer(it.entra.flawed.wrongSignature({ product: "pro" })),
    ["token_signature", "read", badTokenOrKey],
  ],
  "a token of an unknown issuer": [
    (it) => bearer(it.entra.flawed.wrongAudience({ product: "pro" })),
    ["token_audience", "read", badTokenOrKey],
  ],
  "an expired token": [
    (it) => bearer(it.entra.flawed.expired({ product: "pro" })),
    ["token_expired", "judged", badTokenOrKey],
  ],
  "another product's token": [
    (it) => bearer(it.token({ product: "starter" })),
    ["token_other_product", "judged", badTokenOrKey],
  ],
  "a user's token": [
    (it) => bearer(it.token({ product: "pro", delegated: true })),
    ["token_kind", "judged", badTokenOrKey],
  ],
  "a token without the role": [
    (it) => bearer(it.token({ product: "pro", client: "stranger" })),
    ["role_missing", "judged", lacks("Product.Pro.All")],
  ],
};

const KEYS: Record<string, readonly [key: string | undefined, State]> = {
  "no key": [undefined, ["absent", "read"]],
  "a good key": ["pro-key", ["good", "judged"]],
  "the other good key": ["pro-other-key", ["good", "judged"]],
  "an unknown key": ["x", ["key_unknown", "read", badKeyOrToken]],
  "a key too long": ["k".repeat(257), ["key_too_long", "read", badKeyOrToken]],
  "a suspended key": ["suspended-key", ["key_state", "judged", badKeyOrToken]],
  "another product's key": ["batch-key", ["key_other_product", "judged", badKeyOrToken]],
};

const bearer = async (token: Promise<string>) => `Bearer ${await token}`;

export function mixedCredentials({ describe, it, before, apiStarter, attacked }: Suite): void {
  describe("a token and a key together: one that is good rescues no other", () => {
    const target = attacked();

    for (const [tokenName, [makeToken, token]] of Object.entries(TOKENS))
      for (const [keyName, [key, subscription]] of Object.entries(KEYS)) {
        const expected = verdict(token, subscription);
        it(`${expected === undefined ? "200" : `${expected[1].status} ${expected[0]}`}: ${tokenName}, ${keyName}`, async () => {
          const authorization = await makeToken(target);
          const request = () =>
            target.api
              .get("/pro")
              .set({ ...(authorization && { authorization }), ...(key && { [KEY]: key }) });
          if (expected !== undefined) await target.refusesRequest(request, ...expected);
          else expect((await request()).status).to.equal(200);
        });
      }
  });

  describe("a token for one product with a key for another", () => {
    const start = apiStarter();
    let api: Api;
    before(async () => {
      api = await start((app, auth) => {
        app.get("/either", auth.requireProduct("pro", "batch"), tell);
        app.use(auth).get("/any", tell);
      });
    });
    const get = async (path: string, key: string) => {
      const token = await api.entra.tokenFor({ client: "contoso", product: "pro" });
      return api.get(path).auth(token, { type: "bearer" }).set(KEY, key);
    };
    for (const path of ["/either", "/any"]) {
      it(`401 ${path}: each alone would do`, async () => {
        expectRefused(await get(path, "batch-key"), badKeyOrToken);
        expect(api.events.at(-1)).to.include({ code: "credentials_disagree" });
        await api.get(path).set(KEY, "batch-key").expect(200);
      });
      it(`200 ${path}: both for the same product`, async () =>
        expect((await get(path, "pro-key")).body).to.include({ product: "pro", credential: "both" }));
    }
  });

  describe("a kind of credential that the rule does not accept", () => {
    const target = attacked();
    it("is not looked at: a bad key on a route for tokens, a bad token on a route for keys", async () => {
      const token = await target.token();
      await target.api.get("/starter").auth(token, { type: "bearer" }).set(KEY, "x").expect(200);
      await target.api
        .get("/batch")
        .set({ authorization: "Bearer x", [KEY]: "batch-key" })
        .expect(200);
    });
    it("opens nothing: a good key on a route for tokens, a good token on a route for keys", async () => {
      const token = await target.token();
      await target.refusesRequest(
        () => target.api.get("/starter").set(KEY, "pro-key"),
        "token_missing",
        noToken,
      );
      await target.refusesRequest(
        () => target.api.get("/batch").auth(token, { type: "bearer" }),
        "key_missing",
        noKey,
      );
    });
  });
}

// First what is no credential at all, then what does not open this; of each, the token before the key.
function verdict(token: State, key: State): [RefusalCode, Refusal] | undefined {
  if (token[0] === "absent" && key[0] === "absent") return ["credentials_missing", noTokenOrKey];
  for (const stage of ["read", "judged"] as const)
    for (const [code, when, refusal] of [token, key])
      if (when === stage && refusal !== undefined) return [code as RefusalCode, refusal];
  return undefined;
}
