import { refused } from "./refused-options.js";

const valid = {
  tenantId: "aaaabbbb-0000-cccc-1111-dddd2222eeee",
  products: { starter: { audience: "api://55556666-ffff-7777-aaaa-8888bbbb9999" } },
};
const with1 = (over: object) => ({ ...valid, ...over });

refused("where credentials are looked for", [
  [
    with1({ subscriptionKeyParameterNames: { header: "Authorization" } }),
    "subscriptionKeyParameterNames.header",
    "is also the header of tokens",
    /separate headers/,
  ],
  [
    with1({ subscriptionKeyParameterNames: { header: "x-token" }, tokenSource: { header: "X-Token" } }),
    "subscriptionKeyParameterNames.header",
    "is also the header of tokens",
    /separate headers/,
  ],
  [
    with1({ subscriptionKeyParameterNames: { header: "x key" } }),
    "subscriptionKeyParameterNames.header",
    "is not a header name",
    /hyphens/,
  ],
  [with1({ tokenSource: { header: "x-token:" } }), "tokenSource.header", "is not a header name", /hyphens/],
  [with1({ tokenSource: 1 }), "tokenSource", "is a number", /{ cookie: "__Host-token" }, or a function/],
  [with1({ tokenSource: { cookies: "a" } }), "tokenSource.cookies", "is not an option", /"cookie"/],
  [
    with1({ tokenSource: { cookie: "a b" } }),
    "tokenSource.cookie",
    "is not the name of a cookie",
    /RFC 6265/,
  ],
  [
    with1({ tokenSource: { header: "cookie" } }),
    "tokenSource.header",
    "is the field of cookies",
    /{ cookie: "…" }/,
  ],
  [
    with1({ tokenSource: { scheme: "Basic" } }),
    "tokenSource.scheme",
    'is "Basic"',
    /"Bearer", "optional", "none"/,
  ],
  [
    with1({ tokenSource: { scheme: "none", requireScheme: true } }),
    "tokenSource.requireScheme",
    "is set beside scheme",
    /keep scheme/,
  ],
  [
    with1({ tokenSource: { query: "a", scheme: "Bearer" } }),
    "tokenSource.scheme",
    "applies to header fields only",
    /remove it/,
  ],
  [
    with1({ subscriptionKeyParameterNames: { header: "Cookie" }, tokenSource: { cookie: "token" } }),
    "subscriptionKeyParameterNames.header",
    "is also the header of tokens",
    /separate headers/,
  ],
  [
    with1({ origins: ["https://app.example", "app.example"] }),
    "origins[1]",
    "is not an origin",
    /scheme, host/,
  ],
  [with1({ origins: ["null"] }), "origins[0]", "is not an origin", /scheme, host/],
  [with1({ origins: "any" }), "origins", "is a string", /a list of origins/],
  [with1({ maxTokenLength: 0 }), "maxTokenLength", "is 0", /^write 1 or more characters$/],
  [with1({ signingKeys: { timeout: 0 } }), "signingKeys.timeout", "is 0", /^write more than 0 seconds/],
  [
    with1({ upgrades: { origins: ["https://app.example", "https://app.example/"] } }),
    "upgrades.origins[1]",
    "is not an origin",
    /scheme, host and port only/,
  ],
  [with1({ upgrades: { origins: ["null"] } }), "upgrades.origins[0]", "is not an origin", /"any"/],
  [with1({ upgrades: { origins: "https://app.example" } }), "upgrades.origins", "is a string", /a list/],
  [with1({ upgrades: { closeTimeout: 31 } }), "upgrades.closeTimeout", "is 31", /at most 30 seconds/],
  [
    with1({ upgrades: { recheckTimeout: 3601 } }),
    "upgrades.recheckTimeout",
    "is 3601",
    /at most 3600 seconds/,
  ],
  [with1({ upgrades: { origin: [] } }), "upgrades.origin", "is not an option", /"origins"/],
]);
