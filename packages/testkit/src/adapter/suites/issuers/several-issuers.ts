import { expect } from "chai";
import type { IssuerOptions } from "@product-auth/core";
import { publishAuthority } from "../../support/entra-documents.js";
import { tellAccess, type IssuerApi } from "../../support/issuer-api.js";
import { AUDIENCE, entraClaims, issuerOf, openIdClaims, PUBLIC } from "../../support/issuer-claims.js";
import { publishIssuer, startIssuerServer, type IssuerServer } from "../../support/issuer-server.js";
import { movableClock } from "../../support/movable-clock.js";
import { badToken, notPermitted, unavailable } from "../../support/refused.js";
import { signer, type Signer } from "../../support/signer.js";
import type { Suite } from "../../suite.js";

const TENANT = "aaaabbbb-0000-cccc-1111-dddd2222eeee";
const [ONE, TWO, THREE] = ["https://one.example", "https://two.example/realm", "https://three.example"];
const SAME = { kid: "2026-01" };

const from = (issuer: string, by: Signer, header?: Record<string, unknown>) =>
  by.sign(openIdClaims(issuer), header);

export function severalIssuers({ describe, it, before, after, harness, issuerApis }: Suite): void {
  describe("several issuers in one instance", () => {
    const start = issuerApis();
    let world: IssuerServer;
    let api: IssuerApi;
    let keys: Record<"one" | "two" | "three" | "entra", Signer>;
    let shared: Record<"one" | "two", Signer>;

    before(async () => {
      world = await startIssuerServer();
      const [one, two, three, entra] = await Promise.all(
        ["key-one", "key-two", "key-three", "key-four"].map((kid) => signer(kid)),
      );
      keys = { one: one!, two: two!, three: three!, entra: entra! };
      // The same kid twice: nothing keeps two issuers from that.
      const [first, second] = [await signer("key-one", "ES256"), await signer("key-two", "ES256")];
      shared = { one: first, two: second };
      publishIssuer(world, ONE, [one!.jwk, { ...first.jwk, ...SAME }]);
      world.documents.set("https://two.example/keys", { keys: [two!.jwk, { ...second.jwk, ...SAME }] });
      publishIssuer(world, THREE, [three!.jwk], "https://three.example/somewhere");
      publishAuthority(world, { at: TENANT, keys: [[entra!]] });
      const algorithms = ["RS256", "ES256"] as const;
      const issuers: IssuerOptions[] = [
        { discoveryUrl: "https://three.example/somewhere/.well-known/openid-configuration" },
        { issuer: ONE, algorithms },
        { issuer: TWO, jwksUri: "https://two.example/keys", algorithms, clientClaim: "sub" },
      ];
      api = await start({ issuers, tenantId: TENANT, fetch: world.fetch });
    });
    after(() => world.close());

    it("each admits its own tokens, and Entra its own", async () => {
      const tokens = [
        from(ONE, keys.one),
        from(TWO, keys.two),
        from(THREE, keys.three),
        keys.entra.sign(entraClaims(TENANT, 2)),
      ];
      const issuers = [];
      for (const token of tokens) issuers.push((await api.admits(token)).token?.issuer);
      expect(issuers).to.deep.equal([ONE, TWO, THREE, issuerOf(PUBLIC, TENANT, 2)]);
    });

    const pairs = [
      [ONE, "two"],
      [ONE, "three"],
      [ONE, "entra"],
      [TWO, "one"],
      [TWO, "entra"],
      [THREE, "one"],
      [THREE, "entra"],
    ] as const;
    for (const [issuer, other] of pairs) {
      it(`the key of ${other} never signs for ${issuer}`, async () => {
        await api.refuses(from(issuer, keys[other]), badToken, "token_unknown_key");
        const own = { [ONE]: "one", [TWO]: "two", [THREE]: "three" }[issuer] as keyof typeof keys;
        const borrowed = from(issuer, keys[other], { kid: keys[own].kid });
        await api.refuses(borrowed, badToken, "token_signature");
      });
    }
    for (const other of ["one", "two", "three"] as const) {
      it(`the key of ${other} never signs for Entra`, async () => {
        await api.refuses(keys[other].sign(entraClaims(TENANT, 2)), badToken, "token_unknown_key");
        const borrowed = keys[other].sign(entraClaims(TENANT, 2), { kid: keys.entra.kid });
        await api.refuses(borrowed, badToken, "token_signature");
      });
    }

    it("the same kid means each issuer's own key, whatever was seen before", async () => {
      await api.admits(from(ONE, shared.one, SAME));
      await api.admits(from(TWO, shared.two, SAME));
      await api.refuses(from(ONE, shared.two, SAME), badToken, "token_signature");
      await api.refuses(from(TWO, shared.one, SAME), badToken, "token_signature");
    });

    it("claims of Entra do not make another issuer's token one of Entra", async () => {
      const mixed = keys.one.sign({ ...entraClaims(TENANT, 2), ...openIdClaims(ONE) });
      expect((await api.admits(mixed)).token?.profile).to.equal("openid");
      const disguised = keys.one.sign(openIdClaims(issuerOf(PUBLIC, TENANT, 2)));
      await api.refuses(disguised, badToken, "token_version");
    });

    it("options of one do not hold for another: algorithms and claim names", async () => {
      const three = await signer("three-ec", "ES256");
      publishIssuer(world, THREE, [keys.three.jwk, three.jwk], "https://three.example/somewhere");
      await api.refuses(from(THREE, three), badToken, "token_algorithm");
      const [sub, client_id] = ["batch", "orders-batch"];
      const two = await api.admits(keys.two.sign(openIdClaims(TWO, { sub, client_id })));
      expect(two.client).to.deep.equal({ id: "batch" }); // of TWO, sub is the client
      await api.refuses(keys.one.sign(openIdClaims(ONE, { sub, client_id })), badToken, "token_kind");
    });

    it("a product that asks for iss takes tokens of that one only", async () => {
      const requiredClaims = [{ name: "iss", values: [TWO] }];
      const products = { starter: { displayName: "Starter", audience: AUDIENCE, requiredClaims } };
      const place = { jwksUri: "https://two.example/keys" };
      const issuers = [{ issuer: ONE }, { issuer: TWO, ...place }];
      const tied = await start({ issuers, products, fetch: world.fetch });
      await tied.admits(from(TWO, keys.two));
      await tied.refuses(from(ONE, keys.one), notPermitted, "claim_missing");
    });

    describe("an issuer that is trusted with one product", () => {
      const products = {
        starter: { displayName: "Starter", audience: AUDIENCE },
        pro: { role: "Product.Starter.All", audience: "https://pro.example" },
      };
      const place = { jwksUri: "https://two.example/keys" };
      const tied = () =>
        start(
          {
            issuers: [{ issuer: ONE }, { issuer: TWO, ...place, products: ["pro"] }],
            products,
            fetch: world.fetch,
          },
          (app, auth) => app.use(auth).get("/orders", tellAccess),
        );
      const forBoth = { aud: [AUDIENCE, "https://pro.example"] };

      it("opens that one and no other", async () => {
        const api = await tied();
        const pro = await api.admits(keys.two.sign(openIdClaims(TWO, { aud: "https://pro.example" })));
        expect(pro.product).to.equal("pro");
        await api.refuses(from(TWO, keys.two), badToken, "token_audience");
        expect((await api.admits(from(ONE, keys.one))).product).to.equal("starter");
      });
      it("opens no other by naming both", async () => {
        const api = await tied();
        const { product, token } = await api.admits(keys.two.sign(openIdClaims(TWO, forBoth)));
        expect([product, token?.audience]).to.deep.equal(["pro", ["https://pro.example"]]);
        expect((await api.admits(keys.one.sign(openIdClaims(ONE, forBoth)))).product).to.equal("starter");
      });
      it("must be trusted with a product that exists", () => {
        const make = () => harness.adapt({ issuers: [{ issuer: TWO, products: ["prro"] }], products });
        expect(make).to.throw(/issuers\[0\]\.products\[0\]: is an unknown product[^]*did you mean "pro"\?/);
      });
    });

    it("an issuer that is trusted by nobody is refused", async () =>
      void (await api.refuses(from("https://four.example", keys.one), badToken, "token_version")));

    describe("while one of them is down", () => {
      const down = "https://down.example/.well-known/openid-configuration";
      const issuers = [{ discoveryUrl: down }, { issuer: ONE }, { issuer: "https://down.example/too" }];

      it("the others go on: those named here, and Entra", async () => {
        const other = await start({ issuers, tenantId: TENANT, fetch: world.fetch });
        await other.admits(from(ONE, keys.one));
        await other.admits(keys.entra.sign(entraClaims(TENANT, 2)));
      });
      it("503 for its own tokens, and for those that nobody else vouches for", async () => {
        const other = await start({ issuers, tenantId: TENANT, fetch: world.fetch });
        for (const issuer of ["https://down.example", "https://down.example/too"]) {
          await other.refuses(from(issuer, keys.one), unavailable, "signing_keys_unavailable");
        }
      });
      it("its tokens are admitted as soon as it is up", async () => {
        const clock = movableClock();
        const other = await start({ issuers, fetch: world.fetch, clock: clock.now });
        const token = from("https://down.example", keys.two);
        await other.refuses(token, unavailable, "signing_keys_unavailable");
        publishIssuer(world, "https://down.example", [keys.two.jwk]);
        clock.advance(2);
        await other.admits(token);
        world.documents.delete(down);
      });
    });
  });
}
