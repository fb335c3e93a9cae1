import { contextOf, expectLost, expectRule, plainValue, read, secretValue } from "../support.js";

const url = "https://id.shop.example/.well-known/openid-configuration";
const entra =
  "https://login.microsoftonline.com/99990000-1111-4222-8333-444455556666/v2.0/.well-known/openid-configuration";
const discovery = `<openid-config url="${url}" />`;
const audience = "<audiences><audience>shop</audience></audiences>";
const standard = {
  kind: "token",
  discovery: [url],
  audiences: ["shop"],
  source: "header:authorization",
  status: 401,
};

const jwt = (attributes: string, children = discovery + audience, header = 'header-name="Authorization"') =>
  `<validate-jwt ${header} ${attributes}>${children}</validate-jwt>`;

describe("validate-jwt", () => {
  it("with an address and an audience is a rule", () => expectRule(read(jwt("")), standard));

  describe("attributes", () => {
    const rows: readonly (readonly [attribute: string, member: object, ...codes: string[]])[] = [
      ['failed-validation-httpcode="403"', { status: 403 }],
      ['failed-validation-httpcode=" 403 "', { status: 403 }],
      ['failed-validation-httpcode="{{code}}"', { status: "${env:CODE}" }, "named-value"],
      ['failed-validation-httpcode="${code}"', { status: "${env:CODE}" }, "placeholder"],
      ['failed-validation-error-message="Sign in."', { message: "Sign in." }],
      ['failed-validation-error-message=""', {}],
      ['failed-validation-error-message="No {x}"', { message: "No ${env:X}" }, "placeholder"],
      ['failed-validation-error-message="@("no")"', {}, "message"],
      ['failed-validation-error-message="@{ return "no"; }"', {}, "message"],
      ['failed-validation-error-message="{{computed}}"', {}, "message"],
      ['failed-validation-error-message="no {{computed}}"', {}, "message"],
      ['require-scheme="Bearer"', { scheme: "Bearer" }],
      ['require-scheme=""', {}],
      ['clock-skew="0"', { skew: 0 }],
      ['clock-skew="300"', { skew: 300 }],
      ['clock-skew="00:05:00"', { skew: 300 }],
      ['clock-skew="1:02:03"', { skew: 3723 }],
      ['clock-skew="${skew}"', { skew: "${env:SKEW}" }, "placeholder"],
      ['require-expiration-time="true" require-signed-tokens="true"', {}],
      ['require-expiration-time="False"', { requireExpiration: false }],
      ['require-signed-tokens="false"', { requireSigned: false }, "stricter"],
      ['output-token-variable-name="jwt" id="policy-1"', {}],
    ];
    const context = () => contextOf({}, [plainValue("computed", '@("no")')]);
    for (const [attribute, member, ...codes] of rows)
      it(attribute, () => expectRule(read(jwt(attribute), context()), { ...standard, ...member }, ...codes));

    const lost: readonly (readonly [attribute: string, code: string])[] = [
      ['failed-validation-httpcode="@(401)"', "expression"],
      ['failed-validation-httpcode="none"', "unreadable"],
      ['failed-validation-httpcode=""', "unreadable"],
      ['failed-validation-httpcode="99"', "unreadable"],
      ['failed-validation-httpcode="600"', "unreadable"],
      ['failed-validation-httpcode="4${x}"', "unreadable"],
      ['require-scheme="@("Bearer")"', "expression"],
      ['clock-skew="-1"', "unreadable"],
      ['clock-skew="1.5"', "unreadable"],
      ['clock-skew="1:60:00"', "unreadable"],
      ['clock-skew="x1:00:00"', "unreadable"],
      ['clock-skew="1:00:00x"', "unreadable"],
      ['clock-skew="@(5)"', "expression"],
      ['require-expiration-time="no"', "unreadable"],
      ['require-expiration-time="${x}"', "unreadable"],
      ['require-signed-tokens="@(true)"', "expression"],
      ['require-signed-tokens="{{computed}}"', "expression"],
      ['audience="shop"', "unknown-element"],
    ];
    for (const [attribute, code] of lost)
      it(`${attribute} is lost`, () => expectLost(read(jwt(attribute), context()), code));

    it("100 and 599 are codes of status", () => {
      for (const status of [100, 599])
        expectRule(read(jwt(`failed-validation-httpcode="${status}"`)), { ...standard, status });
    });

    it("tokens of Entra have an expiration, whatever the element asks for", () => {
      const text = jwt('require-expiration-time="false"', `<openid-config url="${entra}" />${audience}`);
      expectRule(read(text), { ...standard, discovery: [entra], requireExpiration: false }, "stricter");
      const both = text.replace("<audiences>", `${discovery}<audiences>`);
      expectRule(read(both), { ...standard, discovery: [entra, url], requireExpiration: false }, "stricter");
    });
  });

  describe("source of the token", () => {
    const rows: readonly (readonly [attributes: string, source: string])[] = [
      ['header-name="X-Session"', "header:x-session"],
      ['query-parameter-name="sessionToken"', "query:sessionToken"],
      ['token-value="@(context.Request.Headers.GetValueOrDefault("X-Token", ""))"', "header:x-token"],
      [
        'token-value="@((string)context.Request.Headers.GetValueOrDefault("Authorization"))"',
        "header:authorization",
      ],
    ];
    for (const [attributes, source] of rows)
      it(`${attributes} is ${source}`, () =>
        expectRule(read(jwt("", undefined, attributes)), { ...standard, source }));

    it("a variable in it keeps its name", () => {
      expectRule(
        read(jwt("", undefined, 'header-name="X-${Kind}-Token"')),
        { ...standard, source: "header:x-${env:KIND}-token" },
        "placeholder",
      );
    });

    const lost: readonly (readonly [attributes: string, code: string])[] = [
      ["", "source"],
      ['header-name="A" query-parameter-name="a"', "source"],
      ['header-name="A" token-value="@(1)"', "source"],
      ['header-name="@("A")"', "expression"],
      ['header-name=""', "unreadable"],
      ['header-name="X Session"', "unreadable"],
      ['query-parameter-name="@("a")"', "expression"],
      ['token-value="@((string)context.Variables["t"])"', "expression"],
      ['token-value="@(context.Request.Headers.GetValueOrDefault("${h}", ""))"', "expression"],
      ['token-value="text"', "expression"],
    ];
    for (const [attributes, code] of lost)
      it(`${attributes || "none"} is lost`, () => expectLost(read(jwt("", undefined, attributes)), code));
  });

  describe("issuers and audiences", () => {
    const rows: readonly (readonly [what: string, children: string, member: object, ...codes: string[]])[] = [
      [
        "two addresses",
        `${discovery}<openid-config url="${entra}" />${audience}`,
        { discovery: [url, entra] },
      ],
      [
        "an address that is not tried",
        `<openid-config url="${url}" validate-connectivity="false" />${audience}`,
        {},
      ],
      [
        "listed issuers",
        `${discovery}${audience}<issuers><issuer>a</issuer><issuer>{{gone}}</issuer></issuers>`,
        { issuers: ["a", "${env:GONE}"] },
        "named-value",
      ],
      [
        "two audiences in their order",
        `${discovery}<audiences><audience>b</audience><audience>a</audience></audiences>`,
        { audiences: ["b", "a"] },
      ],
      [
        "constants in expressions",
        `<openid-config url=" @("${url}")" /><audiences><audience>@( "shop" )</audience></audiences>
         <issuers><issuer>@("me")</issuer></issuers>`,
        { issuers: ["me"] },
      ],
      [
        "a constant with a named value in it",
        `${discovery}<audiences><audience>@("api://{{id}}/{{gone}}")</audience></audiences>`,
        { audiences: ["api://one/${env:GONE}"] },
        "named-value",
      ],
      [
        "a named value that is a constant in an expression",
        `${discovery}<audiences><audience>{{computed}}</audience></audiences>`,
        { audiences: ["no"] },
      ],
      [
        "a secret in the address",
        `<openid-config url="https://id/{{secret}}" />${audience}`,
        { discovery: ["https://id/${env:SECRET}"] },
        "secret",
      ],
      [
        "an audience that the extractor left out",
        `${discovery}<audiences><audience>*** REDACTED ***</audience><audience>*** REDACTED ***</audience></audiences>`,
        { audiences: ["${env:AUDIENCE}", "${env:AUDIENCE_2}"] },
        "secret",
      ],
    ];
    const context = () =>
      contextOf({}, [
        plainValue("computed", '@("no")'),
        plainValue("id", "one"),
        secretValue("secret", "s3cr3t"),
      ]);
    for (const [what, children, member, ...codes] of rows)
      it(what, () => expectRule(read(jwt("", children), context()), { ...standard, ...member }, ...codes));

    const lost: readonly (readonly [what: string, children: string, ...codes: string[]])[] = [
      ["nothing at all", "", "issuer-missing", "audience-missing"],
      ["no issuer", audience, "issuer-missing"],
      ["issuers without keys", `${audience}<issuers><issuer>a</issuer></issuers>`, "issuer-missing"],
      ["no audience", discovery, "audience-missing"],
      ["an empty list of audiences", `${discovery}<audiences />`, "audience-missing"],
      ["an empty audience", `${discovery}<audiences><audience /></audiences>`, "unreadable"],
      ["an address without url", `<openid-config />${audience}`, "unreadable"],
      ["a computed url", `<openid-config url="@(context.Api.Path)" />${audience}`, "expression"],
      [
        "the host as audience",
        `${discovery}<audiences><audience>@(context.Request.OriginalUrl.Host)</audience></audiences>`,
        "expression",
      ],
      [
        "a constant with a placeholder of a deployment",
        `${discovery}<audiences><audience>@("\${a}")</audience></audiences>`,
        "expression",
      ],
      ["text between elements", `${discovery}${audience}text`, "unreadable"],
      ["text in place of audiences", `${discovery}${audience}<issuers>\${issuers}</issuers>`, "unreadable"],
      ["an unknown element", `${discovery}${audience}<scopes />`, "unknown-element"],
      [
        "an unknown element in a list",
        `${discovery}${audience}<issuers><audience>a</audience></issuers>`,
        "unknown-element",
      ],
      [
        "an element in an audience",
        `${discovery}<audiences><audience>a<b /></audience></audiences>`,
        "unknown-element",
      ],
      [
        "an unknown attribute in a list",
        `${discovery}<audiences any="true"><audience>a</audience></audiences>`,
        "unknown-element",
      ],
    ];
    for (const [what, children, ...codes] of lost)
      it(`${what} is lost`, () => expectLost(read(jwt("", children)), ...codes));
  });
});
