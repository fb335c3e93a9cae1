import { expect } from "chai";
import { ANY_OF_RULES, ANY_OF_TABLE, type Carried } from "../support/any-of-table.js";
import { KEY, tell, type Api } from "../support/api.js";
import { badTokenOrKey, expectRefused, lacks, noToken, noTokenOrKey } from "../support/refused.js";
import type { Suite } from "../suite.js";

export function anyOf({ describe, it, before, apiStarter }: Suite): void {
  describe("anyOf: alternatives in one rule", () => {
    const start = apiStarter();
    let api: Api;

    before(async () => {
      api = await start((app, auth) => {
        for (const [path, rule] of Object.entries(ANY_OF_RULES)) app.get(path, auth.require(rule), tell);
        app.get("/products", auth.require({ anyOf: [{ product: "pro" }, { product: "starter" }] }), tell);
        app.get(
          "/scopes",
          auth.require({ anyOf: [{ product: "starter", scopes: ["A", "B"] }, { scopes: ["C"] }] }),
          tell,
        );
      });
    });

    const tokenFor = (kind: NonNullable<Carried["token"]>) => {
      const { entra } = api;
      const product = "starter";
      if (kind === "expired") return entra.flawed.expired({ product });
      if (kind === "role") return entra.tokenFor({ client: "contoso", product });
      if (kind === "no role") return entra.tokenFor({ client: "stranger", product });
      const scopes = kind === "scope" ? ["Orders.Read"] : ["Other"];
      return entra.tokenFor({ client: "contoso", product, delegated: { scopes } });
    };
    const ask = async (path: string, { token, key }: Carried, from: Api = api) => {
      let test = from.get(path);
      if (token !== undefined) test = test.auth(await tokenFor(token), { type: "bearer" });
      if (key !== undefined) test = test.set(KEY, key === "good" ? "batch-key" : "wrong");
      const answer = await test;
      const { credential } = answer.body as { credential?: string };
      return { answer, outcome: `${answer.status} ${credential ?? from.events.at(-1)?.code}` };
    };

    const paths = Object.keys(ANY_OF_RULES);
    for (const [inWords, carried, ...outcomes] of ANY_OF_TABLE)
      for (const [i, path] of paths.entries())
        it(`${path}, ${inWords}: ${outcomes[i]}`, async () =>
          expect((await ask(path, carried)).outcome).to.equal(outcomes[i]));

    describe("answers", () => {
      it("a 403 names the rights of the alternative that this token could satisfy", async () => {
        const path = "/role-or-scope";
        expectRefused((await ask(path, { token: "no role" })).answer, lacks("Product.Starter.All"));
        expectRefused((await ask(path, { token: "no scope" })).answer, lacks("Orders.Read"));
      });
      it("of several such alternatives, it names the rights of the first", async () =>
        expectRefused((await ask("/scopes", { token: "no scope" })).answer, lacks("A", "B")));
      it("operators see every alternative, with what each expected", async () => {
        await ask("/role-or-scope", { token: "no role" });
        expect(api.events.at(-1)).to.deep.include({
          code: "role_missing",
          rule: ANY_OF_RULES["/role-or-scope"],
          expected:
            "product starter (Product.Starter.All); or product starter, scopes Orders.Read (a delegated token)",
          actual: "none",
        });
      });
      it("without credentials, the challenges are those of all kinds that an alternative accepts", async () => {
        expectRefused((await ask("/role-or-scope", {})).answer, noToken);
        expectRefused((await ask("/role-or-key", {})).answer, noTokenOrKey);
      });
      it("an expired token is refused as by any rule", async () =>
        expectRefused((await ask("/scope-or-key", { token: "expired", key: "good" })).answer, badTokenOrKey));
      it("the access names the product of the alternative that admitted", async () => {
        const { answer } = await ask("/role-or-key", { key: "good" });
        expect(answer.body).to.deep.equal({
          product: "batch",
          credential: "key",
          subscription: "contoso-batch",
        });
        expect((await ask("/products", { token: "role" })).answer.body).to.include({ product: "starter" });
      });
    });

    describe("behind app.use(auth)", () => {
      let behind: Api;
      before(async () => {
        behind = await start((app, auth) => {
          app.use(auth);
          for (const [path, rule] of Object.entries(ANY_OF_RULES)) app.get(path, auth.require(rule), tell);
          app.get("/product", auth.requireProduct("starter"), tell);
        });
      });

      it("a user's token passes when a scope rule of an alternative admits it", async () => {
        for (const path of ["/role-or-scope", "/scope-or-key"])
          expect((await ask(path, { token: "scope" }, behind)).outcome).to.equal("200 token");
        expect((await ask("/product", { token: "scope" }, behind)).outcome).to.equal("401 token_kind");
      });
      it("a user's token without that scope is refused, with the scope that would have sufficed", async () =>
        expectRefused(
          (await ask("/role-or-scope", { token: "no scope" }, behind)).answer,
          lacks("Orders.Read"),
        ));
      it("an application and a key pass", async () => {
        expect((await ask("/role-or-scope", { token: "role" }, behind)).outcome).to.equal("200 token");
        expect((await ask("/role-or-key", { key: "good" }, behind)).outcome).to.equal("200 key");
      });
    });

    describe("while the store of subscriptions is down", () => {
      let failing: Api;
      const asked: string[] = [];
      before(async () => {
        failing = await start(
          (app, auth) => {
            for (const [path, rule] of Object.entries(ANY_OF_RULES)) app.get(path, auth.require(rule), tell);
          },
          {
            subscriptions: {
              findByKeyDigest(digest) {
                asked.push(digest);
                return Promise.reject(new Error("down"));
              },
            },
          },
        );
      });

      it("200 for what another alternative admits", async () =>
        expect((await ask("/role-or-key", { token: "role", key: "good" }, failing)).outcome).to.equal(
          "200 token",
        ));
      it("503 for what no other alternative admits", async () => {
        for (const carried of [{ key: "good" }, { token: "no role", key: "good" }] as const)
          expect((await ask("/role-or-key", carried, failing)).outcome).to.equal(
            "503 subscriptions_unavailable",
          );
      });
      it("401 for an expired token beside the key", async () =>
        expect((await ask("/role-or-key", { token: "expired", key: "good" }, failing)).outcome).to.equal(
          "401 token_expired",
        ));
      it("a kind that no alternative accepts is not looked up", async () => {
        asked.length = 0;
        expect((await ask("/role-or-scope", { token: "scope", key: "bad" }, failing)).outcome).to.equal(
          "200 token",
        );
        expect(asked).to.deep.equal([]);
      });
    });
  });
}
