import { contextOf, expectLost, expectRule, plainValue, read } from "../support.js";

const tenant = "99990000-1111-4222-8333-444455556666";
const audience = "<audiences><audience>shop</audience></audiences>";
const standard = { kind: "token", tenant, audiences: ["shop"], source: "header:authorization", status: 401 };
const token = (attributes: string, children = audience, id = `tenant-id="${tenant}"`) =>
  `<validate-azure-ad-token ${id} ${attributes}>${children}</validate-azure-ad-token>`;
const ids = (name: string, ...values: readonly string[]) =>
  `<${name}>${values.map((value) => `<application-id>${value}</application-id>`).join("")}</${name}>`;

describe("validate-azure-ad-token", () => {
  const rows: readonly (readonly [what: string, xml: string, member: object, ...codes: string[]])[] = [
    ["a tenant and an audience", token(""), {}],
    ["another header", token('header-name="X-Token"'), { source: "header:x-token" }],
    ["a query parameter", token('query-parameter-name="t"'), { source: "query:t" }],
    [
      "an expression for the token",
      token('token-value="@(context.Request.Headers.GetValueOrDefault("X-T"))"'),
      { source: "header:x-t" },
    ],
    [
      "status and message",
      token('failed-validation-httpcode="403" failed-validation-error-message="No."'),
      { status: 403, message: "No." },
    ],
    ["a variable for the token", token('output-token-variable-name="jwt" id="x"'), {}],
    [
      "the cloud that is the standard",
      token('authentication-endpoint="https://login.microsoftonline.com/"'),
      {},
    ],
    ["no cloud", token('authentication-endpoint=""'), {}],
    ["clients", token("", ids("client-application-ids", "b", "a") + audience), { clients: ["b", "a"] }],
    [
      "backends as audiences",
      token("", ids("backend-application-ids", "one", "two") + audience),
      { audiences: ["one", "two", "shop"] },
    ],
    ["backends alone", token("", ids("backend-application-ids", "one")), { audiences: ["one"] }],
    [
      "a claim aud",
      token("", '<required-claims><claim name="aud"><value>one</value></claim></required-claims>'),
      { audiences: ["one"] },
    ],
    [
      "claims and certificates that decrypt",
      token(
        "",
        `${audience}<required-claims><claim name="roles" match="any"><value>r</value></claim></required-claims>
        <decryption-keys><key certificate-id="tls" /></decryption-keys>`,
      ),
      {
        claims: [{ name: "roles", match: "any", values: ["r"] }],
        decryptionKeys: [{ certificate: "${env:CERTIFICATE_TLS}" }],
      },
      "certificate",
    ],
    ["a named value as tenant", token("", audience, 'tenant-id="{{t}}"'), { tenant: "contoso.example" }],
    [
      "a constant as tenant",
      token("", audience, 'tenant-id="@("contoso.example")"'),
      { tenant: "contoso.example" },
    ],
    [
      "a placeholder as tenant",
      token("", audience, 'tenant-id="${t}"'),
      { tenant: "${env:T}" },
      "placeholder",
    ],
  ];
  for (const [what, xml, member, ...codes] of rows)
    it(what, () =>
      expectRule(
        read(xml, contextOf({}, [plainValue("t", "contoso.example")])),
        { ...standard, ...member },
        ...codes,
      ),
    );

  const lost: readonly (readonly [what: string, xml: string, ...codes: string[]])[] = [
    ["no tenant", token("", audience, ""), "issuer-missing"],
    ["an empty tenant", token("", audience, 'tenant-id=""'), "unreadable"],
    ["a computed tenant", token("", audience, 'tenant-id="@(context.Api.Id)"'), "expression"],
    ["any tenant", token("", audience, 'tenant-id="common"'), "tenants-missing"],
    ["any organization", token("", audience, 'tenant-id="Organizations"'), "tenants-missing"],
    ["personal accounts", token("", audience, 'tenant-id=" consumers "'), "tenants-missing"],
    ["a named value for any tenant", token("", audience, 'tenant-id="{{any}}"'), "tenants-missing"],
    ["no audience", token("", ids("client-application-ids", "a")), "audience-missing"],
    [
      "a computed client",
      token("", ids("client-application-ids", "@(context.User.Id)") + audience),
      "expression",
    ],
    ["an empty client", token("", ids("client-application-ids", "") + audience), "unreadable"],
    ["two sources", token('header-name="a" query-parameter-name="b"'), "source"],
    [
      "another cloud",
      token('authentication-endpoint="https://login.partner.microsoftonline.cn"'),
      "unsupported",
    ],
    [
      "a host that only begins alike",
      token('authentication-endpoint="https://login.microsoftonline.com.cn"'),
      "unsupported",
    ],
    ["an attribute of the other element", token('require-scheme="Bearer"'), "unknown-element"],
    [
      "an element of the other element",
      token("", `${audience}<issuers><issuer>a</issuer></issuers>`),
      "unknown-element",
    ],
  ];
  for (const [what, xml, ...codes] of lost)
    it(`${what} is lost`, () =>
      expectLost(read(xml, contextOf({}, [plainValue("any", "common")])), ...codes));
});
