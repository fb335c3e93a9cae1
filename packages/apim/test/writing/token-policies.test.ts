import { expect } from "chai";
import type { Rule } from "#src/report/rule.js";
import { written } from "./written.js";
import { AUDIENCES, DISCOVERY, FETCHED, ofApi, api, token } from "./written-policies.js";

describe("a token rule becomes a policy", () => {
  it("with the issuer of its discovery document, and without tolerance", () =>
    expect(
      token('header-name="Authorization"', `<openid-config url="${DISCOVERY}" />${AUDIENCES}`),
    ).to.deep.equal([
      {
        issuers: [{ discoveryUrl: DISCOVERY, algorithms: FETCHED }],
        audiences: ["orders"],
        tokenSource: { header: "Authorization", scheme: "optional" },
        clockTolerance: 0,
      },
    ]));
  it("with everything that validate-jwt says", () =>
    expect(
      token(
        'header-name="Authorization" require-scheme="Bearer" clock-skew="60" failed-validation-httpcode="403" failed-validation-error-message="No." require-expiration-time="false"',
        `<openid-config url="https://login.microsoftonline.com/contoso.example/v2.0/.well-known/openid-configuration" />${AUDIENCES}` +
          "<issuers><issuer>https://a.example/</issuer><issuer>https://b.example/</issuer></issuers>" +
          '<required-claims><claim name="scp" match="any" separator=" "><value>r</value><value>w</value></claim><claim name="jti" /></required-claims>',
      ),
    ).to.deep.equal([
      {
        issuers: [
          {
            discoveryUrl:
              "https://login.microsoftonline.com/contoso.example/v2.0/.well-known/openid-configuration",
            issuer: ["https://a.example/", "https://b.example/"],
            ...{ clientClaim: "azp", scopesClaim: "scp" },
          },
          {
            discoveryUrl:
              "https://login.microsoftonline.com/contoso.example/v2.0/.well-known/openid-configuration",
            ...{ clientClaim: "azp", scopesClaim: "scp" },
          },
        ],
        audiences: ["orders"],
        requiredClaims: [{ name: "scp", values: ["r", "w"], match: "any", separator: " " }, { name: "jti" }],
        clockTolerance: 60,
        failedValidation: { status: 403, message: "No." },
      },
    ]));
  it("of a tenant, with its clients", () =>
    expect(
      api(
        '<validate-azure-ad-token tenant-id="99990000-1111-4222-8333-444455556666"><client-application-ids><application-id>c1</application-id></client-application-ids><audiences><audience>orders</audience></audiences></validate-azure-ad-token>',
      )["validateJwt"],
    ).to.deep.equal([
      {
        issuers: [{ tenantId: "99990000-1111-4222-8333-444455556666" }],
        ...{ audiences: ["orders"], clients: ["c1"] },
        tokenSource: { header: "Authorization", scheme: "optional" },
        clockTolerance: 0,
      },
    ]));
  it("in a query parameter, and in another header", () => {
    const source = (attribute: string) =>
      (token(attribute, `<openid-config url="${DISCOVERY}" />${AUDIENCES}`) as { tokenSource: unknown }[])[0]!
        .tokenSource;
    expect(source('query-parameter-name="t"')).to.deep.equal({ query: "t" });
    expect(source('header-name="X-Token"')).to.deep.equal({ header: "x-token", scheme: "optional" });
  });
  it("whose keys stand in the options, under a name, with secrets as variables", () => {
    const keys = (issuers: string) =>
      `<validate-jwt header-name="Authorization"><issuer-signing-keys><key id="k">c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LTEyMzQ=</key></issuer-signing-keys>${AUDIENCES}${issuers}</validate-jwt>`;
    const { catalog, options } = ofApi(
      keys("") + keys("<issuers><issuer>https://a.example</issuer></issuers>"),
    );
    const names = (catalog["apis"]!["orders"]!["validateJwt"] as unknown as { issuers: unknown }[]).map(
      ({ issuers }) => issuers,
    );
    expect(names).to.deep.equal([["signing-keys-1"], ["signing-keys-2"]]);
    const algorithms = ["HS256", "HS384", "HS512"];
    expect(options["issuers"]).to.deep.equal([
      {
        ...{ name: "signing-keys-1", acceptAnyIssuer: true, algorithms },
        signingKeys: [{ id: "k", secret: "${env:SIGNING_KEY}" }],
      },
      {
        ...{ name: "signing-keys-2", issuer: "https://a.example", algorithms },
        signingKeys: [{ id: "k", secret: "${env:SIGNING_KEY}" }],
      },
    ]);
  });
  it("that is named where a claim of its token is read later", () => {
    const { catalog, rules } = ofApi(
      `<validate-jwt header-name="Authorization" output-token-variable-name="jwt"><openid-config url="${DISCOVERY}" />${AUDIENCES}</validate-jwt>` +
        '<choose><when condition="@(!((Jwt)context.Variables["jwt"]).Claims["roles"].Contains("a"))"><return-response><set-status code="403" /></return-response></when></choose>' +
        '<rate-limit-by-key calls="3" renewal-period="60" counter-key="@(((Jwt)context.Variables["jwt"]).Subject)" />',
    );
    const orders = catalog["apis"]!["orders"]! as unknown as Record<
      string,
      readonly Record<string, unknown>[]
    >;
    expect(orders["validateJwt"]![0]!["name"]).to.equal("token-1");
    expect(orders["rateLimitByKey"]![0]!["counterKey"]).to.deep.equal([{ claim: "sub", of: "token-1" }]);
    expect(
      rules.map(({ place, token: of, rule }) => [place, of, (rule as unknown as Rule).kind]),
    ).to.deep.equal([[{ api: "orders" }, "token-1", "claim"]]);
  });
  it("with a method, where operations are not known", () => {
    const { catalog } = written({
      apis: { a: {} },
      policies: {
        "api:a": `<choose><when condition="@(context.Request.Method == "POST")"><validate-jwt header-name="Authorization"><openid-config url="${DISCOVERY}" />${AUDIENCES}</validate-jwt></when></choose>`,
      },
    });
    const [policy] = catalog["apis"]!["a"]!["validateJwt"] as unknown as { when: unknown }[];
    expect(policy!.when).to.deep.equal({ method: ["POST"] });
  });
});
