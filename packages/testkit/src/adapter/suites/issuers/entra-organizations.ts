import { expect } from "chai";
import { publishAuthority } from "../../support/entra-documents.js";
import type { IssuerApi } from "../../support/issuer-api.js";
import { entraClaims, issuerOf, PUBLIC } from "../../support/issuer-claims.js";
import { startIssuerServer, type IssuerServer } from "../../support/issuer-server.js";
import { badToken } from "../../support/refused.js";
import { signer, type Signer } from "../../support/signer.js";
import type { Suite } from "../../suite.js";

const CONTOSO = "aaaabbbb-0000-cccc-1111-dddd2222eeee";
const FABRIKAM = "bbbbcccc-1111-dddd-2222-eeee3333ffff";
const ELSEWHERE = "99998888-7777-4666-8555-444433332222";
/** The tenant of personal Microsoft accounts. */
const CONSUMERS = "9188040d-6c67-4c5b-b112-36a304b66dad";

export function entraOrganizations({ describe, it, before, after, issuerApis }: Suite): void {
  // What common keys may sign is said by their own `issuer` ("Validate the signing key issuer", Microsoft Entra).
  for (const at of ["organizations", "common"]) {
    describe(`tenantId: "${at}" with allowedTenants`, () => {
      const start = issuerApis();
      let world: IssuerServer;
      let api: IssuerApi;
      let key: Signer;
      let ofContoso: Signer;
      let ofConsumers: Signer;

      before(async () => {
        world = await startIssuerServer();
        key = await signer("key-three");
        ofContoso = await signer("key-one");
        ofConsumers = await signer("key-four");
        const keys = [
          [key],
          [ofContoso, { issuer: issuerOf(PUBLIC, CONTOSO, 2) }],
          [ofConsumers, { issuer: issuerOf(PUBLIC, CONSUMERS, 2) }],
        ] as const;
        // Entra's version 1 keys name no issuer; should they, they would name those of version 2.
        const keysV1 = [
          key.jwk,
          { ...ofContoso.jwk, issuer: issuerOf(PUBLIC, CONTOSO, 2) },
          { ...ofConsumers.jwk, issuer: issuerOf(PUBLIC, CONSUMERS, 2) },
        ];
        publishAuthority(world, { at, keys, keysV1 });
        const allowedTenants = [CONTOSO, FABRIKAM.toUpperCase(), CONSUMERS];
        api = await start({ tenantId: at, allowedTenants, fetch: world.fetch });
      });
      after(() => world.close());

      const token = (by: Signer, tenant: string, version: 1 | 2, more: object = {}) =>
        by.sign(entraClaims(tenant, version, more));

      for (const version of [1, 2] as const) {
        describe(`version ${version} tokens`, () => {
          it("of every allowed tenant are admitted", async () => {
            const first = await api.admits(token(key, CONTOSO, version));
            const second = await api.admits(token(key, FABRIKAM, version));
            expect([first.token?.issuer, second.token?.issuer]).to.deep.equal([
              issuerOf(PUBLIC, CONTOSO, version),
              issuerOf(PUBLIC, FABRIKAM, version),
            ]);
          });

          it("by the tenant's own key are admitted", async () =>
            expect((await api.admits(token(ofContoso, CONTOSO, version))).token?.tenantId).to.equal(CONTOSO));

          it("by the key of another tenant are refused", async () => {
            const event = await api.refuses(
              token(ofContoso, FABRIKAM, version),
              badToken,
              "token_key_issuer",
            );
            expect(event.expected).to.equal(`a key of ${issuerOf(PUBLIC, FABRIKAM, 2)}`);
            expect(event.actual).to.equal(issuerOf(PUBLIC, CONTOSO, 2));
          });

          it("by a key of personal accounts are refused, except for those", async () => {
            await api.refuses(token(ofConsumers, CONTOSO, version), badToken, "token_key_issuer");
            await api.admits(token(ofConsumers, CONSUMERS, version));
          });

          it("of a tenant that is not allowed are refused", async () => {
            const event = await api.refuses(token(key, ELSEWHERE, version), badToken, "token_tenant");
            expect(event.hint).to.contain("another tenant");
          });

          it("whose iss is that of another allowed tenant are refused", async () => {
            const borrowed = { iss: issuerOf(PUBLIC, FABRIKAM, version) };
            await api.refuses(token(key, CONTOSO, version, borrowed), badToken, "token_issuer");
          });

          it("whose iss is the template itself are refused", async () => {
            const template = { iss: issuerOf(PUBLIC, "{tenantid}", version) };
            await api.refuses(token(key, CONTOSO, version, template), badToken, "token_issuer");
            const asTenant = { ...template, tid: "{tenantid}" };
            await api.refuses(token(key, CONTOSO, version, asTenant), badToken, "token_tenant");
          });
        });
      }

      describe("the network", () => {
        it(`is asked for the documents of ${at} only: no token chooses an address`, () => {
          const base = `https://login.microsoftonline.com/${at}/`;
          expect(world.asked.filter((address) => !address.startsWith(base))).to.deep.equal([]);
          expect(world.asked).to.have.length(4);
        });
      });
    });
  }
}
