import type { ProductAuthOptions } from "@product-auth/express";
import { now, times, type Recipe } from "./recipe.js";

// #region options
export const zitadel: ProductAuthOptions<"orders"> = {
  issuers: [
    {
      issuer: "https://contoso-ab12cd.zitadel.cloud",
      rolesClaim: { membersOf: "urn:zitadel:iam:org:project:252855702316398078:roles" },
      clientClaim: "sub",
    },
  ],
  products: {
    orders: {
      audience: "252855702316398078", // the project
      role: "use-orders",
      clients: ["263301174520414465"], // the user ids of the service accounts that may call
    },
  },
};
// #endregion options

export const recipe: Recipe = {
  title: "ZITADEL",
  options: zitadel,
  discoveryUrl: "https://contoso-ab12cd.zitadel.cloud/.well-known/openid-configuration",
  document: {
    issuer: "https://contoso-ab12cd.zitadel.cloud",
    jwks_uri: "https://contoso-ab12cd.zitadel.cloud/oauth/v2/keys",
  },
  key: { kid: "k1", use: "sig", alg: "RS256" },
  header: { kid: "k1", typ: "JWT" },
  claims: {
    iss: "https://contoso-ab12cd.zitadel.cloud",
    sub: "263301174520414465",
    aud: ["252855702316398078"],
    ...times,
    nbf: now - 10,
    jti: "x",
    client_id: "batch",
    "urn:zitadel:iam:org:project:252855702316398078:roles": {
      "use-orders": { "252855702316332542": "contoso.zitadel.cloud" },
    },
  },
  client: "263301174520414465",
  refused: {
    "a user's token": [{ sub: "263301174520414999", client_id: "web@shop" }, 403, "client_not_allowed"],
    "for another project": [{ aud: ["252855756087375358"] }, 401, "token_audience"],
    "roles of another project": [
      {
        "urn:zitadel:iam:org:project:252855702316398078:roles": undefined,
        "urn:zitadel:iam:org:project:252855756087375358:roles": { "use-orders": { "1": "x" } },
      },
      403,
      "role_missing",
    ],
    "a role that no organization granted": [
      { "urn:zitadel:iam:org:project:252855702316398078:roles": { "use-orders": {} } },
      403,
      "role_missing",
    ],
  },
};
