import { expect } from "chai";
import { publishAuthority } from "../../support/entra-documents.js";
import type { IssuerApi } from "../../support/issuer-api.js";
import { CLIENT, entraClaims, issuerOf, PUBLIC } from "../../support/issuer-claims.js";
import { startIssuerServer, type IssuerServer } from "../../support/issuer-server.js";
import { badToken } from "../../support/refused.js";
import { signer, type Signer } from "../../support/signer.js";
import type { Suite } from "../../suite.js";

const CONTOSO = "aaaabbbb-0000-cccc-1111-dddd2222eeee";
const FABRIKAM = "bbbbcccc-1111-dddd-2222-eeee3333ffff";
const ELSEWHERE = "99998888-7777-4666-8555-444433332222";
const DOMAIN = "contoso.onmicrosoft.com";

export function entraTenants({ describe, it, before, after, issuerApis }: Suite): void {
  describe("Entra tenants", () => {
    const start = issuerApis();
    let world: IssuerServer;
    let key: Signer;
    let ofFabrikam: Signer;

    before(async () => {
      world = await startIssuerServer();
      key = await signer("key-one");
      ofFabrikam = await signer("key-two");
      publishAuthority(world, { at: CONTOSO, keys: [[key]] });
      publishAuthority(world, { at: DOMAIN, tenant: CONTOSO, keys: [[key]] });
      publishAuthority(world, { at: FABRIKAM, keys: [[ofFabrikam]] });
    });
    after(() => world.close());

    const token = (tenant: string, version: 1 | 2, more: object = {}) =>
      key.sign(entraClaims(tenant, version, more));

    describe("one tenant by its GUID", () => {
      let api: IssuerApi;
      before(async () => (api = await start({ tenantId: CONTOSO.toUpperCase(), fetch: world.fetch })));

      for (const version of [1, 2] as const) {
        it(`admits its version ${version} token`, async () => {
          const access = await api.admits(token(CONTOSO, version));
          expect(access).to.deep.include({ product: "starter", client: { id: CLIENT } });
          const issuer = issuerOf(PUBLIC, CONTOSO, version);
          expect(access.token).to.include({ tenantId: CONTOSO, issuer, profile: `entra-v${version}` });
        });
      }

      it("asks the two documents of the tenant and their keys, nothing else", () => {
        const base = `https://login.microsoftonline.com/${CONTOSO}`;
        expect(new Set(world.asked)).to.deep.equal(
          new Set([
            `${base}/.well-known/openid-configuration`,
            `${base}/discovery/keys`,
            `${base}/v2.0/.well-known/openid-configuration`,
            `${base}/discovery/v2.0/keys`,
          ]),
        );
      });

      const refusals: readonly (readonly [string, object, "token_tenant" | "token_issuer"])[] = [
        ["of another tenant", entraClaims(ELSEWHERE, 2), "token_tenant"],
        ["whose tid alone is ours", entraClaims(ELSEWHERE, 2, { tid: CONTOSO }), "token_issuer"],
        ["whose iss alone is ours", entraClaims(CONTOSO, 2, { tid: ELSEWHERE }), "token_tenant"],
        ["whose tid is a domain", entraClaims(CONTOSO, 2, { tid: DOMAIN }), "token_tenant"],
        ["whose tid is a list", entraClaims(CONTOSO, 2, { tid: [CONTOSO] }), "token_tenant"],
        [
          "with the issuer of version 1",
          entraClaims(CONTOSO, 2, { iss: issuerOf(PUBLIC, CONTOSO, 1) }),
          "token_issuer",
        ],
        [
          "with a slash after iss",
          entraClaims(CONTOSO, 2, { iss: `${issuerOf(PUBLIC, CONTOSO, 2)}/` }),
          "token_issuer",
        ],
        [
          "with iss in capitals",
          entraClaims(CONTOSO, 2, { iss: issuerOf(PUBLIC, CONTOSO, 2).toUpperCase() }),
          "token_issuer",
        ],
      ];
      for (const [what, claims, code] of refusals) {
        it(`refuses a token ${what}: ${code}`, async () =>
          void (await api.refuses(key.sign(claims), badToken, code)));
      }
    });

    describe("one tenant by its domain", () => {
      let api: IssuerApi;
      before(async () => (api = await start({ tenantId: DOMAIN, fetch: world.fetch })));

      for (const version of [1, 2] as const) {
        it(`admits the version ${version} token of the tenant that its document names`, async () =>
          expect((await api.admits(token(CONTOSO, version))).token?.tenantId).to.equal(CONTOSO));
      }

      it("refuses a token of another tenant, and tells operators so", async () => {
        const event = await api.refuses(token(ELSEWHERE, 2), badToken, "token_issuer");
        expect(event.hint).to.contain("another tenant");
      });

      it("refuses a token whose tid is not that of its iss", async () =>
        void (await api.refuses(token(CONTOSO, 2, { tid: ELSEWHERE }), badToken, "token_issuer")));

      it("accepts no tenant at all when the document names a template", async () => {
        const other = "northwind.example";
        publishAuthority(world, { at: other, tenant: "{tenantid}", keys: [[key]] });
        const lax = await start({ tenantId: other, fetch: world.fetch });
        await lax.refuses(token(ELSEWHERE, 2), badToken, "token_issuer");
        await lax.refuses(token(ELSEWHERE, 1), badToken, "token_issuer");
      });
    });

    describe("a list of tenants", () => {
      let api: IssuerApi;
      before(async () => (api = await start({ tenantId: [CONTOSO, FABRIKAM], fetch: world.fetch })));

      for (const version of [1, 2] as const) {
        it(`admits a version ${version} token of each, by that tenant's keys`, async () => {
          const first = await api.admits(token(CONTOSO, version));
          const second = await api.admits(ofFabrikam.sign(entraClaims(FABRIKAM, version)));
          expect([first.token?.tenantId, second.token?.tenantId]).to.deep.equal([CONTOSO, FABRIKAM]);
        });
      }

      it("refuses a token signed by a key of the other tenant", async () => {
        await api.refuses(ofFabrikam.sign(entraClaims(CONTOSO, 2)), badToken, "token_unknown_key");
        const borrowed = ofFabrikam.sign(entraClaims(CONTOSO, 2), { kid: key.kid });
        await api.refuses(borrowed, badToken, "token_signature");
      });

      it("refuses a token of a tenant that is not listed", async () => {
        const event = await api.refuses(token(ELSEWHERE, 2), badToken, "token_tenant");
        expect(event.expected).to.equal(`tid ${CONTOSO} or ${FABRIKAM}`);
      });
    });
  });
}
