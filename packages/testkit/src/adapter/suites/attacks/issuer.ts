import { expect } from "chai";
import { TENANT } from "../../support/entra-world.js";
import { publishAuthority } from "../../support/entra-documents.js";
import type { IssuerApi } from "../../support/issuer-api.js";
import { entraClaims, issuerOf, PUBLIC } from "../../support/issuer-claims.js";
import { startIssuerServer, type IssuerServer } from "../../support/issuer-server.js";
import { rawSigner, type RawSigner } from "../../support/raw-signer.js";
import { badToken } from "../../support/refused.js";
import type { Suite } from "../../suite.js";

const OTHER = "99998888-7777-4666-8555-444433332222";
const V2 = issuerOf(PUBLIC, TENANT, 2);

export function issuer({ describe, it, before, after, attacked, issuerApis, entraWorld }: Suite): void {
  describe("iss (RFC 7519 §4.1.1)", () => {
    const entra = entraWorld();

    for (const [name, iss] of [
      ["missing", undefined],
      ["null", null],
      ["empty", ""],
      ["a number", 2],
      ["a list of the right one", [V2]],
      ["a list with another before it", ["https://evil.example", V2]],
      ["an object", { iss: V2 }],
      ["with a slash behind", `${V2}/`],
      ["without its path", "https://login.microsoftonline.com"],
      ["in capitals", V2.toUpperCase()],
      ["with the host in capitals", V2.replace("login", "LOGIN")],
      ["with the tenant in capitals", V2.replace(TENANT, TENANT.toUpperCase())],
      ["with a space behind", `${V2} `],
      ["with a newline behind", `${V2}\n`],
      ["with a port", V2.replace(".com/", ".com:443/")],
      ["over http", V2.replace("https:", "http:")],
      ["on a host that begins like ours", V2.replace(".com/", ".com.evil.example/")],
      ["on a host that ends like ours", V2.replace("login.", "evil-login.")],
      ["behind a user name", V2.replace("https://", "https://login.microsoftonline.com@evil.example/")],
      ["with a letter of another script", V2.replace("o", "\u043e")],
      ["with a percent-encoded letter", V2.replace("login", "%6Cogin")],
      ["with a dot segment", V2.replace("/v2.0", "/./v2.0")],
      ["with a query", `${V2}?x=1`],
      ["with a fragment", `${V2}#x`],
      ["version 1's", issuerOf(PUBLIC, TENANT, 1)],
      ["of another cloud", V2.replace(".com", ".us")],
      ["of another tenant, with our tid", V2.replace(TENANT, OTHER)],
      ["of another tenant, with ours behind it", `${V2.replace(TENANT, OTHER)}/${TENANT}`],
      ["the template itself", V2.replace(TENANT, "{tenantid}")],
      ["of many tenants", V2.replace(TENANT, "common")],
    ] as const)
      it(`401 ${name}`, () => entra.refuses(entra.token({ iss }), "token_issuer"));

    for (const [name, tid] of [
      ["missing", undefined],
      ["another tenant's", OTHER],
      ["in capitals", TENANT.toUpperCase()],
      ["in braces", `{${TENANT}}`],
      ["a domain", "contoso.onmicrosoft.com"],
      ["the template", "{tenantid}"],
      ["of many tenants", "common"],
      ["with a space behind", `${TENANT} `],
      ["a list", [TENANT]],
      ["__proto__", "__proto__"],
      ["a path", `${OTHER}/../${TENANT}`],
    ] as const)
      it(`401 tid ${name}`, () => entra.refuses(entra.token({ tid }), "token_tenant"));

    it("401 both of another tenant", () =>
      entra.refuses(entra.token(entraClaims(OTHER, 2) as Record<string, unknown>), "token_tenant"));
    for (const ver of ["1.0 ", "2", "2.00", "02.0", "3.0", "", 2, null, ["2.0"], undefined, "__proto__"])
      it(`401 ver ${JSON.stringify(ver) ?? "missing"}`, () =>
        entra.refuses(entra.token({ ver }), "token_version"));
    it("401 a version 2 token that calls itself version 1", () =>
      entra.refuses(entra.token({ ver: "1.0" }), "token_issuer"));

    it("200 the tenant's own", () => entra.admits(entra.token({ iss: V2 })));
    it("200 the tenant's own of version 1", () =>
      entra.admits(entra.token(entraClaims(TENANT, 1) as Record<string, unknown>)));
  });

  describe("version 1 tokens where only version 2 is accepted", () => {
    const target = attacked({ tokenVersions: ["2.0"] });
    it("401, with a hint for operators", async () => {
      const { hint } = await target.refuses(
        await target.token({ product: "classic" }),
        "token_version",
        "/classic",
      );
      expect(hint).to.contain("requestedAccessTokenVersion");
    });
    it("200 for version 2", async () => target.admits(await target.token()));
  });

  describe("tenants of an application for many (organizations)", () => {
    const start = issuerApis();
    let world: IssuerServer;
    let api: IssuerApi;
    let key: RawSigner;
    let consumers: RawSigner;
    const CONSUMERS = "9188040d-6c67-4c5b-b112-36a304b66dad";

    before(async () => {
      [key, consumers, world] = await Promise.all([
        rawSigner("good"),
        rawSigner("attacker"),
        startIssuerServer(),
      ]);
      const literal = { issuer: issuerOf(PUBLIC, CONSUMERS, 2) };
      publishAuthority(world, { at: "organizations", keys: [[key], [consumers, literal]] });
      api = await start({ tenantId: "organizations", allowedTenants: [TENANT], fetch: world.fetch });
    });
    after(() => world.close());

    const of = (tenant: string, more: object = {}) => key.sign(entraClaims(tenant, 2, more));

    it("200 a tenant on the list", () => api.admits(of(TENANT)));
    for (const [name, make, code] of [
      [
        "a tenant that is not on it, its issuer written by the right template",
        () => of(OTHER),
        "token_tenant",
      ],
      ["its own iss beside our tid", () => of(OTHER, { tid: TENANT }), "token_issuer"],
      ["our iss beside its own tid", () => of(TENANT, { tid: OTHER }), "token_tenant"],
      ["the template as iss", () => of("{tenantid}", { tid: TENANT }), "token_issuer"],
      ["personal accounts", () => of(CONSUMERS), "token_tenant"],
      ["a key of personal accounts", () => consumers.sign(entraClaims(TENANT, 2)), "token_key_issuer"],
    ] as const)
      it(`401 ${name}`, () => api.refuses(make(), badToken, code));
  });
}
