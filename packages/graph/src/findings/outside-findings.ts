import type { DiagnosisKind } from "./diagnosis-kind.js";

/** Codes of what is outside of the registrations: issuers, clocks, stores and real tokens. */
export type OutsideCode =
  "D01" | "D02" | "D03" | "D04" | "D05" | "D06" | "D07" | "D10" | "D11" | "D20" | "D21" | "D22" | "D23";

/** Every finding about what is outside of the registrations. */
export const OUTSIDE_FINDINGS: Readonly<Record<OutsideCode, DiagnosisKind>> = Object.freeze({
  D01: {
    severity: "error",
    title: "the issuer does not answer",
    meaning:
      "an instance that starts now answers 503 to every token; one that runs uses the keys that it has for up to a day",
    fix: "check address, DNS, proxy and firewall between this machine and the issuer",
  },
  D02: {
    severity: "error",
    title: "the issuer is not the one in the options",
    meaning: "tokens cannot be validated: the API answers 503 to every token",
    fix: "correct the option that the message names",
  },
  D03: {
    severity: "error",
    title: "the issuer publishes no usable signing key",
    meaning: "tokens cannot be validated: the API answers 503 to every token",
    fix: "check the address of the keys, and the option algorithms of the issuer",
  },
  D04: {
    severity: "info",
    title: "some published keys are not used",
    meaning: "tokens that these keys sign get 401; keys for other purposes are published beside signing keys",
    fix: "nothing, unless tokens are refused with token_unknown_key; then follow the reason in the message",
  },
  D05: {
    severity: "warning",
    title: "this machine's clock differs from the issuer's by more than a minute",
    meaning: "tokens are accepted too long or too short by that much, within the tolerance",
    fix: "synchronize the clock of this machine (NTP, chrony, w32tm)",
  },
  D06: {
    severity: "error",
    title: "this machine's clock differs from the issuer's by more than the tolerance",
    meaning: "new tokens get 401 because they are not valid yet, or valid ones because they have expired",
    fix: "synchronize the clock of this machine (NTP, chrony, w32tm)",
  },
  D07: {
    severity: "warning",
    title: "an issuer on this machine is trusted",
    meaning: "every program on this machine that can listen at that address can issue tokens for the API",
    fix: "use it for development and tests only",
  },
  D10: {
    severity: "error",
    title: "a store does not answer",
    meaning:
      "without subscriptions or client applications their callers get 503; without counters, limits follow the option whenUnavailable; without records, the portal's pages answer 503",
    fix: "check that the store runs, and its address and credentials; the message contains the store's error",
  },
  D11: {
    severity: "warning",
    title: "the store of counters can lose counters",
    meaning: "callers can exceed their limits",
    fix: "change the setting that the message names",
  },
  D20: {
    severity: "error",
    title: "the token endpoint issued no token",
    meaning: "the client cannot call the API",
    fix: "look up the AADSTS number in the message; after a throttled or failed request, run the command again later",
  },
  D21: {
    severity: "error",
    title: "the API refuses a token that the issuer has just issued",
    meaning: "the client cannot call this product",
    fix: "product-auth explain lists every check of a token; the page of refusals describes the code",
  },
  D22: {
    severity: "error",
    title: "the token was issued by another tenant",
    meaning: "the API answers 401",
    fix: "request tokens from the token endpoint of the tenant configured here, or correct the tenantId of the API",
  },
  D23: {
    severity: "error",
    title: "the API's list of client applications does not admit the client to the product",
    meaning: "the API answers 403, although the client's token has the role",
    fix: "register, approve or restore the client in the list, or link the product to it",
  },
});
