import { expect } from "chai";
import { MemorySubscriptionStore, type SubscriptionStore } from "@product-auth/core";
import type { Entra } from "@product-auth/emulator";
import { KEY, SUBSCRIPTIONS, tell, type Api } from "../support/api.js";
import { badKeyOrToken, badTokenOrKey, expectRefused, lacks, noKey, noToken } from "../support/refused.js";
import { startTestEntra } from "../support/test-entra.js";
import type { Suite } from "../suite.js";

export function bothCredentials({ describe, it, before, after, apiStarter }: Suite): void {
  describe("a token and a key in one request", () => {
    let entra: Entra;
    const start = apiStarter(() => entra);
    const digests: string[] = [];
    let api: Api;
    let token: string;

    before(async () => {
      entra = await startTestEntra();
      const store = new MemorySubscriptionStore(SUBSCRIPTIONS);
      const subscriptions: SubscriptionStore = {
        findByKeyDigest(digest) {
          digests.push(digest);
          return store.findByKeyDigest(digest);
        },
      };
      api = await start(
        (app, auth) => {
          app.get("/keys", auth.require({ product: "pro", accepts: ["key"] }), tell);
          app.get("/tokens", auth.require({ product: "pro", accepts: ["token"] }), tell);
          app.get("/users", auth.require({ product: "pro", scopes: ["Orders.Write"] }), tell);
          app.use(auth.requireProduct("pro", "batch"));
          app.get("/either", tell);
        },
        { subscriptions },
      );
      token = await entra.tokenFor({ client: "contoso", product: "pro" });
    });

    after(() => entra.close());

    const send = async (path: string, bearer: string, key: string) =>
      api.get(path).auth(bearer, { type: "bearer" }).set(KEY, key);

    it("200 when both are good: credential is both", async () => {
      const answer = await send("/either", token, "pro-key");
      expect(answer.status).to.equal(200);
      const client = entra.clients["contoso"]!.appId;
      expect(answer.body).to.deep.equal({
        product: "pro",
        credential: "both",
        client,
        subscription: "contoso-pro",
      });
    });

    describe("401: a bad one is not rescued by a good one", () => {
      it("garbage and a good key", async () =>
        expectRefused(await send("/either", "rubbish", "pro-key"), badTokenOrKey));
      it("an expired token and a good key", async () =>
        expectRefused(
          await send("/either", await entra.flawed.expired({ product: "pro" }), "pro-key"),
          badTokenOrKey,
        ));
      it("a good token and a suspended key", async () =>
        expectRefused(await send("/either", token, "suspended-key"), badKeyOrToken));
      it("a good token and an unknown key", async () =>
        expectRefused(await send("/either", token, "wrong"), badKeyOrToken));
      it("another scheme and a good key", async () => {
        const answer = await api.get("/either").set("authorization", "Basic dTpw").set(KEY, "pro-key");
        expect(answer.status).to.equal(401);
        expect(api.events.at(-1)).to.include({ code: "token_scheme" });
      });
      it("both good, but of two products", async () => {
        expectRefused(await send("/either", token, "batch-key"), badKeyOrToken);
        expect(api.events.at(-1)).to.include({ code: "credentials_disagree" });
      });
    });

    it("403 for a token without the role and a good key", async () => {
      const bearer = await entra.tokenFor({ client: "stranger", product: "pro" });
      expectRefused(await send("/either", bearer, "pro-key"), lacks("Product.Pro.All"));
    });

    describe("a kind that the rule does not accept is not looked at", () => {
      it("a bad token on a route for keys", async () => {
        entra.requests.clear();
        const answer = await send("/keys", await entra.flawed.unknownKid({ product: "pro" }), "pro-key");
        expect(answer.body).to.deep.equal({ product: "pro", credential: "key", subscription: "contoso-pro" });
        expect(entra.requests.count(), "requests to the issuer").to.equal(0);
      });
      it("a token alone on a route for keys", async () =>
        expectRefused(await api.get("/keys").auth(token, { type: "bearer" }), noKey));
      it("a suspended key on a route for tokens", async () => {
        digests.length = 0;
        expect((await send("/tokens", token, "suspended-key")).body).to.include({ credential: "token" });
        expect(digests, "look-ups").to.deep.equal([]);
      });
      it("a good key alone on a route for tokens", async () =>
        expectRefused(await api.get("/tokens").set(KEY, "pro-key"), noToken));
      it("a good key on a route for users", async () => {
        digests.length = 0;
        expectRefused(await api.get("/users").set(KEY, "pro-key"), noToken);
        expect(digests, "look-ups").to.deep.equal([]);
      });
    });

    it("a key is not looked up for a request that its token already loses", async () => {
      digests.length = 0;
      await send("/either", "rubbish", "pro-key");
      expect(digests).to.deep.equal([]);
    });
  });
}
