import { expect } from "chai";
import { ConfigurationError, type ProductAuthOptions } from "@product-auth/core";
import type { Response } from "supertest";
import { tell } from "../../support/api.js";
import { AUDIENCE, openIdClaims } from "../../support/issuer-claims.js";
import { startIssuerServer, type IssuerServer } from "../../support/issuer-server.js";
import { signer } from "../../support/signer.js";
import type { Suite } from "../../suite.js";

const TENANT = "aaaabbbb-0000-cccc-1111-dddd2222eeee";
const RESOURCE = "https://api.example.com/orders";
const PATH = "/.well-known/oauth-protected-resource";
const [ISSUER, JWKS] = ["urn:orders", "https://issuer.example/keys"];

const challengeOf = ({ headers }: Response) =>
  (headers as Record<string, string>)["www-authenticate"]!.replace(/127\.0\.0\.1:\d+/, "{host}");

export function protectedResource({ describe, it, before, after, issuerApis, problemsOf }: Suite): void {
  // RFC 9728: what this API is, and who issues its tokens.
  describe("publishing protected-resource metadata", () => {
    const start = issuerApis();
    let world: IssuerServer;
    before(async () => {
      world = await startIssuerServer();
      world.documents.set(JWKS, { keys: [(await signer("key-one")).jwk] });
    });
    after(() => world.close());

    const api = (more: Partial<ProductAuthOptions>) =>
      start({ issuer: ISSUER, jwksUri: JWKS, fetch: world.fetch, ...more }, (app, auth) => {
        app.use(auth.protectedResourceMetadata());
        app.use(auth);
        app.get("/orders", auth.requireProduct("starter"), tell);
      });

    // RFC 9728 §3.1: the well-known part goes between host and path.
    describe("where it is", () => {
      const places: readonly (readonly [resource: string, path: string])[] = [
        ["https://api.example.com", PATH],
        ["https://api.example.com/", PATH],
        ["https://api.example.com/orders", `${PATH}/orders`],
        ["https://api.example.com/v1/orders/", `${PATH}/v1/orders/`],
        ["https://api.example.com:8443/orders", `${PATH}/orders`],
        ["http://localhost:3000/orders", `${PATH}/orders`],
      ];
      for (const [resource, path] of places) {
        it(`${resource}: ${path}`, async () => {
          const one = await api({ protectedResource: { resource } });
          const answer = await one.get(path).expect(200).expect("content-type", "application/json");
          expect(answer.body).to.include({ resource });
          const challenge = `Bearer resource_metadata="${new URL(resource).origin}${path}"`;
          await one.get("/orders").expect(401).expect("www-authenticate", challenge);
          const elsewhere = path === PATH ? `${PATH}/other` : PATH;
          await one.get(elsewhere).expect(401);
        });
      }
      it("under the guard's path, though only the middleware before it answers", async () => {
        const one = await api({ protectedResource: { resource: RESOURCE } });
        await one.get(`${PATH}/orders?a=1`).expect(200);
        await one.get(`${PATH}/orders/`).expect(401);
        await one.get(`${PATH}/ORDERS`).expect(401);
        await one.get("/orders").expect(401);
      });
      it("in a router that is mounted at a path of its own", async () => {
        const options = {
          issuer: ISSUER,
          jwksUri: JWKS,
          protectedResource: { resource: "https://a.example/" },
        };
        const one = await start(options, (app, auth) =>
          app.mount("/.well-known", auth.protectedResourceMetadata(), (inner) => {
            inner.get("/*path", () => ({ status: 404, body: "nothing here" }));
          }),
        );
        const answer = await one.get(PATH).expect(200);
        expect(answer.body).to.include({ resource: "https://a.example/" });
        await one.get("/.well-known/security.txt").expect(404, "nothing here");
      });
    });

    describe("how it is served", () => {
      const open = () => api({ protectedResource: { resource: RESOURCE } });
      it("to browsers of any origin (RFC 9728 §3)", async () => {
        const one = await open();
        const request = one.get(`${PATH}/orders`).set("origin", "https://app.example");
        const answer = await request.expect(200);
        expect(answer.headers).to.include({
          "access-control-allow-origin": "*",
          "content-type": "application/json",
          "content-length": String(Buffer.byteLength(answer.text)),
        });
      });
      it("to HEAD, without its body", async () => {
        const one = await open();
        const { text } = await one.get(`${PATH}/orders`);
        const head = await fetch(`http://127.0.0.1:${one.port}${PATH}/orders`, { method: "HEAD" });
        expect([head.status, head.headers.get("content-length"), await head.text()]).to.deep.equal([
          200,
          String(Buffer.byteLength(text)),
          "",
        ]);
      });
      for (const method of ["POST", "PUT", "DELETE", "OPTIONS"]) {
        it(`not to ${method}: that goes on to the guard`, async () => {
          const one = await open();
          const answer = await fetch(`http://127.0.0.1:${one.port}${PATH}/orders`, { method });
          expect(answer.status).to.equal(401);
        });
      }
      it("whatever credentials come with it, and tells no event", async () => {
        const one = await open();
        await one.get(`${PATH}/orders`).auth("no token", { type: "bearer" }).expect(200);
        expect(one.events).to.deep.equal([]);
      });
    });

    // RFC 9728 §5.1.
    describe("resource_metadata stands in every Bearer challenge", () => {
      const METADATA = `resource_metadata="https://api.example.com${PATH}/orders"`;
      const send = async (claims?: object) => {
        const one = await api({ protectedResource: { resource: RESOURCE } });
        const request = one.get("/orders");
        if (claims === undefined) return challengeOf(await request);
        const token = await (await signer("key-one")).sign(openIdClaims(ISSUER, claims));
        return challengeOf(await request.auth(token, { type: "bearer" }));
      };
      it("without a token", async () => expect(await send()).to.equal(`Bearer ${METADATA}`));
      it("with one that does not hold", async () =>
        expect(await send({ exp: 1 })).to.equal(`Bearer error="invalid_token", ${METADATA}`));
      it("with one that lacks a right", async () =>
        expect(await send({ roles: [] })).to.equal(
          `Bearer error="insufficient_scope", scope="Product.Starter.All", ${METADATA}`,
        ));
      it("but not in that of keys", async () => {
        const products = { starter: { audience: AUDIENCE, accepts: ["token", "key"] as const } };
        const one = await api({ protectedResource: { resource: RESOURCE }, products, subscriptions: [] });
        const key =
          'AzureApiManagementKey realm="https://{host}/",name="Ocp-Apim-Subscription-Key",type="header"';
        expect(challengeOf(await one.get("/orders"))).to.equal(`Bearer ${METADATA}, ${key}`);
      });
    });

    describe("set-up", () => {
      it("without the option there is nothing to publish: ConfigurationError, and what to write", async () => {
        const error: unknown = await api({}).catch((thrown: unknown) => thrown);
        expect(error).to.be.instanceOf(ConfigurationError);
        const { problems } = error as ConfigurationError;
        expect(problems.map(({ path }) => path)).to.deep.equal(["protectedResourceMetadata()"]);
        expect(problems[0]!.fix).to.contain("protectedResource: {");
      });
      for (const resource of ["", "orders", "http://api.example.com", `${RESOURCE}?a=1`, `${RESOURCE}#a`]) {
        it(`resource "${resource}" never starts`, () => {
          const problems = problemsOf({ tenantId: TENANT, protectedResource: { resource } });
          expect(problems).to.have.length(1);
          expect(problems[0]).to.match(/^protectedResource\.resource: /);
        });
      }
    });
  });
}
