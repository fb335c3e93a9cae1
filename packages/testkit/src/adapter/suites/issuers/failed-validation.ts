import { expect } from "chai";
import { ConfigurationError } from "@product-auth/core";
import { refused, tellAccess } from "../../support/issuer-api.js";
import { AUDIENCE, openIdClaims } from "../../support/issuer-claims.js";
import { startIssuerServer, type IssuerServer } from "../../support/issuer-server.js";
import { badToken } from "../../support/refused.js";
import { signer } from "../../support/signer.js";
import type { Suite } from "../../suite.js";

const [ISSUER, JWKS] = ["urn:orders", "https://issuer.example/keys"];

const sign = async (claims: object = {}) => (await signer("key-one")).sign(openIdClaims(ISSUER, claims));

export function failedValidation({ describe, it, before, after, issuerApis }: Suite): void {
  // failed-validation-httpcode and failed-validation-error-message of "validate-jwt", API Management.
  describe("failedValidation", () => {
    const start = issuerApis();
    let world: IssuerServer;
    before(async () => {
      world = await startIssuerServer();
      world.documents.set(JWKS, { keys: [(await signer("key-one")).jwk] });
    });
    after(() => world.close());

    const api = (failedValidation: { status?: number; message?: string }) =>
      start(
        {
          issuer: ISSUER,
          jwksUri: JWKS,
          fetch: world.fetch,
          failedValidation,
          products: {
            starter: { displayName: "Starter", audience: AUDIENCE },
            batch: { accepts: ["key"] },
            pro: { audience: "urn:pro", accepts: ["token", "key"] },
          },
          subscriptions: [],
        },
        (app, auth) => {
          for (const product of ["starter", "batch", "pro"]) {
            app.get(`/${product}`, auth.requireProduct(product), tellAccess);
          }
        },
      );

    it("status and message stand in for those of every token that does not pass; challenges stay", async () => {
      const strict = await api({ status: 404, message: 'No "orders" here.' });
      const instead = { status: 404, message: 'No "orders" here.' };
      const scope = 'Bearer error="insufficient_scope", scope="Product.Starter.All"';
      await strict.admits(sign(), "/starter");
      const none = await strict.get("/starter");
      refused(none, { ...instead, challenge: "Bearer" }, "token_missing", strict.events.at(-1));
      const late = { ...instead, challenge: 'Bearer error="invalid_token"' };
      await strict.refuses(sign({ exp: 1 }), late, "token_expired", "/starter");
      await strict.refuses(sign({ roles: [] }), { ...instead, challenge: scope }, "role_missing", "/starter");
    });
    it("status alone, message alone: the other one stays", async () => {
      const status = await api({ status: 400 });
      await status.refuses(sign({ exp: 1 }), { ...badToken, status: 400 }, "token_expired", "/starter");
      const message = await api({ message: "Unauthorized." });
      await message.refuses(
        sign({ exp: 1 }),
        { ...badToken, message: "Unauthorized." },
        "token_expired",
        "/starter",
      );
    });
    it("operators read the same text in explain", async () => {
      const message = await start(
        { issuer: ISSUER, jwksUri: JWKS, fetch: world.fetch, failedValidation: { message: "No." } },
        (app) => app.get("/orders", async ({ explain }) => ({ body: await explain() })),
      );
      const told = await message.get("/orders").auth(await sign({ exp: 1 }), { type: "bearer" });
      expect(told.body).to.include({ outcome: "refuse", status: 401, code: "token_expired", message: "No." });
    });
    it("keys, and requests without any credential where a key would do, are as they were", async () => {
      const strict = await api({ status: 404, message: "No." });
      const key = await strict.get("/batch").set("ocp-apim-subscription-key", "x");
      expect([key.status, strict.events.at(-1)?.code]).to.deep.equal([401, "key_unknown"]);
      const none = await strict.get("/pro");
      expect([none.status, strict.events.at(-1)?.code]).to.deep.equal([401, "credentials_missing"]);
      expect(key.text + none.text).to.not.contain("No.");
    });
    it("an outage is an outage", async () => {
      const down = await start({
        issuer: "https://down.example",
        fetch: world.fetch,
        failedValidation: { status: 404 },
      });
      const answer = await down
        .get("/orders")
        .auth(await sign({ iss: "https://down.example" }), { type: "bearer" });
      expect([answer.status, answer.headers["retry-after"]]).to.deep.equal([503, "1"]);
    });
    for (const status of [200, 302, 399, 500, 401.5, Number.NaN]) {
      it(`status ${status} never starts`, async () => {
        const error: unknown = await api({ status }).catch((thrown: unknown) => thrown);
        expect(error).to.be.instanceOf(ConfigurationError);
      });
    }
  });
}
