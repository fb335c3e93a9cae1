import type { PresentedCertificate } from "./presented-certificate.js";
import { commonNameOf, isNamed } from "./presented-certificate.js";

/** What a certificate must be to satisfy one identity: all of these. */
export interface Identity {
  /** SHA-1 or SHA-256, hexadecimal, in upper case. */
  readonly thumbprint: string | undefined;
  /** Hexadecimal, in upper case, without leading zeros. */
  readonly serialNumber: string | undefined;
  readonly commonName: string | undefined;
  /** `nameKey` of the name. */
  readonly subject: string | undefined;
  readonly dnsName: string | undefined;
  readonly issuerSubject: string | undefined;
  readonly issuerThumbprint: string | undefined;
  /** SHA-256 of the issuer's certificate. */
  readonly issuerCertificate: string | undefined;
}

/** Whether a certificate satisfies one of the identities, each claim of it. */
export const isOneOf = (identities: readonly Identity[], presented: PresentedCertificate): boolean =>
  identities.some((identity) => satisfies(identity, presented));

function satisfies(identity: Identity, presented: PresentedCertificate): boolean {
  const { thumbprint, serialNumber, commonName, subject, dnsName, issuerSubject } = identity;
  const { certificate, accepted } = presented;
  return (
    (thumbprint === undefined || isThumbprint(thumbprint, accepted)) &&
    (serialNumber === undefined || serialNumber === plainSerial(certificate.serialNumber)) &&
    (commonName === undefined || commonName === commonNameOf(presented.subject)) &&
    (subject === undefined || isNamed(presented.subject, subject)) &&
    (dnsName === undefined || hasDnsName(presented, dnsName)) &&
    (issuerSubject === undefined || isNamed(presented.issuer, issuerSubject)) &&
    isIssuer(identity, presented)
  );
}

function isIssuer(
  { issuerThumbprint, issuerCertificate }: Identity,
  { directIssuer }: PresentedCertificate,
): boolean {
  if (issuerThumbprint === undefined && issuerCertificate === undefined) return true;
  if (directIssuer === undefined) return false;
  const found = {
    thumbprint: plainHex(directIssuer.fingerprint),
    thumbprint256: plainHex(directIssuer.fingerprint256),
  };
  return (
    (issuerThumbprint === undefined || isThumbprint(issuerThumbprint, found)) &&
    (issuerCertificate === undefined || issuerCertificate === found.thumbprint256)
  );
}

const isThumbprint = (
  expected: string,
  { thumbprint, thumbprint256 }: { readonly thumbprint: string; readonly thumbprint256: string },
): boolean => expected === thumbprint || expected === thumbprint256;

// OpenSSL reads the entries: in Node's text of them, a value may look like several (CVE-2021-44532).
const hasDnsName = ({ certificate }: PresentedCertificate, name: string): boolean =>
  certificate.checkHost(name, { subject: "never", wildcards: false, partialWildcards: false }) !== undefined;

/** Hexadecimal digits in upper case, without the colons and spaces between them. */
export const plainHex = (text: string): string => text.replaceAll(/[: ]/g, "").toUpperCase();

/** The same of a serial number, without leading zeros. */
export const plainSerial = (text: string): string => plainHex(text).replace(/^0+(?=.)/, "");
