import { expect } from "chai";
import {
  badKey,
  badKeyOrToken,
  badToken,
  badTokenOrKey,
  expectRefused,
  KEY,
  lacks,
  noKey,
  noToken,
  noTokenOrKey,
  rawRequest,
  requestToken,
  type Refusal,
} from "@product-auth/testkit/adapter";
import type { RequestHandler } from "express";
import request, { type Test } from "supertest";
import { apiStarter, tell, type Api } from "./support/api.js";
import { onBothVersions } from "./support/both-versions.js";

const GENERIC = "Access denied due to invalid access token";

onBothVersions("a refused request", (express) => {
  const start = apiStarter(express);
  let api: Api;

  before(async () => {
    api = await start(({ app, passport, strategy }) => {
      const rules = {
        starter: strategy.requireProduct("starter"),
        pro: strategy.requireProduct("pro"),
        batch: strategy.requireProduct("batch"),
        both: strategy.require({ product: "pro", all: true }),
        role: strategy.require({ product: "starter", roles: ["Orders.Admin"] }),
        scope: strategy.requireScope("Orders.Read"),
        any: { session: false as const },
      };
      for (const [name, rule] of Object.entries(rules)) {
        app.get(`/${name}`, passport.authenticate("product-auth", { ...rule, failWithError: true }), tell);
        app.get(`/bare/${name}`, passport.authenticate("product-auth", rule), tell);
        app.get(`/callback/${name}`, (req, res, next) => {
          const answer = (error: unknown, user: unknown, ...told: unknown[]) =>
            res.json({ error, user, told });
          (passport.authenticate("product-auth", rule, answer) as RequestHandler)(req, res, next);
        });
      }
      app.use(strategy.answerRefusals());
    });
  });

  const tokenFor = (product: string, client = "contoso") => requestToken(api.entra, client, product);
  const bearer = (test: Test, token: string) => test.auth(token, { type: "bearer" });

  describe("with failWithError and answerRefusals(): the answer of every other adapter", () => {
    const cases: readonly (readonly [what: string, path: string, Refusal, (test: Test) => Test])[] = [
      ["no token", "/starter", noToken, (test) => test],
      ["neither token nor key", "/pro", noTokenOrKey, (test) => test],
      ["neither of any product", "/any", noTokenOrKey, (test) => test],
      ["no key", "/batch", noKey, (test) => test],
      ["a token where a key is needed", "/batch", noKey, (test) => bearer(test, "garbage")],
      ["a bad token", "/starter", badToken, (test) => bearer(test, "garbage")],
      ["a bad token, or a key", "/pro", badTokenOrKey, (test) => bearer(test, "garbage")],
      ["a bad key", "/batch", badKey, (test) => test.set(KEY, "nonsense")],
      ["a key of another product", "/pro", badKeyOrToken, (test) => test.set(KEY, "batch-key")],
      [
        "a bad token beside a good key",
        "/pro",
        badTokenOrKey,
        (test) => bearer(test.set(KEY, "pro-key"), "x.y.z"),
      ],
    ];
    for (const [what, path, refusal, sent] of cases)
      it(`${refusal.status}: ${what}`, async () => expectRefused(await sent(api.get(path)), refusal));

    it("401: a token for another product", async () =>
      expectRefused(await bearer(api.get("/starter"), await tokenFor("pro")), badToken));
    it("401: a key is missing beside the token", async () =>
      expectRefused(await bearer(api.get("/both"), await tokenFor("pro")), {
        ...noKey,
        challenge: noTokenOrKey.challenge,
      }));
    it("403: no role of the product", async () =>
      expectRefused(
        await bearer(api.get("/starter"), await tokenFor("starter", "stranger")),
        lacks("Product.Starter.All"),
      ));
    it("403: no such role besides", async () =>
      expectRefused(
        await bearer(api.get("/role"), await tokenFor("starter")),
        lacks("Product.Starter.All", "Orders.Admin"),
      ));
    it("401: an application's token where a user's is needed", async () =>
      expectRefused(await bearer(api.get("/scope"), await tokenFor("starter")), badToken));
    it("each challenge has a line of its own", async () => {
      const { fields } = await rawRequest(api.port, "/pro");
      const challenges = fields.filter(([name]) => name === "www-authenticate").map(([, value]) => value);
      expect(challenges.map((each) => each.split(" ")[0])).to.deep.equal(["Bearer", "AzureApiManagementKey"]);
    });
    it("HEAD: the same without a body", async () => {
      const answer = await request(api.server).head("/starter");
      expect([answer.status, answer.headers["www-authenticate"], answer.text]).to.deep.equal([
        401,
        "Bearer",
        undefined,
      ]);
    });
  });

  describe("without: passport's own answer", () => {
    const own = async (path: string, token?: string) => {
      const test = api.get(`/bare${path}`);
      const { status, headers, text } = await (token === undefined ? test : bearer(test, token));
      return [
        status,
        (headers as Record<string, string>)["www-authenticate"]?.replace(/127[^/]*/, "{host}"),
        text,
      ];
    };

    it("401 with all challenges in one line, and the status in words for a body", async () => {
      expect(await own("/pro")).to.deep.equal([401, noTokenOrKey.challenge, "Unauthorized"]);
      expect(await own("/starter", "garbage")).to.deep.equal([401, badToken.challenge, "Unauthorized"]);
    });
    it("no-store, as every refusal", async () => {
      const token = await tokenFor("starter", "stranger");
      for (const test of [api.get("/bare/starter"), bearer(api.get("/bare/starter"), token)])
        expect((await test).headers).to.include({ "cache-control": "no-store" });
    });
    it("403 without a challenge: passport sets them for 401 only", async () => {
      const token = await tokenFor("starter", "stranger");
      expect(await own("/starter", token)).to.deep.equal([403, undefined, "Forbidden"]);
    });
  });

  describe("to a callback of the application's own", () => {
    const told = async (path: string, token?: string) => {
      const test = api.get(`/callback${path}`);
      return (await (token === undefined ? test : bearer(test, token))).body as unknown;
    };

    it("no error and no user, but challenges and status", async () => {
      expect(await told("/starter")).to.deep.equal({ error: null, user: false, told: ["Bearer", 401] });
      expect(await told("/starter", await tokenFor("starter", "stranger"))).to.deep.equal({
        error: null,
        user: false,
        told: [lacks("Product.Starter.All").challenge, 403],
      });
    });
    it("an admitted one has its access", async () => {
      const { user } = (await told("/starter", await tokenFor("starter"))) as { user: { product: string } };
      expect(user.product).to.equal("starter");
    });
  });

  it("operators see the reason, callers do not", async () => {
    const answer = await bearer(
      api.get("/starter"),
      await api.entra.flawed.wrongAudience({ product: "starter" }),
    );
    expect(answer.text).to.include(GENERIC).and.not.include("audience");
    expect(api.events.at(-1)).to.include({ outcome: "refuse", status: 401, code: "token_audience" });
  });
});
