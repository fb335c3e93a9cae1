import type { X509Certificate } from "node:crypto";
import { readExtensions } from "./extensions.js";

/** Certificates from a caller's own to an authority. */
export type CertificatePath = readonly X509Certificate[];

/**
 * Finds the paths from a certificate to an authority, through the certificates that the caller sent: up to `MAX_STEPS` issuers,
 * each with the right to issue. Dates are not judged: the result holds for as long as the certificates do. Work is bounded,
 * because a caller chooses its own certificate and those beside it.
 */
export function certificatePaths(
  leaf: X509Certificate,
  sent: readonly X509Certificate[],
  authorities: readonly X509Certificate[],
): readonly CertificatePath[] {
  if (!isForClients(leaf) || readExtensions(leaf.raw)?.isRestricted !== false) return [];
  // An operator may trust a self-signed certificate by itself.
  if (isAmong(authorities, leaf)) return [[leaf]];
  return new PathSearch(sent, authorities).from([leaf]);
}

/** Whether a certificate was issued by another, which may issue. */
export const isIssuedBy = (certificate: X509Certificate, issuer: X509Certificate): boolean =>
  issuer.ca &&
  certificate.checkIssued(issuer) &&
  // `checkIssued` compares names and key identifiers only, which a forgery copies.
  certificate.verify(issuer.publicKey);

/** Issuers between a certificate and the end of its path. */
const MAX_STEPS = 5;
/** Signatures that are checked for one certificate. */
const MAX_CHECKS = 16;
/** Paths that are found: one of them may lead through a certificate that has expired. */
const MAX_PATHS = 4;

class PathSearch {
  readonly #sent: readonly X509Certificate[];
  readonly #authorities: readonly X509Certificate[];
  readonly #found: CertificatePath[] = [];
  #checks = 0;

  constructor(sent: readonly X509Certificate[], authorities: readonly X509Certificate[]) {
    this.#sent = sent;
    this.#authorities = authorities;
  }

  from(path: CertificatePath): readonly CertificatePath[] {
    for (const issuer of this.#authorities) {
      if (this.#extends(path, issuer)) this.#found.push([...path, issuer]);
    }
    if (path.length < MAX_STEPS) {
      for (const issuer of this.#sent) {
        if (isAmong(this.#authorities, issuer) || isAmong(path, issuer)) continue;
        if (this.#extends(path, issuer)) this.from([...path, issuer]);
      }
    }
    return this.#found;
  }

  #extends(path: CertificatePath, issuer: X509Certificate): boolean {
    const last = path.at(-1)!;
    if (this.#found.length >= MAX_PATHS || !issuer.ca || !last.checkIssued(issuer)) return false;
    return this.#checks++ < MAX_CHECKS && isIssuedBy(last, issuer) && mayIssue(issuer, path.length - 1);
  }
}

/** Why no chain can end at an authority of the options; undefined when one can. */
export function authorityFlaw(
  authority: X509Certificate,
): "not an authority" | "restricted" | "not for clients" | undefined {
  if (!authority.ca) return "not an authority";
  if (!isForClients(authority)) return "not for clients";
  return readExtensions(authority.raw)?.isRestricted === false ? undefined : "restricted";
}

/** `intermediates`: number of issuers below this one in the path. */
function mayIssue(issuer: X509Certificate, intermediates: number): boolean {
  const extensions = readExtensions(issuer.raw);
  if (extensions === undefined || extensions.isRestricted || !isForClients(issuer)) return false;
  return intermediates <= (extensions.pathLength ?? MAX_STEPS);
}

// RFC 5280 §4.2.1.12. Without the extension a certificate may be used for everything.
const isForClients = ({ keyUsage }: X509Certificate): boolean =>
  keyUsage === undefined || keyUsage.some((usage) => usage === CLIENT_AUTH || usage === ANY_USAGE);
const CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
const ANY_USAGE = "2.5.29.37.0";

const isAmong = (certificates: readonly X509Certificate[], one: X509Certificate): boolean =>
  certificates.some((certificate) => certificate.fingerprint256 === one.fingerprint256);
