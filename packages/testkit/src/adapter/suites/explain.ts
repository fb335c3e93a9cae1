import { expect } from "chai";
import type { Explanation } from "@product-auth/core";
import { KEY, tell, type Api } from "../support/api.js";
import type { Suite } from "../suite.js";

const ANY_OF = { anyOf: [{ product: "starter" }, { product: "batch" }] } as const;

export function explain({ describe, it, before, afterEach, apiStarter }: Suite): void {
  describe("explain", () => {
    const start = apiStarter();
    let api: Api;

    before(async () => {
      api = await start((app, auth) => {
        app.get("/why", async ({ explain }) => ({ body: await explain() }));
        app.get("/why/starter", async ({ explain }) => ({ body: await explain({ product: "starter" }) }));
        app.get("/why/any-of", async ({ explain }) => ({ body: await explain(ANY_OF) }));
        app.get("/orders", auth.requireProduct("starter"), tell);
      });
    });
    afterEach(() => expect(api.events, "explaining is no decision").to.deep.equal([]));

    const why = async (token: string, path = "/why/starter") => {
      const answer = await api.get(path).auth(token, { type: "bearer" }).expect(200);
      return answer.body as Explanation;
    };
    const failed = ({ checks }: Explanation) => checks.filter(({ result }) => result === "failed");

    it("says that a good token passes, check by check", async () => {
      const explanation = await why(await api.entra.tokenFor({ client: "contoso", product: "starter" }));
      expect(explanation).to.deep.include({ outcome: "admit", status: 200, product: "starter" });
      expect(explanation.checks).to.have.length.above(10);
      for (const { check, result } of explanation.checks) expect(result, check).to.equal("passed");
    });

    it("names the check that failed, with what it wanted and found", async () => {
      const explanation = await why(await api.entra.flawed.otherRole({ product: "starter" }));
      expect(explanation).to.deep.include({
        outcome: "refuse",
        status: 403,
        code: "role_missing",
        rule: { product: "starter" },
      });
      expect(failed(explanation)).to.deep.equal([
        {
          check: "it carries the rights demanded",
          result: "failed",
          expected: "Product.Starter.All",
          actual: "Product.SomeOther.All",
        },
      ]);
    });

    it("checks after the failed one were not reached", async () => {
      const { checks } = await why(await api.entra.flawed.wrongIssuer());
      const results = checks.map(({ result }) => result);
      const at = results.indexOf("failed");
      expect(checks[at]!.check).to.equal("its issuer is the tenant's");
      expect(new Set(results.slice(0, at))).to.deep.equal(new Set(["passed"]));
      expect(new Set(results.slice(at + 1))).to.deep.equal(new Set(["not reached"]));
    });

    it("of a rule with anyOf, says what each alternative decides, and the checks of the one that counts", async () => {
      const token = await api.entra.tokenFor({ client: "stranger", product: "starter" });
      const explanation = await why(token, "/why/any-of");
      expect(explanation).to.deep.include({
        status: 403,
        code: "role_missing",
        rule: ANY_OF,
        alternatives: [
          {
            requires: "product starter",
            outcome: "refuse",
            code: "role_missing",
            expected: "Product.Starter.All",
            actual: "none",
          },
          { requires: "product batch", outcome: "refuse", code: "key_missing" },
        ],
      });
      expect(failed(explanation).map(({ check }) => check)).to.deep.equal(["it carries the rights demanded"]);
    });

    it("without a rule it explains app.use(auth)", async () => {
      const answer = await api.get("/why").set(KEY, "suspended-key").expect(200);
      expect(answer.body).to.deep.include({ outcome: "refuse", status: 401, code: "key_state" });
      expect((answer.body as Explanation).rule.product).to.deep.equal(["starter", "pro", "classic", "batch"]);
    });

    it("never shows the credential", async () => {
      const token = await api.entra.flawed.expired({ product: "starter" });
      expect(JSON.stringify(await why(token))).not.to.contain(token.split(".")[2]);
      const answer = await api.get("/why").set(KEY, "wrong-key").expect(200);
      expect(answer.text).not.to.contain("wrong-key");
    });
  });

  describe("health", () => {
    const start = apiStarter();

    it("shows issuers, keys and remembered tokens", async () => {
      const api = await start((app, auth) => {
        app.get("/health", () => ({ body: auth.health() }));
        app.use(auth);
        app.get("/", tell);
      });
      const fresh = (await api.get("/health").expect(200)).body as ReturnType<Api["auth"]["health"]>;
      expect(fresh).to.deep.include({ status: "ok", rememberedTokens: 0 });
      expect(fresh.issuers.map(({ keys, usable }) => ({ keys, usable }))).to.deep.equal([
        { keys: 0, usable: false },
        { keys: 0, usable: false },
      ]);

      const token = await api.entra.tokenFor({ client: "contoso", product: "starter" });
      for (let i = 0; i < 2; i++) await api.get("/").auth(token, { type: "bearer" }).expect(200);
      const warm = api.auth.health();
      expect(warm).to.deep.include({ status: "ok", rememberedTokens: 1 });
      const used = warm.issuers.find(({ issuer }) => issuer === api.entra.issuer);
      expect(used).to.deep.include({ from: api.entra.discoveryUrl, keys: 2, usable: true, failures: 0 });
    });
  });
}
