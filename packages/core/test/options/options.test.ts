import { STARTER_ID, TENANT } from "../catalog.js";
import { refused } from "./refused-options.js";

const AUDIENCE = `api://${STARTER_ID}`;
const starter = { audience: AUDIENCE };
const base = { tenantId: TENANT, products: { starter } };

const tenant = (tenantId: unknown) => ({ ...base, tenantId });
refused("the tenant", [
  [{ products: { starter } }, "tenantId", "is undefined", /environment variable AZURE_TENANT_ID/],
  [tenant(undefined), "tenantId", "is undefined", /environment variable AZURE_TENANT_ID/],
  [tenant(""), "tenantId", "is empty", /environment variable AZURE_TENANT_ID/],
  [tenant("  "), "tenantId", "is empty", /environment variable AZURE_TENANT_ID/],
  [tenant("consumers"), "tenantId", 'is "consumers", which stands for personal accounts', /no applications/],
  [tenant("Common"), "tenantId", "is neither a GUID nor a domain name", /aaaabbbb-0000/],
  [tenant("undefined"), "tenantId", "is neither a GUID nor a domain name", /aaaabbbb-0000/],
  [tenant(`${TENANT}/v2.0`), "tenantId", "is neither a GUID nor a domain name", /aaaabbbb-0000/],
  [tenant(`../${TENANT}`), "tenantId", "is neither a GUID nor a domain name", /aaaabbbb-0000/],
  [tenant(` ${TENANT}`), "tenantId", "is neither a GUID nor a domain name", /aaaabbbb-0000/],
  [tenant("{tenantid}"), "tenantId", "is neither a GUID nor a domain name", /aaaabbbb-0000/],
  [tenant([]), "tenantId", "is empty", /environment variable AZURE_TENANT_ID/],
  [tenant([TENANT, ""]), "tenantId", "is empty", /environment variable AZURE_TENANT_ID/],
  [tenant([TENANT, "common"]), "tenantId", 'lists "common", which is not a GUID', /aaaabbbb-0000/],
  [tenant([TENANT, "contoso.example"]), "tenantId", 'lists "contoso.example", which is not a GUID', /GUID/],
  [tenant("common"), "allowedTenants", "is missing", /"common" alone would accept every tenant/],
  [tenant("organizations"), "allowedTenants", "is missing", /accept every tenant/],
  [tenant(["common"]), "allowedTenants", "is missing", /"common" alone would accept every tenant/],
  [{ ...tenant("common"), allowedTenants: [] }, "allowedTenants", "is empty", /accept every tenant/],
  [
    { ...tenant("common"), allowedTenants: ["common"] },
    "allowedTenants[0]",
    "is not a GUID",
    /aaaabbbb-0000/,
  ],
  [
    { ...base, allowedTenants: [TENANT] },
    "allowedTenants",
    'applies to tenantId "organizations" or "common" only',
    /"organizations"/,
  ],
  [tenant(null), "tenantId", "is null", /a string/],
  [tenant(1), "tenantId", "is a number", /a string/],
]);

const host = (authorityHost: unknown) => ({ ...base, authorityHost });
refused("the authority host", [
  [host("login.microsoftonline.com"), "authorityHost", "is not a URL", /https:\/\/login/],
  [host(""), "authorityHost", "is not a URL", /https:\/\/login/],
  [host("http://login.example"), "authorityHost", "is neither https nor on localhost", /localhost/],
  [host("http://127.0.0.1.example"), "authorityHost", "is neither https nor on localhost", /localhost/],
  [host("http://localhost@evil.example"), "authorityHost", "is neither https nor on localhost", /https/],
  [host("ftp://localhost"), "authorityHost", "is neither https nor on localhost", /localhost/],
  [host("file:///etc/keys"), "authorityHost", "is neither https nor on localhost", /localhost/],
  [host("https://login.example/common"), "authorityHost", "is more than an origin", /tenantId/],
  [host("https://login.example/?p=x"), "authorityHost", "is more than an origin", /tenantId/],
  [host(1), "authorityHost", "is a number", /a string/],
  [
    host("https://contoso.b2clogin.com"),
    "authorityHost",
    "is a login service of Azure AD B2C, whose tokens are not those of an Entra tenant",
    /issuers: \[\{ discoveryUrl: .*scopesClaim: "scp"/,
  ],
]);

refused("names that do not exist", [
  [{ ...base, tenant: "x" }, "tenant", "is not an option", /did you mean "tenantId"\?/],
  [{ ...base, clockTolerence: 1 }, "clockTolerence", "is not an option", /did you mean "clockTolerance"\?/],
  [{ ...base, validateIssuer: false }, "validateIssuer", "is not an option", /known names are tenantId, /],
  [{ ...base, signingKeys: { refresh: 1 } }, "signingKeys.refresh", "is not an option", /remove it/],
  [{ ...base, signingKeys: { timeOut: 1 } }, "signingKeys.timeOut", "is not an option", /"timeout"/],
  [
    { ...base, products: { starter: { ...starter, accept: ["key"] } } },
    "products.starter.accept",
    "is not an option",
    /did you mean "accepts"\?/,
  ],
  [
    {
      products: { pro: { accepts: ["key"] } },
      subscriptions: [{ id: "a", scope: "/products/pro", primaryKey: "k", key: "x" }],
    },
    "subscriptions[0].key",
    "is not an option",
    /known names are id, scope/,
  ],
  [
    { ...base, subscriptionKeyParameterNames: { headers: "X" } },
    "subscriptionKeyParameterNames.headers",
    "is not an option",
    /did you mean "header"\?/,
  ],
  [
    JSON.parse(`{"tenantId":"${TENANT}","products":{"starter":{"audience":"${AUDIENCE}","__proto__":{}}}}`),
    "products.starter.__proto__",
    "is not an option",
    /known names are/,
  ],
]);

refused("numbers, lists and functions", [
  [undefined, "options", "is missing", /an object/],
  [null, "options", "is null", /an object/],
  ["starter", "options", "is a string", /an object/],
  [{ ...base, clockTolerance: -1 }, "clockTolerance", "is -1", /^write 0 or more seconds$/],
  [{ ...base, clockTolerance: "60" }, "clockTolerance", "is a string", /a number/],
  [{ ...base, clockTolerance: NaN }, "clockTolerance", "is NaN", /a number/],
  [{ ...base, clockTolerance: Infinity }, "clockTolerance", "is Infinity", /at most 3600 seconds/],
  [{ ...base, maxTokenLength: 1.5 }, "maxTokenLength", "is 1.5", /a whole number/],
  [{ ...base, tokenCacheSize: -1 }, "tokenCacheSize", "is -1", /^write 0 or more tokens$/],
  [{ ...base, tokenVersions: [] }, "tokenVersions", "is empty", /"1.0", "2.0"/],
  [{ ...base, tokenVersions: ["3.0"] }, "tokenVersions[0]", 'is "3.0"', /"1.0", "2.0"/],
  [{ ...base, errors: "html" }, "errors", 'is "html"', /"gateway", "problem", or a function/],
  [{ ...base, onDecision: "log" }, "onDecision", "is a string", /a function/],
  [{ ...base, clock: 0 }, "clock", "is a number", /a function/],
  [{ ...base, fetch: {} }, "fetch", "is an object", /a function/],
  [{ ...base, signingKeys: { timeout: -1 } }, "signingKeys.timeout", "is -1", /^write more than 0 seconds/],
  [
    { ...base, subscriptionKeyParameterNames: { header: "" } },
    "subscriptionKeyParameterNames.header",
    "is empty",
    /not empty/,
  ],
]);

const issuer = (over: object) => ({
  issuers: [{ issuer: "https://login.example", ...over }],
  products: { starter },
});
const RIGHTS = /a claim's name, a path of names, \{ membersOf \}, or a function/;
const PATH = /a claim's name, or a path of 1 to 10 names/;
const NAMES = /a list of 1 to 10 names/;
refused("where the claims of an issuer stand", [
  ...["rolesClaim", "scopesClaim"].flatMap(
    (name) =>
      [
        [issuer({ [name]: 1 }), `issuers[0].${name}`, "is a number", RIGHTS],
        [issuer({ [name]: null }), `issuers[0].${name}`, "is null", RIGHTS],
        [issuer({ [name]: "" }), `issuers[0].${name}`, "is empty", PATH],
        [issuer({ [name]: [] }), `issuers[0].${name}`, "is empty", NAMES],
        [issuer({ [name]: ["a", 1] }), `issuers[0].${name}[1]`, "is a number", /a string/],
        [issuer({ [name]: ["a", ""] }), `issuers[0].${name}[1]`, "is empty", /a string/],
        [issuer({ [name]: { membersOf: 1 } }), `issuers[0].${name}.membersOf`, "is a number", PATH],
        [issuer({ [name]: {} }), `issuers[0].${name}.membersOf`, "is missing", PATH],
        [
          issuer({ [name]: { membersOf: "a", keysOf: "a" } }),
          `issuers[0].${name}.keysOf`,
          "is not an option",
          /membersOf/,
        ],
      ] as const,
  ),
  [issuer({ clientClaim: { membersOf: "a" } }), "issuers[0].clientClaim", "is an object", /or a function/],
  [issuer({ audienceClaim: () => "a" }), "issuers[0].audienceClaim", "is a function", PATH],
  [issuer({ audienceClaim: "abcdefghijk".split("") }), "issuers[0].audienceClaim", "has 11 entries", NAMES],
]);
