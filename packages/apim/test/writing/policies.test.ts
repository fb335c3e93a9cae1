import { expect } from "chai";
import type { LimitRule, NumberText, Rule } from "#src/report/rule.js";
import { reportWith } from "../support/report-with.js";
import { configurationOf } from "./configured.js";
import { parsed, SHOP, written, type Written } from "./written.js";

const AUDIENCES = "<audiences><audience>orders</audience></audiences>";
const DISCOVERY = "https://id.example/.well-known/openid-configuration";
const FETCHED = ["RS256", "RS512", "PS256", "ES256"];

/** What an import of the document of API `orders` writes. */
const ofApi = (inner: string): Written => written({ ...SHOP, policies: { "api:orders": inner } });
const api = (inner: string) => ofApi(inner).catalog["apis"]!["orders"]!;
const token = (attributes: string, children: string) =>
  api(`<validate-jwt ${attributes}>${children}</validate-jwt>`)["validateJwt"] as unknown;

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

describe("a connection rule becomes a policy", () => {
  it("of header fields", () =>
    expect(
      api(
        '<check-header name="X-Front" failed-check-httpcode="400" failed-check-error-message="Id." ignore-case="true"><value>A</value></check-header>',
      )["checkHeader"],
    ).to.deep.equal([
      {
        ...{ name: "x-front", failedCheckHttpCode: 400, failedCheckErrorMessage: "Id.", ignoreCase: true },
        values: ["A"],
      },
    ]));
  it("of addresses; a second filter of a place is a rule beside the catalog", () => {
    const filter = (action: string, address: string) =>
      `<ip-filter action="${action}"><address>${address}</address><address-range from="192.0.2.4" to="192.0.2.8" /></ip-filter>`;
    const { catalog, rules } = ofApi(filter("allow", "192.0.2.1") + filter("forbid", "192.0.2.5"));
    expect(catalog["apis"]!["orders"]!["ipFilter"]).to.deep.equal({
      ...{ action: "allow", addresses: ["192.0.2.1"] },
      addressRanges: [{ from: "192.0.2.4", to: "192.0.2.8" }],
    });
    expect(rules).to.have.length(1);
    expect(rules[0]!["rule"]).to.deep.include({ kind: "ip", action: "forbid" });
  });
  it("of addresses with a status that is not the filter's, beside the catalog", () => {
    const { catalog, rules } = ofApi(
      '<choose><when condition="@(context.Request.IpAddress != "192.0.2.1")"><return-response><set-status code="401" /></return-response></when></choose>',
    );
    expect(catalog["apis"]!["orders"]).to.not.have.property("ipFilter");
    expect(rules[0]!["rule"]).to.deep.include({ kind: "ip", action: "allow", status: 401 });
  });
  it("of certificates by name, with authorities from the environment", () => {
    const { catalog, options } = ofApi(
      '<validate-client-certificate validate-revocation="false"><identities><identity common-name="a.example" issuer-subject="CN=CA" /></identities></validate-client-certificate>',
    );
    expect(catalog["apis"]!["orders"]!["clientCertificate"]).to.deep.equal({
      identities: [{ commonName: "a.example", issuerSubject: "CN=CA" }],
    });
    expect(options["clientCertificates"]).to.deep.equal({ authorities: ["${env:CLIENT_AUTHORITIES}"] });
  });
  it("of certificates by thumbprint, which a condition compares", () => {
    const { catalog, options } = ofApi(
      '<choose><when condition="@(context.Request.Certificate == null || context.Request.Certificate.Thumbprint != "0011223344556677889900AABBCCDDEEFF001122")"><return-response><set-status code="403" /></return-response></when></choose>',
    );
    expect(catalog["apis"]!["orders"]!["clientCertificate"]).to.deep.equal({
      identities: [{ thumbprint: "0011223344556677889900AABBCCDDEEFF001122" }],
      ...{ validateTrust: false, validateNotBefore: false, validateNotAfter: false },
    });
    expect(options).to.not.have.property("clientCertificates");
  });
});

describe("a limit becomes a policy", () => {
  const CONFIGURATION = configurationOf({ ...SHOP, apis: { ...SHOP.apis, audit: {} } });
  const KEYS = ["orders", "audit"].flatMap((one) =>
    (one === "orders" ? ["*", "list", "create"] : ["*"]).flatMap((operation) =>
      (one === "orders" ? ["product:gold", "api"] : ["api"]).map((context) => ({
        api: one,
        operation,
        context,
      })),
    ),
  );

  /** What is written for one limit in the chains that `isIn` names. */
  const limited = (
    rule: Partial<LimitRule>,
    scope: "global" | "product:gold" | "api:orders" | "operation:orders/list",
    isIn: (chain: (typeof KEYS)[number]) => boolean,
  ): Written =>
    parsed({
      configuration: CONFIGURATION,
      report: reportWith({
        rules: [
          { at: "p.xml:1", scope, rule: { kind: "rate", calls: 3, period: 60, by: "subscription", ...rule } },
        ],
        effective: KEYS.map((chain) => ({ ...chain, rules: isIn(chain) ? ["p.xml:1"] : [] })),
      }),
    });
  const inGold = ({ context }: (typeof KEYS)[number]) => context === "product:gold";
  const inOrders = ({ api: one }: (typeof KEYS)[number]) => one === "orders";
  const everywhere = () => true;

  it("of a product, with parts", () =>
    expect(
      limited(
        {
          headers: { retryAfter: "X-Wait", remaining: "X-Left", total: "X-All" },
          parts: [
            { api: "orders", calls: 2, period: 30, parts: [{ operation: "list", calls: 1, period: 9 }] },
            { api: "gone", calls: 2, period: 30 },
          ],
        },
        "product:gold",
        inGold,
      ).catalog["products"]!["gold"]!["rateLimit"],
    ).to.deep.equal({
      ...{ calls: 3, renewalPeriod: 60 },
      ...{
        retryAfterHeaderName: "X-Wait",
        remainingCallsHeaderName: "X-Left",
        totalCallsHeaderName: "X-All",
      },
      apis: {
        orders: { calls: 2, renewalPeriod: 30, operations: { list: { calls: 1, renewalPeriod: 9 } } },
      },
    }));
  it("of a product for a quota, whose parts have its period", () =>
    expect(
      limited({ kind: "quota", bandwidth: 9, parts: [{ api: "orders", calls: 2 }] }, "product:gold", inGold)
        .catalog["products"]!["gold"]!["quota"],
    ).to.deep.equal({ calls: 3, bandwidth: 9, renewalPeriod: 60, apis: { orders: { calls: 2 } } }));
  it("of an API, with parts for operations", () =>
    expect(
      limited({ parts: [{ operation: "list", calls: 1, period: 9 }] }, "api:orders", inOrders).catalog[
        "apis"
      ]!["orders"]!["rateLimit"],
    ).to.deep.equal({
      ...{ calls: 3, renewalPeriod: 60 },
      operations: { list: { calls: 1, renewalPeriod: 9 } },
    }));
  it("by the caller, where it is a quota of an API", () =>
    expect(
      limited({ kind: "quota" }, "api:orders", inOrders).catalog["apis"]!["orders"]!["quotaByKey"],
    ).to.deep.equal([{ calls: 3, renewalPeriod: 60, counterKey: ["caller"] }]));
  it("with one counter at several places", () => {
    const { catalog } = limited({ by: "ip" }, "global", ({ operation, context, api: one }) =>
      one === "audit" ? true : operation === "list" || (context === "product:gold" && operation === "create"),
    );
    expect(catalog["policies"]).to.equal(undefined);
    const of = (holder: unknown) => (holder as { rateLimitByKey?: unknown }).rateLimitByKey;
    const { gold } = catalog["products"]! as { readonly gold: unknown };
    const expected = [{ calls: 3, renewalPeriod: 60, counterKey: ["ip"], counterName: "NAME" }];
    const named = (limit: unknown) =>
      JSON.parse(JSON.stringify(limit).replaceAll(/"shared-[0-9a-f]{12}"/g, '"NAME"')) as unknown;
    expect(
      [gold, catalog["apis"]!["audit"], catalog["apis"]!["orders"]!["operations"]!["list"]]
        .map(of)
        .map(named),
    ).to.deep.equal([expected, expected, expected]);
  });

  const keys: readonly (readonly [LimitRule["by"], unknown])[] = [
    ["subscription", ["subscription"]],
    ["header:x-tenant", [{ header: "x-tenant" }]],
    ["user", [{ firstOf: ["user", "subscription"] }]],
    ["claim:sub", [{ claim: "sub" }]],
    ["constant:", [{ text: "all" }]],
    [["subscription", "constant:anonymous"], [{ firstOf: ["subscription", { text: "anonymous" }] }]],
    [["header:a", ["ip", "api"]], [{ firstOf: [{ header: "a" }, "ip", "api"] }]],
    [{ join: ["product", "constant:-", "operation"] }, ["product", { text: "-" }, "operation"]],
    [{ join: [["subscription", "ip"], "constant:x"] }, [{ firstOf: ["subscription", "ip"] }, { text: "x" }]],
  ];
  for (const [by, counterKey] of keys)
    it(`by ${JSON.stringify(by)}`, () => {
      const { catalog } = limited({ by, count: 1 }, "global", everywhere);
      expect(catalog["policies"]!["rateLimitByKey"]).to.deep.equal([
        { calls: 3, renewalPeriod: 60, counterKey, incrementCount: 1 },
      ]);
    });

  const conditions: readonly (readonly [Partial<LimitRule>, unknown])[] = [
    [{ status: [200, 299] }, { status: ["2xx"] }],
    [{ status: [200, 399] }, { status: ["2xx", "3xx"] }],
    [{ status: [399, 402] }, { status: [399, 400, 401, 402] }],
    [{ status: [400, 999] }, { status: ["4xx", "5xx"] }],
    [{ statusNot: 429 }, { statusNot: [429] }],
    [
      { status: [401, 401], statusNot: 429 },
      { status: [401], statusNot: [429] },
    ],
  ];
  for (const [rule, incrementCondition] of conditions)
    it(`counting ${JSON.stringify(rule)}`, () =>
      expect(
        limited({ by: "ip", ...rule }, "global", everywhere).catalog["policies"]!["rateLimitByKey"],
      ).to.deep.equal([{ calls: 3, renewalPeriod: 60, counterKey: ["ip"], incrementCondition }]));
  it("not at all, where no response counts", () =>
    expect(limited({ by: "ip", status: [600, 700] }, "global", everywhere).catalog).to.not.have.property(
      "policies",
    ));

  const unsound: readonly (readonly [string, Partial<LimitRule>, RegExp])[] = [
    ["of no calls", { calls: 0, by: "ip" }, /policies.rateLimitByKey\[0\].calls is 0/],
    ["of a period of a week", { period: 604_800, by: "ip" }, /renewalPeriod is 604800/],
    ["by a part that the catalog does not have", { by: "moon" }, /counts by something/],
  ];
  for (const [name, rule, reason] of unsound)
    it(`${name} is held, and named`, () => {
      const { held, catalog } = limited(rule, "global", everywhere);
      expect(held[0]!.reason).to.match(reason);
      expect(catalog["apis"]).to.deep.equal({});
    });
  it("with numbers from variables", () => {
    const calls: NumberText = "${env:CALLS}";
    expect(
      limited({ calls, period: "${env:PERIOD}", by: "ip" }, "global", everywhere).catalog["policies"]![
        "rateLimitByKey"
      ],
    ).to.deep.equal([{ calls, renewalPeriod: "${env:PERIOD}", counterKey: ["ip"] }]);
  });
});
