import { expect } from "chai";
import { CLOSED, exportedApi, type Exported } from "./written.js";

const tenantId = "aaaabbbb-0000-cccc-1111-dddd2222eeee";
const discoveryUrl = "https://idp.example/.well-known/openid-configuration";
const gateway = ["RS256", "RS512", "PS256", "ES256"];
const partner = { discoveryUrl, algorithms: gateway };
const audiences = ["api://orders"];

const exported = (validateJwt: object, options: object = {}): Exported =>
  exportedApi({ validateJwt: { audiences, ...validateJwt } }, { options });

/** The start tag of the first element. */
const tagOf = ({ inbound }: Exported): string => inbound[0]!;

describe("export of token policies", () => {
  it("of another issuer: its address, keys, audiences, claims, roles, scopes and clients", () => {
    const policy = {
      name: "caller",
      issuers: [
        { ...partner, issuer: ["https://idp.example", "https://old.example"], clientClaim: "azp" },
        partner,
      ],
      audiences: ["api://orders", "orders"],
      clients: ["client-1", "client-2"],
      roles: ["Read", "Write"],
      scopes: { any: ["orders.read"] },
      requiredClaims: [
        { name: "department" },
        { name: "groups", values: ["a"], match: "any", separator: "," },
      ],
      clockTolerance: 60.5,
      failedValidation: { status: 403, message: "No." },
    };
    const { inbound, findings } = exported({ ...policy, issuers: policy.issuers.slice(0, 1) });
    expect(findings).to.deep.equal(["difference export-trust apis.orders.validateJwt"]);
    expect(inbound).to.deep.equal([
      '<validate-jwt header-name="Authorization" require-scheme="Bearer" failed-validation-httpcode="403" failed-validation-error-message="No." output-token-variable-name="caller" clock-skew="60">',
      `<openid-config url="${discoveryUrl}" />`,
      ...["<audiences>", "<audience>api://orders</audience>", "<audience>orders</audience>", "</audiences>"],
      ...[
        "<issuers>",
        "<issuer>https://idp.example</issuer>",
        "<issuer>https://old.example</issuer>",
        "</issuers>",
      ],
      "<required-claims>",
      ...['<claim name="roles" match="all">', "<value>Read</value>", "<value>Write</value>", "</claim>"],
      ...['<claim name="scope" match="any" separator=" ">', "<value>orders.read</value>", "</claim>"],
      '<claim name="department" match="all" />',
      ...['<claim name="groups" match="any" separator=",">', "<value>a</value>", "</claim>"],
      ...['<claim name="azp" match="any">', "<value>client-1</value>", "<value>client-2</value>", "</claim>"],
      ...["</required-claims>", "</validate-jwt>"],
    ]);
  });

  it("of a tenant", () => {
    const policy = {
      clients: ["client-1"],
      scopes: ["Read"],
      clockTolerance: 0,
      tokenSource: { scheme: "optional" },
    };
    const of = (more: object, options?: object) => exported({ ...policy, ...more }, options);
    const { inbound, findings } = of({ issuers: [{ tenantId, tokenVersions: ["2.0"] }] });
    expect(findings).to.deep.equal([]);
    expect(inbound).to.deep.equal([
      `<validate-azure-ad-token tenant-id="${tenantId}" header-name="Authorization" failed-validation-httpcode="401">`,
      ...[
        "<client-application-ids>",
        "<application-id>client-1</application-id>",
        "</client-application-ids>",
      ],
      ...["<audiences>", "<audience>api://orders</audience>", "</audiences>"],
      "<required-claims>",
      ...['<claim name="scp" match="all" separator=" ">', "<value>Read</value>", "</claim>"],
      ...['<claim name="ver" match="all">', "<value>2.0</value>", "</claim>"],
      ...["</required-claims>", "</validate-azure-ad-token>"],
    ]);
    for (const issuers of [undefined, ["entra"]])
      expect(tagOf(of(issuers === undefined ? {} : { issuers }, { tenantId: "${env:TENANT}" }))).to.match(
        /tenant-id="\{\{TENANT\}\}"/,
      );
    expect(exported({ issuers: [{ tenantId }] }).findings).to.deep.equal([
      "difference export-trust apis.orders.validateJwt",
      "difference export-stricter apis.orders.validateJwt",
    ]);
  });

  it("of keys in the options, which stay variables", () => {
    const issuers = [
      {
        ...{ name: "keys", acceptAnyIssuer: true, requireExpirationTime: false },
        signingKeys: [
          { id: "a", secret: "${env:SIGNING_KEY}" },
          { certificate: "${env:CERTIFICATE_SIGNER}" },
          { n: "AQAB", e: "AQAB" },
        ],
        algorithms: ["HS256", "HS384", "HS512", ...gateway],
      },
    ];
    const options = {
      issuers,
      decryptionKeys: [{ secret: "${env:DECRYPTION_KEY}" }, { privateKey: "${env:CERTIFICATE_KEY}" }],
    };
    const { inbound, findings } = exported({ issuers: ["keys"], clockTolerance: 0 }, options);
    expect(findings).to.deep.equal([]);
    expect(inbound.slice(0, 10)).to.deep.equal([
      '<validate-jwt header-name="Authorization" require-scheme="Bearer" failed-validation-httpcode="401" clock-skew="0" require-expiration-time="false">',
      "<issuer-signing-keys>",
      '<key id="a">{{SIGNING_KEY}}</key>',
      '<key certificate-id="SIGNER" />',
      '<key n="AQAB" e="AQAB" />',
      "</issuer-signing-keys>",
      "<decryption-keys>",
      "<key>{{DECRYPTION_KEY}}</key>",
      '<key certificate-id="KEY" />',
      "</decryption-keys>",
    ]);
    const literal = { issuers: [{ ...issuers[0], signingKeys: [{ secret: "bGl0ZXJhbA==" }] }] };
    const closed = exported({ issuers: ["keys"] }, literal);
    expect(closed.inbound).to.deep.equal(CLOSED);
    expect([...closed.files.values()].join("")).to.not.include("bGl0ZXJhbA");
  });

  for (const [tokenSource, attributes] of [
    [undefined, 'header-name="Authorization" require-scheme="Bearer"'],
    [{ header: "authorization", requireScheme: true }, 'header-name="authorization" require-scheme="Bearer"'],
    [{ requireScheme: false }, 'header-name="Authorization"'],
    [{ header: "X-Jwt" }, 'header-name="X-Jwt"'],
    [{ header: "X-Jwt", scheme: "optional" }, 'header-name="X-Jwt"'],
    [{ query: "token" }, 'query-parameter-name="token"'],
  ] as const)
    it(`reads the token from ${JSON.stringify(tokenSource)}`, () => {
      const policy = { issuers: [partner], ...(tokenSource !== undefined && { tokenSource }) };
      expect(tagOf(exported(policy))).to.include(`<validate-jwt ${attributes} failed-`);
      if (tokenSource !== undefined)
        expect(tagOf(exported({ issuers: [partner] }, { tokenSource }))).to.include(` ${attributes} failed-`);
    });

  for (const [when, condition] of [
    [{ method: ["get", "POST"] }, '"GET" || "POST" || "HEAD"'],
    [{ method: ["DELETE"] }, '"DELETE"'],
    [{ not: { method: ["GET"] } }, '!("GET")'],
  ] as const)
    it(`applies to the methods ${JSON.stringify(when)}`, () => {
      const { inbound } = exportedApi({
        validateJwt: { audiences, issuers: [partner], when },
        operations: ["GET", "POST", "DELETE"].reduce(
          (all, method) => ({ ...all, [method]: { method, urlTemplate: "/" } }),
          {},
        ),
      });
      expect(inbound[0]).to.equal("<choose>");
      const code = condition.replaceAll(/"[A-Z]+"/g, (method) => `context.Request.Method == ${method}`);
      expect(inbound[1]).to.equal(`<when condition='@(${code})'>`);
    });

  it("takes tolerance and refusal from the options", () => {
    const failedValidation = { status: 403, message: "No." };
    expect(tagOf(exported({ issuers: [partner] }, { clockTolerance: 10, failedValidation }))).to.match(
      /failed-validation-httpcode="403" failed-validation-error-message="No." clock-skew="10">$/,
    );
    expect(tagOf(exported({ issuers: [partner] }))).to.match(/clock-skew="300">$/);
  });

  for (const [what, policy, options] of [
    ["two issuers", { issuers: [partner, { ...partner, discoveryUrl: "https://b.example/x" }] }, {}],
    ["one issuer beside its document's", { issuers: [{ ...partner, issuer: "https://other.example" }] }, {}],
    ["other algorithms", { issuers: [{ discoveryUrl }] }, {}],
  ] as const)
    it(`tells that the gateway trusts more with ${what}`, () =>
      expect(exported(policy, options).findings).to.deep.equal([
        "difference export-trust apis.orders.validateJwt",
      ]));

  it("tells nothing where the document's issuer is accepted too", () =>
    expect(
      exported({ issuers: [{ ...partner, issuer: "https://other.example" }, partner] }).findings,
    ).to.deep.equal([]));

  for (const [what, policy, options] of [
    ["a kind of caller", { issuers: [partner], caller: "app-only" }, {}],
    ["a cookie", { issuers: [partner], tokenSource: { cookie: "token" } }, {}],
    [
      "Bearer in a field of its name",
      { issuers: [partner], tokenSource: { header: "X-Jwt", scheme: "Bearer" } },
      {},
    ],
    [
      "no scheme in Authorization",
      { issuers: [partner], tokenSource: { header: "Authorization", scheme: "none" } },
      {},
    ],
    ["an issuer that no option tells", {}, {}],
    ["an issuer of a name that is not there", { issuers: ["partner"] }, { tenantId }],
    ["one of several issuers", {}, { tenantId, issuers: [{ name: "partner", ...partner }] }],
    ["Entra and another issuer", { issuers: ["entra", partner] }, { tenantId }],
    ["several tenants", { issuers: [{ tenantId: [tenantId, tenantId.replace("a", "b")] }] }, {}],
    ["all tenants", { issuers: [{ tenantId: "organizations", allowedTenants: [tenantId] }] }, {}],
    ["another cloud", { issuers: [{ tenantId, cloud: "china" }] }, {}],
    ["another cloud of the options", { issuers: [{ tenantId }] }, { cloud: "china" }],
    [
      "a key set without a document",
      { issuers: [{ issuer: "https://a.example", jwksUri: "https://a.example/keys" }] },
      {},
    ],
    ["another claim for aud", { issuers: [{ ...partner, audienceClaim: "client_id" }] }, {}],
    ["clients without a claim", { issuers: [partner], clients: ["client-1"] }, {}],
    [
      "roles inside of a claim",
      {
        issuers: [
          { ...partner, rolesClaim: "roles" },
          { ...partner, rolesClaim: "groups" },
        ],
        roles: ["a"],
      },
      {},
    ],
  ] as const)
    it(`closes the API that demands ${what}`, () => {
      const { inbound, findings } = exported(policy, options);
      expect({ inbound, findings }).to.deep.equal({
        inbound: CLOSED,
        findings: ["lost export-policy apis.orders.validateJwt"],
      });
    });
});
