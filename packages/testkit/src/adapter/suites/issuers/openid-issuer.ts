import { expect } from "chai";
import { openIdClaims } from "../../support/issuer-claims.js";
import { publishIssuer, startIssuerServer, type IssuerServer } from "../../support/issuer-server.js";
import { badToken, unavailable } from "../../support/refused.js";
import { signer, type Signer } from "../../support/signer.js";
import type { Suite } from "../../suite.js";

export function openidIssuer({ describe, it, before, after, beforeEach, issuerApis }: Suite): void {
  // Ways to say where an issuer's keys are, and what its tokens call it.
  describe("an OpenID issuer", () => {
    const start = issuerApis();
    let world: IssuerServer;
    let key: Signer;
    before(async () => {
      world = await startIssuerServer();
      key = await signer("key-one");
    });
    after(() => world.close());
    beforeEach(() => {
      world.documents.clear();
      world.asked.length = 0;
    });

    const at = (path: string) => `${world.origin}/${path}`;
    const token = (issuer: unknown, more: object = {}) =>
      key.sign(openIdClaims("", { iss: issuer, ...more }));

    describe("issuer alone", () => {
      for (const path of ["", "tenant", "realms/orders", "v2/"]) {
        it(`"…/${path}": the document is looked for below it`, async () => {
          const issuer = at(path);
          publishIssuer(world, issuer, [key.jwk]);
          const api = await start({ issuer });
          const access = await api.admits(token(issuer));
          expect(access).to.deep.include({ product: "starter", client: { id: "orders-batch" } });
          expect(access.token).to.include({ profile: "openid", issuer });
          const base = issuer.replace(/\/$/, "");
          expect(world.asked).to.deep.equal([`${base}/.well-known/openid-configuration`, `${base}/keys`]);
        });
      }
      it("is the same as one of issuers", async () => {
        publishIssuer(world, at("tenant"), [key.jwk]);
        await (await start({ issuers: [{ issuer: at("tenant") }] })).admits(token(at("tenant")));
      });
      // OpenID Connect Discovery 1.0 §4.3: a document of somebody else must not be believed.
      for (const named of ["other", "tenant/", "TENANT"]) {
        it(`503 while the document names "…/${named}" instead`, async () => {
          publishIssuer(world, at(named), [key.jwk], at("tenant"));
          const api = await start({ issuer: at("tenant") });
          const event = await api.refuses(token(at("tenant")), unavailable, "signing_keys_unavailable");
          expect(event.actual).to.equal(`the metadata is of another issuer, ${at(named)}`);
        });
      }
      for (const iss of ["other", "tenant/", "", undefined, null, 7, ["tenant"], { a: "tenant" }]) {
        it(`refuses iss ${JSON.stringify(iss)}, and asks for nothing`, async () => {
          const written =
            typeof iss === "string" && iss !== "" ? at(iss) : Array.isArray(iss) ? iss.map(at) : iss;
          const api = await start({ issuer: at("tenant") });
          await api.refuses(token(written), badToken, "token_issuer");
          expect(world.asked).to.deep.equal([]);
        });
      }
    });

    describe("discoveryUrl", () => {
      it("alone: the document says who the issuer is", async () => {
        const discoveryUrl = publishIssuer(world, "urn:orders", [key.jwk], at("somewhere"));
        const api = await start({ issuers: [{ discoveryUrl }] });
        expect((await api.admits(token("urn:orders"))).token?.issuer).to.equal("urn:orders");
        await api.refuses(token(at("somewhere")), badToken, "token_issuer");
      });
      it("with issuer: that replaces what the document says", async () => {
        const discoveryUrl = publishIssuer(world, "urn:inside", [key.jwk], at("somewhere"));
        const api = await start({ issuers: [{ discoveryUrl, issuer: "urn:outside" }] });
        await api.admits(token("urn:outside"));
        await api.refuses(token("urn:inside"), badToken, "token_issuer");
      });
      it("with a list of issuers: any of them, and no other", async () => {
        const discoveryUrl = publishIssuer(world, "urn:inside", [key.jwk], at("somewhere"));
        const api = await start({ issuers: [{ discoveryUrl, issuer: ["urn:a", "urn:b"] }] });
        for (const issuer of ["urn:a", "urn:b"]) await api.admits(token(issuer));
        await api.refuses(token("urn:inside"), badToken, "token_issuer");
      });
      it("503 while the document cannot be had", async () => {
        const api = await start({ issuers: [{ discoveryUrl: at("nowhere") }] });
        const event = await api.refuses(token("urn:a"), unavailable, "signing_keys_unavailable");
        expect(event.actual).to.equal("status 404");
      });
      it("503 when the document sends us to an address that is not https", async () => {
        world.documents.set(at("d"), { issuer: "urn:a", jwks_uri: "http://keys.example/" });
        const api = await start({ issuers: [{ discoveryUrl: at("d") }], fetch: world.fetch });
        await api.refuses(token("urn:a"), unavailable, "signing_keys_unavailable");
        expect(world.asked).to.deep.equal([at("d")]);
      });
    });

    describe("jwksUri", () => {
      for (const short of [true, false]) {
        it(`with issuer, ${short ? "in short" : "in issuers"}: no document is needed`, async () => {
          world.documents.set(at("keys"), { keys: [key.jwk] });
          const place = { issuer: "urn:a", jwksUri: at("keys") };
          const api = await start(short ? place : { issuers: [place] });
          await api.admits(token("urn:a"));
          await api.refuses(token("urn:b"), badToken, "token_issuer");
          expect(world.asked).to.deep.equal([at("keys")]);
        });
      }
      for (const [what, document] of [
        ["no list of keys", { keys: {} }],
        ["empty", { keys: [] }],
        ["a list of sets", [{ keys: [] }]],
      ] as const) {
        it(`503 when the key set is ${what}`, async () => {
          world.documents.set(at("keys"), document);
          const api = await start({ issuer: "urn:a", jwksUri: at("keys") });
          await api.refuses(token("urn:a"), unavailable, "signing_keys_unavailable");
        });
      }
    });

    describe("which key", () => {
      it("the one the kid names; an unknown kid is refused", async () => {
        world.documents.set(at("keys"), { keys: [key.jwk, (await signer("key-two")).jwk] });
        const api = await start({ issuer: "urn:a", jwksUri: at("keys") });
        await api.admits(token("urn:a"));
        const unknown = key.sign(openIdClaims("urn:a"), { kid: "unknown" });
        await api.refuses(unknown, badToken, "token_unknown_key");
        const borrowed = key.sign(openIdClaims("urn:a"), { kid: "key-two" });
        await api.refuses(borrowed, badToken, "token_signature");
      });
      it("the only one of its kind for a token without kid", async () => {
        const { kid: _, ...nameless } = key.jwk;
        world.documents.set(at("keys"), { keys: [nameless, (await signer("openid-ec", "ES256")).jwk] });
        const options = { issuer: "urn:a", jwksUri: at("keys"), algorithms: ["RS256", "ES256"] as const };
        const api = await start({ issuers: [options] });
        await api.admits(key.sign(openIdClaims("urn:a"), { kid: undefined }));
        await api.refuses(token("urn:a"), badToken, "token_unknown_key");
      });
      it("none of several for a token without kid", async () => {
        world.documents.set(at("keys"), { keys: [key.jwk, (await signer("key-two")).jwk] });
        const api = await start({ issuer: "urn:a", jwksUri: at("keys") });
        const nameless = key.sign(openIdClaims("urn:a"), { kid: undefined });
        await api.refuses(nameless, badToken, "token_unknown_key");
      });
    });
  });
}
