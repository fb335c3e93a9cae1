import { expect } from "chai";
import type { ProductAuthOptions, TokenSourceOptions } from "@product-auth/core";
import { AUDIENCE } from "../../support/issuer-claims.js";
import type { Suite } from "../../suite.js";

const TENANT = "aaaabbbb-0000-cccc-1111-dddd2222eeee";
const OTHER = "bbbbcccc-1111-dddd-2222-eeee3333ffff";
const RESOURCE = "https://api.example.com/orders";
const [ISSUER, JWKS] = ["urn:orders", "https://issuer.example/keys"];

export function protectedResourceDocument({ describe, it, issuerApis }: Suite): void {
  // RFC 9728 §2: what this API is, and who issues its tokens.
  describe("the protected-resource metadata document", () => {
    const start = issuerApis();
    const documentOf = async (more: Partial<ProductAuthOptions>) => {
      const one = await start({ protectedResource: { resource: RESOURCE }, ...more }, (app, auth) =>
        app.use(auth.protectedResourceMetadata()),
      );
      const answer = await one.get("/.well-known/oauth-protected-resource/orders").expect(200);
      return answer.body as Record<string, unknown>;
    };

    it("names the resource as it is written, and not the audience", async () =>
      expect(await documentOf({ tenantId: TENANT })).to.deep.equal({
        resource: RESOURCE,
        authorization_servers: [`https://login.microsoftonline.com/${TENANT}/v2.0`],
        bearer_methods_supported: ["header"],
      }));
    it("says what the options say", async () => {
      const protectedResource = {
        resource: RESOURCE,
        scopesSupported: [`${AUDIENCE}/Orders.Read`, `${AUDIENCE}/Orders.Write`],
        resourceName: "Orders",
        resourceDocumentation: "https://docs.example.com/orders",
      };
      expect(await documentOf({ issuer: ISSUER, jwksUri: JWKS, protectedResource })).to.deep.equal({
        resource: RESOURCE,
        authorization_servers: [ISSUER],
        scopes_supported: [`${AUDIENCE}/Orders.Read`, `${AUDIENCE}/Orders.Write`],
        bearer_methods_supported: ["header"],
        resource_name: "Orders",
        resource_documentation: "https://docs.example.com/orders",
      });
    });

    const login = (tenant: string) => `https://login.microsoftonline.com/${tenant}/v2.0`;
    const discoveryUrl = "https://issuer.example/.well-known/openid-configuration";
    const servers: readonly (readonly [
      string,
      Partial<ProductAuthOptions>,
      readonly string[] | undefined,
    ])[] = [
      ["each tenant of a list", { tenantId: [TENANT, OTHER] }, [login(TENANT), login(OTHER)]],
      [
        "each allowed tenant of organizations",
        { tenantId: "organizations", allowedTenants: [TENANT, OTHER] },
        [login(TENANT), login(OTHER)],
      ],
      [
        "a national cloud",
        { tenantId: TENANT, cloud: "us-government" },
        [`https://login.microsoftonline.us/${TENANT}/v2.0`],
      ],
      [
        "External ID on the host of the GUID",
        { tenantId: TENANT, externalId: "contoso" },
        [`https://${TENANT}.ciamlogin.com/${TENANT}/v2.0`],
      ],
      [
        "Entra and other issuers",
        { tenantId: TENANT, issuers: [{ issuer: ["urn:a", "urn:b"], jwksUri: JWKS }] },
        [login(TENANT), "urn:a", "urn:b"],
      ],
      ["no issuer, when only a document knows the name", { issuers: [{ discoveryUrl }] }, undefined],
    ];
    for (const [what, options, expected] of servers) {
      it(`authorization_servers: ${what}`, async () =>
        expect((await documentOf(options))["authorization_servers"]).to.deep.equal(expected));
    }

    const methods: readonly (readonly [TokenSourceOptions, readonly string[]])[] = [
      [{ requireScheme: false }, ["header"]],
      [{ query: "access_token" }, ["query"]],
      [{ header: "X-Token" }, []],
      [{ header: "X-Token", scheme: "Bearer" }, []],
      [{ scheme: "optional" }, ["header"]],
      [{ scheme: "none" }, []],
      [{ cookie: "token" }, []],
      [() => undefined, []],
    ];
    for (const [tokenSource, expected] of methods) {
      it(`bearer_methods_supported with tokenSource ${JSON.stringify(tokenSource) ?? "a function"}`, async () =>
        expect(
          (await documentOf({ tenantId: TENANT, tokenSource }))["bearer_methods_supported"],
        ).to.deep.equal(expected));
    }
  });
}
