import type { Awaitable } from "../../lib/awaitable.js";
import { sanitize } from "../../lib/sanitize.js";
import type { Presented } from "./certificate-source.js";
import type { ConnectionCode, ConnectionFinding } from "./connection-finding.js";
import { isOneOf, type Identity } from "./identities.js";
import { judgeRevocation, type IsRevoked } from "./judge-revocation.js";
import type { DatedPath, PresentedCertificate } from "./presented-certificate.js";

/** A `clientCertificate` with every default filled in. */
export interface CertificatePolicy {
  readonly validateNotBefore: boolean;
  readonly validateNotAfter: boolean;
  readonly validateTrust: boolean;
  readonly isRevoked: IsRevoked | undefined;
  /** Whether a finding is only reported. */
  readonly ignoreError: boolean;
  /** None: any certificate. */
  readonly identities: readonly Identity[];
  /** Number of authorities in the options; with 0 the TLS server decides about trust. */
  readonly authorities: number;
}

/**
 * Judges what a request presents: present, readable, dates, trust, revocation, identities. The first failure is returned.
 * `now` is in milliseconds since 1970. Synchronous unless `isRevoked` returns a promise.
 */
export function judgeCertificate(
  policy: CertificatePolicy,
  presented: Presented,
  now: number,
  ask: typeof judgeRevocation = judgeRevocation,
): Awaitable<ConnectionFinding | undefined> {
  if (presented === "missing") return finding("certificate_missing", "a client certificate", "nothing");
  if ("malformed" in presented)
    return finding("certificate_malformed", "a client certificate", presented.malformed);
  const flaw = judgeDates(policy, presented, now) ?? judgeTrust(policy, presented);
  if (flaw !== undefined) return flaw;
  if (policy.isRevoked === undefined) return judgeIdentities(policy, presented);
  const revocation = ask(policy.isRevoked, presented.certificate);
  return revocation instanceof Promise
    ? revocation.then((found) => found ?? judgeIdentities(policy, presented))
    : (revocation ?? judgeIdentities(policy, presented));
}

function judgeDates(
  policy: CertificatePolicy,
  { validity, paths }: PresentedCertificate,
  now: number,
): ConnectionFinding | undefined {
  if (!policy.validateTrust || paths.length === 0) return dateFlaw(policy, validity, now);
  // One path whose certificates are all valid is enough.
  let first: ConnectionFinding | undefined;
  for (const path of paths) {
    const flaw = dateFlaw(policy, path, now);
    if (flaw === undefined) return undefined;
    first ??= flaw;
  }
  return dateFlaw(policy, validity, now) ?? first;
}

// Written so that a date which cannot be read is in no range.
function dateFlaw(
  { validateNotBefore, validateNotAfter }: CertificatePolicy,
  { from, to }: DatedPath,
  now: number,
): ConnectionFinding | undefined {
  if (validateNotAfter && !(now <= to))
    return finding(
      "certificate_expired",
      "a certificate and issuers that are valid",
      `until ${dateText(to)}`,
    );
  if (validateNotBefore && !(now >= from))
    return finding(
      "certificate_not_yet_valid",
      "a certificate and issuers that are valid",
      `from ${dateText(from)}`,
    );
  return undefined;
}

const dateText = (date: number): string =>
  Number.isNaN(date) ? "a date that cannot be read" : new Date(date).toISOString();

function judgeTrust(
  { validateTrust, authorities }: CertificatePolicy,
  { paths, isAuthorized, accepted }: PresentedCertificate,
): ConnectionFinding | undefined {
  if (!validateTrust) return undefined;
  const isTrusted = authorities > 0 ? paths.length > 0 : isAuthorized;
  if (isTrusted) return undefined;
  const expected =
    authorities > 0 ? "a chain to an authority of the options" : "a certificate that the TLS server trusts";
  return finding("certificate_untrusted", expected, `issued by ${accepted.issuer}`);
}

function judgeIdentities(
  { identities }: CertificatePolicy,
  presented: PresentedCertificate,
): ConnectionFinding | undefined {
  if (identities.length === 0) return undefined;
  if (presented.verdict(identities, () => isOneOf(identities, presented))) return undefined;
  const { subject, thumbprint } = presented.accepted;
  return finding(
    "certificate_identity",
    `one of ${identities.length} identities`,
    `${subject} (${thumbprint})`,
  );
}

const finding = (code: ConnectionCode, expected: string, actual: string): ConnectionFinding => ({
  code,
  expected,
  actual: sanitize(actual, 200),
});
