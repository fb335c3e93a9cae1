import type { AddressRule, CertificateRule, HeaderRule } from "#src/report/rule.js";
import type { X509Certificate } from "node:crypto";
import type { Asked } from "./asked.js";
import type { Service } from "./service.js";

export function passesHeader({ name, values, ignoreCase }: HeaderRule, { headers }: Asked): boolean {
  const sent = headers[name];
  if (sent === undefined || sent === "") return false;
  const spelled = (text: string): string => (ignoreCase === true ? text.toLowerCase() : text);
  return values.length === 0 || values.some((value) => spelled(value) === spelled(sent));
}

export function passesAddress({ action, addresses, ranges }: AddressRule, { address }: Asked): boolean {
  const sent = numberOf(address);
  const listed =
    addresses.some((one) => numberOf(one) === sent) ||
    ranges.some(([from, to]) => isBetween(sent, numberOf(from), numberOf(to)));
  return listed === (action === "allow");
}

/** An IPv4 address as a number; addresses of version 6 are not among the tests. */
const numberOf = (address: string): number =>
  address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);

const isBetween = (value: number, from: number, to: number): boolean => from <= value && value <= to;

export function passesCertificate(
  rule: CertificateRule,
  { certificate }: Asked,
  { authorities }: Service,
  now: number,
): boolean {
  if (certificate === undefined) return false;
  const { identities, thumbprints } = rule;
  if (rule.notBefore !== false && Date.parse(certificate.validFrom) > now) return false;
  if (rule.notAfter !== false && Date.parse(certificate.validTo) < now) return false;
  // A pinned certificate needs no authority: it is known itself.
  if (thumbprints !== undefined)
    return thumbprints.some((one) => one.toUpperCase() === thumbprintOf(certificate));
  if (rule.trust !== false && !authorities.some((one) => certificate.verify(one.publicKey))) return false;
  return identities.length === 0 || identities.some((one) => hasIdentity(certificate, one, authorities));
}

export const thumbprintOf = ({ fingerprint }: X509Certificate): string => fingerprint.replaceAll(":", "");

function hasIdentity(
  certificate: X509Certificate,
  identity: Readonly<Record<string, string>>,
  authorities: readonly X509Certificate[],
): boolean {
  const issuer = authorities.find(({ publicKey }) => certificate.verify(publicKey));
  return Object.entries(identity).every(([name, value]) => {
    switch (name) {
      case "thumbprint":
        return value.toUpperCase() === thumbprintOf(certificate);
      case "issuer-thumbprint":
        return issuer !== undefined && value.toUpperCase() === thumbprintOf(issuer);
      case "serial-number":
        return value.toUpperCase() === certificate.serialNumber.toUpperCase();
      case "common-name":
        return partsOf(certificate.subject).includes(`CN=${value}`);
      case "subject":
        return isSameName(value, certificate.subject);
      case "issuer-subject":
        return isSameName(value, certificate.issuer);
      case "dns-name":
        return (certificate.subjectAltName ?? "").split(", ").includes(`DNS:${value}`);
      default:
        return false;
    }
  });
}

const partsOf = (name: string): readonly string[] => name.split(/\n|, */).filter((part) => part !== "");
const isSameName = (one: string, other: string): boolean =>
  JSON.stringify([...partsOf(one)].sort()) === JSON.stringify([...partsOf(other)].sort());
