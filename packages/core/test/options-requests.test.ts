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
    "is also where tokens are sent",
    /fields of their own/,
  ],
  [
    with1({ subscriptionKeyParameterNames: { header: "x-token" }, tokenSource: { header: "X-Token" } }),
    "subscriptionKeyParameterNames.header",
    "is also where tokens are sent",
    /fields of their own/,
  ],
  [
    with1({ subscriptionKeyParameterNames: { header: "x key" } }),
    "subscriptionKeyParameterNames.header",
    "is no header name",
    /hyphens/,
  ],
  [with1({ tokenSource: { header: "x-token:" } }), "tokenSource.header", "is no header name", /hyphens/],
  [with1({ maxTokenLength: 0 }), "maxTokenLength", "is 0: no token would pass", /characters/],
  [with1({ signingKeys: { timeout: 0 } }), "signingKeys.timeout", "is 0: no key would arrive", /seconds/],
]);
