import { type Entra, startEntra } from "@product-auth/emulator";
import { expect } from "chai";

type Document = Record<string, unknown>;

describe("discovery", () => {
  let entra: Entra;
  before(async () => {
    entra = await startEntra();
  });
  after(() => entra.close());

  const read = async (path: string): Promise<{ status: number; headers: Headers; body: Document }> => {
    const response = await fetch(`${entra.origin}/${path}`);
    return { status: response.status, headers: response.headers, body: (await response.json()) as Document };
  };

  it("has every field of a version 2 document, on its own origin", async () => {
    const tid = entra.tenantId;
    const base = `${entra.origin}/${tid}`;
    const { status, headers, body } = await read(`${tid}/v2.0/.well-known/openid-configuration`);
    expect(status).to.equal(200);
    expect(headers.get("content-type")).to.equal("application/json; charset=utf-8");
    expect(headers.get("access-control-allow-origin")).to.equal("*");
    expect(headers.get("cache-control")).to.equal("max-age=86400, private");
    expect(body).to.deep.equal({
      token_endpoint: `${base}/oauth2/v2.0/token`,
      token_endpoint_auth_methods_supported: ["client_secret_post", "private_key_jwt", "client_secret_basic"],
      jwks_uri: `${base}/discovery/v2.0/keys`,
      response_modes_supported: ["query", "fragment", "form_post"],
      subject_types_supported: ["pairwise"],
      id_token_signing_alg_values_supported: ["RS256"],
      response_types_supported: ["code", "id_token", "code id_token", "id_token token"],
      scopes_supported: ["openid", "profile", "email", "offline_access"],
      issuer: `${base}/v2.0`,
      request_uri_parameter_supported: false,
      userinfo_endpoint: `${entra.origin}/oidc/userinfo`,
      authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
      device_authorization_endpoint: `${base}/oauth2/v2.0/devicecode`,
      http_logout_supported: true,
      frontchannel_logout_supported: true,
      end_session_endpoint: `${base}/oauth2/v2.0/logout`,
      claims_supported: words(
        "sub iss cloud_instance_name cloud_instance_host_name cloud_graph_host_name msgraph_host aud exp iat auth_time acr nonce preferred_username name tid ver at_hash c_hash email",
      ),
      kerberos_endpoint: `${base}/kerberos`,
      mtls_endpoint_aliases: { token_endpoint: `${base}/oauth2/v2.0/token` },
      tls_client_certificate_bound_access_tokens: true,
      tenant_region_scope: "NA",
      cloud_instance_name: "microsoftonline.com",
      cloud_graph_host_name: "graph.windows.net",
      msgraph_host: "graph.microsoft.com",
      rbac_url: "https://pas.windows.net",
    });
  });

  it("has the fields of a version 1 document, whose keys are the common ones", async () => {
    const base = `${entra.origin}/${entra.tenantId}`;
    const { body } = await read(`${entra.tenantId}/.well-known/openid-configuration`);
    expect(body).to.include({
      issuer: `${base}/`,
      authorization_endpoint: `${base}/oauth2/authorize`,
      token_endpoint: `${base}/oauth2/token`,
      jwks_uri: `${entra.origin}/common/discovery/keys`,
      userinfo_endpoint: `${base}/openid/userinfo`,
      end_session_endpoint: `${base}/oauth2/logout`,
      check_session_iframe: `${base}/oauth2/checksession`,
      microsoft_multi_refresh_token: true,
    });
    expect(body["scopes_supported"]).to.deep.equal(["openid"]);
    expect(body["claims_supported"]).to.include.members(["amr", "family_name", "nickname"]);
    expect(body).to.not.have.any.keys("request_uri_parameter_supported", "mtls_endpoint_aliases");
  });

  it("keeps silent about PKCE, introspection and revocation, as Entra does", async () => {
    for (const version of ["", "v2.0/"]) {
      const { body } = await read(`${entra.tenantId}/${version}.well-known/openid-configuration`);
      expect(body).to.not.have.any.keys(
        "grant_types_supported",
        "code_challenge_methods_supported",
        "introspection_endpoint",
        "revocation_endpoint",
        "registration_endpoint",
      );
    }
  });

  it("answers to the tenant's domain and to either case, always naming the tenant id", async () => {
    for (const name of [entra.tenantDomain, entra.tenantDomain.toUpperCase(), entra.tenantId.toUpperCase()]) {
      const { body } = await read(`${name}/v2.0/.well-known/openid-configuration`);
      expect(body["issuer"], name).to.equal(entra.issuer);
      expect(body["token_endpoint"], name).to.equal(entra.tokenUrl);
    }
  });

  for (const alias of ["common", "organizations"]) {
    it(`has a template as the issuer of ${alias}`, async () => {
      const two = (await read(`${alias}/v2.0/.well-known/openid-configuration`)).body;
      expect(two["issuer"]).to.equal(`${entra.origin}/{tenantid}/v2.0`);
      expect(two["token_endpoint"]).to.equal(`${entra.origin}/${alias}/oauth2/v2.0/token`);
      expect(two["jwks_uri"]).to.equal(`${entra.origin}/${alias}/discovery/v2.0/keys`);
      expect(two["tenant_region_scope"]).to.equal(null);
      const one = (await read(`${alias}/.well-known/openid-configuration`)).body;
      expect(one["issuer"]).to.equal(`${entra.origin}/{tenantid}/`);
    });
  }

  it("has the issuer of an external tenant at a host by its id, the endpoints elsewhere, and no other tenants", async () => {
    const external = await startEntra({ tenantType: "external", users: { carla: {} } });
    try {
      const { port } = new URL(external.origin);
      const issuer = `http://${external.tenantId}.localhost:${port}/${external.tenantId}/v2.0`;
      expect(external.issuer).to.equal(issuer);
      const document = (await (await fetch(external.discoveryUrl)).json()) as Document;
      expect(document).to.include({ issuer, token_endpoint: external.tokenUrl });
      const token = await external.idTokenFor({ client: "contoso", user: "carla" });
      expect(JSON.parse(Buffer.from(token.split(".")[1]!, "base64url").toString())).to.include({
        iss: issuer,
      });
      for (const alias of ["common", "organizations"])
        expect(
          (await fetch(`${external.origin}/${alias}/v2.0/.well-known/openid-configuration`)).status,
        ).to.equal(400);
    } finally {
      await external.close();
    }
  });

  it("carries ?appid on to jwks_uri and tolerates any other query", async () => {
    const { body } = await read(
      `${entra.tenantId}/v2.0/.well-known/openid-configuration?appid=a%26b&x-client-SKU=x`,
    );
    expect(body["jwks_uri"]).to.equal(`${entra.origin}/${entra.tenantId}/discovery/v2.0/keys?appid=a%26b`);
    expect((await fetch(String(body["jwks_uri"]))).status).to.equal(200);
  });

  for (const { tenant, code } of [
    { tenant: "11112222-3333-4444-5555-666677778888", code: 90002 },
    { tenant: "fabrikam.onmicrosoft.com", code: 90002 },
    { tenant: "consumers", code: 90002 },
    { tenant: "not-a-tenant", code: 900023 },
    { tenant: "%E0%A4%A", code: 900023 },
  ]) {
    it(`refuses ${tenant} with 400 invalid_tenant AADSTS${code}`, async () => {
      for (const path of [
        "v2.0/.well-known/openid-configuration",
        ".well-known/openid-configuration",
        "discovery/v2.0/keys",
      ]) {
        const { status, body } = await read(`${tenant}/${path}`);
        expect(status).to.equal(400);
        expect(body["error"]).to.equal("invalid_tenant");
        expect(body["error_codes"]).to.deep.equal([code]);
        expect(body["error_description"]).to.match(new RegExp(`^AADSTS${code}: .+ Trace ID: `));
      }
    });
  }

  it("tells MSAL's instance discovery that it is its own network", async () => {
    const { host } = new URL(entra.origin);
    const { body } = await read("common/discovery/instance?api-version=1.1&authorization_endpoint=x");
    expect(body).to.deep.equal({
      tenant_discovery_endpoint: entra.discoveryUrl,
      "api-version": "1.1",
      metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
    });
  });

  it("can be read from any web page, and only read", async () => {
    const preflight = await fetch(entra.discoveryUrl, { method: "OPTIONS" });
    expect(preflight.status).to.equal(204);
    expect(preflight.headers.get("access-control-allow-origin")).to.equal("*");
    expect((await fetch(entra.discoveryUrl, { method: "POST" })).status).to.equal(405);
    const head = await fetch(entra.discoveryUrl, { method: "HEAD" });
    expect(Number(head.headers.get("content-length"))).to.be.greaterThan(1000);
  });

  it("answers 404 elsewhere and says what it is at the root", async () => {
    expect((await fetch(`${entra.origin}/v3.0/users`)).status).to.equal(404);
    expect(await (await fetch(entra.origin)).text()).to.include("never for production");
  });
});

function words(text: string): string[] {
  return text.split(" ");
}
