/** Names of the policies that decide whether a call may pass. */
export const accessElements: ReadonlySet<string> = new Set([
  "validate-jwt",
  "validate-azure-ad-token",
  "rate-limit",
  "rate-limit-by-key",
  "quota",
  "quota-by-key",
  "check-header",
  "ip-filter",
  "validate-client-certificate",
]);
