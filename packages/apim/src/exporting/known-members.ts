/** Members of each kind of policy that an export writes, or that demand nothing. */
const OF_POLICIES: Readonly<Record<string, readonly string[]>> = {
  ipFilter: ["action", "addresses", "addressRanges"],
  checkHeader: ["name", "failedCheckHttpCode", "failedCheckErrorMessage", "ignoreCase", "values"],
  clientCertificate: [
    ...["identities", "validateNotBefore", "validateNotAfter", "validateTrust"],
    ...["ignoreError", "acceptForgeable"],
  ],
  validateJwt: [
    ...[
      "name",
      "issuers",
      "audiences",
      "clients",
      "requiredClaims",
      "scopes",
      "roles",
      "caller",
      "tokenSource",
    ],
    ...["clockTolerance", "requireExpirationTime", "failedValidation", "when"],
  ],
  rateLimit: [...limit(), "per", "apis", "operations"],
  rateLimitByKey: [...limit(), ...keyed()],
  quota: ["calls", "bandwidth", "renewalPeriod", "per", "apis"],
  quotaByKey: ["calls", "bandwidth", "renewalPeriod", "firstPeriodStart", ...keyed()],
};

function limit(): readonly string[] {
  return [
    ...["calls", "renewalPeriod", "algorithm"],
    ...["remainingCallsHeaderName", "totalCallsHeaderName", "retryAfterHeaderName"],
  ];
}

function keyed(): readonly string[] {
  return ["counterKey", "counterName", "incrementCount", "incrementCondition"];
}

const METADATA = ["displayName", "description"];

/** The same of places. */
const OF_PLACES: Readonly<Record<"global" | "product" | "api" | "operation", readonly string[]>> = {
  global: [],
  product: [
    ...[
      ...METADATA,
      "audience",
      "role",
      "ownSigningKey",
      "clients",
      "requiredClaims",
      "tokenVersions",
      "accepts",
    ],
    ...["state", "approvalRequired", "subscriptionsLimit", "terms", "groups"],
  ],
  api: [
    ...[...METADATA, "path", "products", "subscriptionRequired", "subscriptionKeyParameterNames"],
    ...["openapi", "operations"],
  ],
  operation: [...METADATA, "method", "urlTemplate"],
};

/**
 * Paths of members that this version does not know, below a place with policies. One of them may demand something, which
 * the gateway would not.
 */
export function unknownMembers(
  kind: keyof typeof OF_PLACES,
  place: Readonly<Record<string, unknown>>,
): readonly string[] {
  const known = new Set<string>([...OF_PLACES[kind], ...Object.keys(OF_POLICIES)]);
  return Object.entries(place).flatMap(([name, value]) => {
    if (!known.has(name)) return [name];
    const members = Object.hasOwn(OF_POLICIES, name) ? OF_POLICIES[name] : undefined;
    if (members === undefined) return [];
    const isList = Array.isArray(value);
    return [value].flat().flatMap((policy, i) =>
      Object.keys(policy as object)
        .filter((member) => !members.includes(member))
        .map((member) => `${name}${isList ? `[${i}]` : ""}.${member}`),
    );
  });
}
