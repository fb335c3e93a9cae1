import type { X509Certificate } from "node:crypto";
import type { ConnectionFacts } from "../../decision/decision.js";
import type { AcceptedCertificate } from "./accepted-certificate.js";
import { sanitize } from "../../lib/sanitize.js";
import { certificatePaths, isIssuedBy, type CertificatePath } from "./chain.js";
import { nameKey, readName, valuesOf, writeName, type DistinguishedName } from "./distinguished-name.js";

/** A certificate and its issuers, with the dates between which they are valid, in milliseconds since 1970. */
export interface DatedPath {
  readonly path: CertificatePath;
  readonly from: number;
  readonly to: number;
}

/** Length of a subject in events. */
const MAX_SUBJECT = 300;

/** A certificate that a caller presented, and what follows from it alone: judged once, however many requests carry it. */
export class PresentedCertificate {
  readonly certificate: X509Certificate;
  /** What the TLS server found; false for a certificate from a header. */
  readonly isAuthorized: boolean;
  readonly validity: DatedPath;
  readonly subject: DistinguishedName;
  readonly issuer: DistinguishedName;
  /** The paths to an authority; none for a certificate that is not trusted. */
  readonly paths: readonly DatedPath[];
  readonly accepted: AcceptedCertificate;
  /** For operators: made once, since every request with the certificate reports it. */
  readonly facts: ConnectionFacts;
  readonly #issuers: readonly X509Certificate[];
  readonly #verdicts = new WeakMap<object, boolean>();

  /** `sent`: the certificates that came with it. `authorities`: those of the options. */
  constructor(
    certificate: X509Certificate,
    sent: readonly X509Certificate[],
    authorities: readonly X509Certificate[],
    isAuthorized: boolean,
  ) {
    this.certificate = certificate;
    this.isAuthorized = isAuthorized;
    this.validity = dated([certificate]);
    this.subject = nameIn(certificate.subject);
    this.issuer = nameIn(certificate.issuer);
    this.paths = certificatePaths(certificate, sent, authorities).map(dated);
    this.accepted = acceptedOf(certificate, this.subject, this.issuer);
    const { subject, thumbprint } = this.accepted;
    this.facts = Object.freeze({
      certificate: Object.freeze({ subject: sanitize(subject, MAX_SUBJECT), thumbprint }),
    });
    this.#issuers = [...authorities, ...sent];
  }

  /** The certificate that issued this one; undefined when it was neither sent nor is it an authority. */
  get directIssuer(): X509Certificate | undefined {
    return (
      this.paths.find(({ path }) => path.length > 1)?.path[1] ??
      this.#issuers.find((issuer) => isIssuedBy(this.certificate, issuer))
    );
  }

  /** Returns what `judge` says about this certificate, and keeps it for `policy`. */
  verdict(policy: object, judge: () => boolean): boolean {
    const known = this.#verdicts.get(policy);
    if (known !== undefined) return known;
    const verdict = judge();
    this.#verdicts.set(policy, verdict);
    return verdict;
  }
}

function dated(path: CertificatePath): DatedPath {
  return {
    path,
    from: Math.max(...path.map(({ validFrom }) => Date.parse(validFrom))),
    to: Math.min(...path.map(({ validTo }) => Date.parse(validTo))),
  };
}

function acceptedOf(
  certificate: X509Certificate,
  subject: DistinguishedName,
  issuer: DistinguishedName,
): AcceptedCertificate {
  const validTo = new Date(certificate.validTo);
  return Object.freeze({
    subject: writeName(subject),
    issuer: writeName(issuer),
    serialNumber: certificate.serialNumber,
    thumbprint: hexOf(certificate.fingerprint),
    thumbprint256: hexOf(certificate.fingerprint256),
    validTo: Number.isNaN(validTo.getTime()) ? "" : validTo.toISOString(),
  });
}

const hexOf = (fingerprint: string): string => fingerprint.replaceAll(":", "");

// Node returns no text, or undefined, for an empty name.
const nameIn = (text: string | undefined): DistinguishedName => readName(text ?? "") ?? [];

/** Whether a name equals one of the options, in its order or the reverse. */
export const isNamed = (name: DistinguishedName, key: string): boolean =>
  nameKey(name) === key || nameKey(name, "reverse") === key;

/** The common name, when there is exactly one. */
export function commonNameOf(name: DistinguishedName): string | undefined {
  const names = valuesOf(name, "CN");
  return names.length === 1 ? names[0] : undefined;
}
