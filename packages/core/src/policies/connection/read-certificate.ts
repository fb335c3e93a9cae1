import { X509Certificate } from "node:crypto";

/** Reads a certificate in DER; undefined unless all bytes are one certificate. */
export function readCertificate(der: Buffer): X509Certificate | undefined {
  // OpenSSL reads PEM as well, and ignores what comes after a certificate.
  if (der[0] !== SEQUENCE) return undefined;
  try {
    const certificate = new X509Certificate(der);
    return certificate.raw.equals(der) ? certificate : undefined;
  } catch {
    return undefined;
  }
}

/** Reads the certificates of a PEM text; undefined unless it consists of 1 to `most` certificates. */
export function readPem(text: string, most: number): readonly X509Certificate[] | undefined {
  const found: X509Certificate[] = [];
  for (let rest = text.trim(); rest !== "";) {
    const end = rest.indexOf(END);
    if (!rest.startsWith(BEGIN) || end === -1 || found.length === most) return undefined;
    const der = readBase64(rest.slice(BEGIN.length, end).replaceAll(/[\r\n]/g, ""));
    const certificate = der && readCertificate(der);
    if (certificate === undefined) return undefined;
    found.push(certificate);
    rest = rest.slice(end + END.length).trim();
  }
  return found.length === 0 ? undefined : found;
}

/** Reads base64 (RFC 4648 §4); undefined when a text has other characters or no padding, which Node would ignore. */
export function readBase64(text: string): Buffer | undefined {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined;
  return Buffer.from(text, "base64");
}

const SEQUENCE = 0x30;
const BEGIN = "-----BEGIN CERTIFICATE-----";
const END = "-----END CERTIFICATE-----";
