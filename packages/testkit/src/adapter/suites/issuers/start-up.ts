import { expect } from "chai";
import type { ProductAuthOptions } from "@product-auth/core";
import type { Suite } from "../../suite.js";

const TENANT = "aaaabbbb-0000-cccc-1111-dddd2222eeee";
const ISSUER = "https://issuer.example";

export function startUp({ describe, it, problemsOf }: Suite): void {
  describe("a wrong set-up of issuers never starts", () => {
    describe("Entra", () => {
      const cases: readonly (readonly [string, Partial<ProductAuthOptions>, string])[] = [
        ["no issuer at all", {}, "tenantId: is undefined"],
        ["an empty tenant", { tenantId: "" }, "tenantId: is empty"],
        ["an empty list of tenants", { tenantId: [] }, "tenantId: is empty"],
        ["no tenant, no domain", { tenantId: "contoso" }, "tenantId: is neither a GUID nor a domain name"],
        [
          "domains in a list",
          { tenantId: [TENANT, "b.example"] },
          'tenantId: lists "b.example", which is not a GUID',
        ],
        [
          "common in a list",
          { tenantId: [TENANT, "common"] },
          'tenantId: lists "common", which is not a GUID',
        ],
        [
          "personal accounts",
          { tenantId: "consumers" },
          'tenantId: is "consumers", which stands for personal accounts',
        ],
        ["every tenant", { tenantId: "organizations" }, "allowedTenants: is missing"],
        ["every tenant, in a list", { tenantId: ["common"] }, "allowedTenants: is missing"],
        ["no tenant of all", { tenantId: "common", allowedTenants: [] }, "allowedTenants: is empty"],
        [
          "tenants that are no GUIDs",
          { tenantId: "common", allowedTenants: [TENANT, "*"] },
          "allowedTenants[1]: is not a GUID",
        ],
        [
          "allowedTenants of one",
          { tenantId: TENANT, allowedTenants: [TENANT] },
          'allowedTenants: applies to tenantId "organizations" or "common" only',
        ],
        [
          "two ways to name the login service",
          { tenantId: TENANT, cloud: "china", externalId: "contoso" },
          "externalId: sets the login service, and so does cloud",
        ],
        [
          "External ID by its host",
          { tenantId: TENANT, externalId: "c.ciamlogin.com" },
          "externalId: is not a subdomain",
        ],
        [
          "External ID by domain",
          { tenantId: "c.onmicrosoft.com", externalId: "c" },
          "tenantId: is not the GUID of the External ID tenant",
        ],
        ["an unknown cloud", { tenantId: TENANT, cloud: "moon" as "china" }, 'cloud: is "moon"'],
        ["no version", { tenantId: TENANT, tokenVersions: [] }, "tokenVersions: is empty"],
      ];
      for (const [what, options, problem] of cases) {
        it(what, () => expect(problemsOf(options)).to.deep.equal([problem]));
      }
      it("what is right starts", () => {
        expect(problemsOf({ tenantId: TENANT, cloud: "us-government" })).to.deep.equal([]);
        expect(problemsOf({ tenantId: TENANT, externalId: "contoso" })).to.deep.equal([]);
        expect(problemsOf({ tenantId: "common", allowedTenants: [TENANT] })).to.deep.equal([]);
      });
    });

    describe("any issuer", () => {
      const cases: readonly (readonly [string, Partial<ProductAuthOptions>, string])[] = [
        ["an address without https", { issuer: "http://issuer.example" }, "issuer: is not an https URL"],
        ["no address and no way to keys", { issuer: "orders" }, "issuer: is not an https URL"],
        ["keys without an issuer", { jwksUri: `${ISSUER}/keys` }, "jwksUri: is set without issuer"],
        ["an empty issuer", { issuers: [{ issuer: "" }] }, "issuers[0].issuer: is empty"],
        ["nothing", { issuers: [{}] }, "issuers[0].issuer: is missing"],
        [
          "only an address of keys",
          { issuers: [{ jwksUri: `${ISSUER}/keys` }] },
          "issuers[0].issuer: is missing",
        ],
        [
          "names without a way to keys",
          { issuers: [{ issuer: [ISSUER, "urn:b"] }] },
          "issuers[0].issuer: is a list without a source of keys",
        ],
        [
          "two ways to keys",
          { issuers: [{ discoveryUrl: ISSUER, jwksUri: ISSUER, issuer: "urn:a" }] },
          "issuers[0].jwksUri: is a second source of keys besides discoveryUrl",
        ],
        [
          "one issuer twice",
          { issuer: ISSUER, issuers: [{ issuer: ISSUER }] },
          "issuers[0].issuer: is listed twice",
        ],
        [
          "keys by plain http",
          { issuers: [{ issuer: "urn:a", jwksUri: "http://issuer.example/keys" }] },
          "issuers[0].jwksUri: is not an https URL",
        ],
      ];
      for (const [what, options, problem] of cases) {
        it(what, () => {
          const list = problemsOf(options).filter((line) => !line.startsWith("tenantId"));
          expect(list).to.deep.equal([problem]);
        });
      }
    });
  });
}
