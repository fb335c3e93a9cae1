import { ConfigurationError } from "@product-auth/core";
import {
  entraExternalId,
  entraId,
  oidc,
  type EntraExternalIdOptions,
  type EntraIdOptions,
  type OidcOptions,
} from "@product-auth/portal";
import { expect } from "chai";
import { addressIn } from "../support/start-portal.js";

const ID = "aaaabbbb-0000-cccc-1111-dddd2222eeee";
const OTHER = "99999999-0000-0000-0000-999999999999";
const client = { clientId: ID, clientSecret: "secret-value" };

function problemsOf(make: (options: never) => unknown, options: unknown): string {
  try {
    make(options as never);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  return "";
}

function expectProblems(
  make: (options: never) => unknown,
  cases: Readonly<Record<string, readonly [options: unknown, ...words: string[]]>>,
): void {
  for (const [name, [options, ...words]] of Object.entries(cases))
    it(`refuses ${name}, and shows no secret`, () => {
      const message = problemsOf(make, options);
      for (const word of words) expect(message).to.include(word);
      expect(message).not.to.include("secret-value");
    });
}

describe("entraId with tenants", () => {
  const sound: EntraIdOptions = { ...client, tenants: [ID, OTHER], rolesFrom: [ID] };
  it("has the id and label of one tenant", () => {
    expect(entraId(sound)).to.include({ id: "entra", label: "Microsoft Entra ID" });
  });
  expectProblems(entraId, {
    "neither a tenant nor tenants": [client, "tenantId: is missing", "or tenants for several organizations"],
    "a tenant and tenants": [{ ...sound, tenantId: ID }, "tenantId: is given together with tenants"],
    "an empty list": [
      { ...client, tenants: [] },
      "tenants: is not valid",
      "1 to 1000 directory (tenant) ids",
    ],
    "a domain": [{ ...client, tenants: ["contoso.com"] }, "tenants.0: is not valid"],
    "personal accounts": [
      { ...client, tenants: [ID, "9188040D-6C67-4C5B-B112-36A304B66DAD"] },
      "tenants.1: is the tenant of personal Microsoft accounts",
    ],
    "roles from a tenant that is not listed": [
      { ...client, tenants: [ID], rolesFrom: [OTHER] },
      "rolesFrom.0: is not in tenants",
    ],
    "roles from, with one tenant": [
      { ...client, tenantId: ID, rolesFrom: [ID] },
      "rolesFrom: is for tenants",
    ],
  });
});

describe("entraExternalId", () => {
  const sound: EntraExternalIdOptions = { ...client, tenantId: ID, subdomain: "contoso" };
  it("has an id and a label", () => {
    expect(entraExternalId(sound)).to.include({ id: "external-id", label: "Microsoft Entra External ID" });
  });
  it("asks at the subdomain, and refuses metadata of another issuer than that of the tenant", async () => {
    const asked: string[] = [];
    for (const issuer of [
      `https://contoso.ciamlogin.com/${ID}/v2.0`,
      `https://${ID}.ciamlogin.com.evil.example/${ID}/v2.0`,
    ]) {
      const provider = entraExternalId({
        ...sound,
        fetch(input) {
          asked.push(addressIn(input));
          return Promise.resolve(Response.json({ issuer, authorization_endpoint: "https://x.example/a" }));
        },
      });
      const begun = await provider.begin({ redirectUri: "https://p.example/cb" }).catch(String);
      expect(begun).to.include("names another issuer");
    }
    expect(asked[0]).to.equal(`https://contoso.ciamlogin.com/${ID}/v2.0/.well-known/openid-configuration`);
  });
  const { subdomain: _, ...without } = sound;
  expectProblems(entraExternalId, {
    nothing: [{}, "tenantId: is missing", "clientId: is missing"],
    "a tenant without a subdomain": [
      without,
      "subdomain: is missing",
      "write one of subdomain and authorityHost",
    ],
    "a subdomain that is more": [{ ...sound, subdomain: "evil.example/" }, "subdomain: is not valid"],
    "a subdomain and a host": [
      { ...sound, authorityHost: "https://login.contoso.com" },
      "subdomain: is given together with authorityHost",
    ],
    "a host with a path": [
      { ...without, authorityHost: "https://login.contoso.com/x" },
      "authorityHost: is more than an origin",
    ],
    "an issuer without a host": [{ ...sound, issuer: "https://x.example" }, "issuer: is for authorityHost"],
    "no credential": [{ tenantId: ID, clientId: ID, subdomain: "contoso" }, "clientSecret: is missing"],
    tenants: [{ ...sound, tenants: [ID] }, "tenants: is unknown"],
  });
});

describe("oidc", () => {
  const sound: OidcOptions = {
    issuer: "https://accounts.google.com",
    clientId: "1.apps",
    clientSecret: "secret-value",
    label: "Google",
  };
  it("has an id and a label", () => {
    expect(oidc(sound)).to.include({ id: "oidc", label: "Google" });
  });
  expectProblems(oidc, {
    nothing: [
      {},
      "issuer: is missing",
      "clientId: is missing",
      "clientSecret: is missing",
      "label: is missing",
    ],
    "plain http": [
      { ...sound, issuer: "http://id.example.com" },
      "issuer: is neither https nor on localhost",
    ],
    "credentials in the issuer": [{ ...sound, issuer: "https://u:p@id.example.com" }, "issuer: is neither"],
    "a query": [{ ...sound, issuer: "https://id.example.com?x=1" }, "issuer: has a query or a fragment"],
    "the address of the metadata": [
      { ...sound, issuer: "https://id.example.com/.well-known/openid-configuration" },
      "issuer: is the address of the metadata",
    ],
    "a scope with spaces": [{ ...sound, scopes: ["profile email"] }, "scopes.0: is not valid"],
    "an empty path": [{ ...sound, rolesClaim: [] }, "rolesClaim"],
    "another authentication": [{ ...sound, authentication: "none" }, "authentication: is not valid"],
    "another prompt": [{ ...sound, prompts: ["none"] }, "prompts.0: is not valid"],
    "an unknown option": [{ ...sound, tenantId: ID }, "tenantId: is unknown"],
  });
});
