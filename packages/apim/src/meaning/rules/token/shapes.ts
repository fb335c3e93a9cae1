import { type ElementShape, shape, textShape } from "../element-shape.js";

const refusal = ["failed-validation-httpcode", "failed-validation-error-message"];
const source = ["header-name", "query-parameter-name", "token-value"];
const common = ["id", ...source, ...refusal, "output-token-variable-name"];
const signingKey = textShape(["id", "certificate-id", "n", "e"]);
const key = textShape(["id", "certificate-id"]);
const shared = {
  audiences: shape([], { audience: textShape() }),
  "required-claims": shape([], {
    claim: shape(["name", "match", "separator"], { value: textShape() }),
  }),
  "decryption-keys": shape([], { key }),
};

/** https://learn.microsoft.com/azure/api-management/validate-jwt-policy */
export const validateJwtShape: ElementShape = shape(
  [...common, "require-expiration-time", "require-scheme", "require-signed-tokens", "clock-skew"],
  {
    ...shared,
    "openid-config": shape(["url", "validate-connectivity"]),
    "issuer-signing-keys": shape([], { key: signingKey }),
    issuers: shape([], { issuer: textShape() }),
  },
);

/** https://learn.microsoft.com/azure/api-management/validate-azure-ad-token-policy */
export const validateAzureAdTokenShape: ElementShape = shape(
  [...common, "tenant-id", "authentication-endpoint"],
  {
    ...shared,
    "backend-application-ids": shape([], { "application-id": textShape() }),
    "client-application-ids": shape([], { "application-id": textShape() }),
  },
);
