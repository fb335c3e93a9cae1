import type { X509Certificate } from "node:crypto";
import { readBase64, readCertificate, readPem } from "./read-certificate.js";

/** How a proxy writes the client's certificate into a header field. */
export type CertificateFormat = "base64" | "escaped-pem" | "rfc9440" | "xfcc";

/** What a proxy forwarded. */
export interface ForwardedCertificate {
  readonly certificate: X509Certificate;
  /** The certificates that the client sent with it. */
  readonly sent: readonly X509Certificate[];
}

/** Reads what a proxy forwarded; undefined when a field is not in its format. */
export function readForwarded(
  format: CertificateFormat,
  text: string,
  chain: string | undefined,
): ForwardedCertificate | undefined {
  if (format === "xfcc") return readXfcc(text);
  const certificates = READERS[format](text, 1);
  const sent = chain === undefined ? [] : READERS[format](chain, MAX_SENT);
  if (certificates === undefined || sent === undefined) return undefined;
  return { certificate: certificates[0]!, sent };
}

/** Certificates that are read beside the client's own. */
const MAX_SENT = 8;

type Reader = (text: string, most: number) => readonly X509Certificate[] | undefined;

const READERS: Readonly<Record<Exclude<CertificateFormat, "xfcc">, Reader>> = {
  // App Service: X-ARR-ClientCert.
  base64: (text, most) => all(text.split(",", most + 1), most, (item) => readBase64(item.trim())),
  // nginx: $ssl_client_escaped_cert.
  "escaped-pem": (text, most) => {
    const pem = unescaped(text);
    return pem === undefined ? undefined : readPem(pem, most);
  },
  // RFC 9440 §2.1: byte sequences of structured fields (RFC 9651 §3.3.5).
  rfc9440: (text, most) => all(text.split(",", most + 1), most, byteSequence),
};

function all(
  items: readonly string[],
  most: number,
  bytesOf: (item: string) => Buffer | undefined,
): readonly X509Certificate[] | undefined {
  if (items.length > most) return undefined;
  const found: X509Certificate[] = [];
  for (const item of items) {
    const der = bytesOf(item);
    const certificate = der && readCertificate(der);
    if (certificate === undefined) return undefined;
    found.push(certificate);
  }
  return found;
}

function byteSequence(item: string): Buffer | undefined {
  const text = item.trim();
  const isSequence = text.startsWith(":") && text.endsWith(":");
  return isSequence ? readBase64(text.slice(1, -1)) : undefined;
}

function unescaped(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/**
 * Envoy's `x-forwarded-client-cert`. More than one element means that a proxy appended its own to what the caller sent, which
 * may be forged: only one is read.
 */
function readXfcc(text: string): ForwardedCertificate | undefined {
  const members = membersOf(text);
  const pem = unescaped(members?.get("cert") ?? "");
  const own = pem === undefined ? undefined : readPem(pem, 1);
  if (own === undefined) return undefined;
  const [certificate] = own as [X509Certificate];
  const chain = members!.get("chain");
  if (chain === undefined) return { certificate, sent: [] };
  const written = unescaped(chain);
  const sent = written === undefined ? undefined : readPem(written, MAX_SENT);
  // Envoy's chain begins with the client's own certificate.
  return sent && { certificate, sent: sent.filter(({ raw }) => !raw.equals(certificate.raw)) };
}

// key=value;key="quoted value": undefined when there is a second element, a key twice, or no end of a quotation.
function membersOf(text: string): ReadonlyMap<string, string> | undefined {
  const found = new Map<string, string>();
  let at = 0;
  while (at < text.length) {
    const equals = text.indexOf("=", at);
    if (equals === -1) return undefined;
    const name = text.slice(at, equals).trim().toLowerCase();
    const isQuoted = text[equals + 1] === '"';
    const end = isQuoted ? endOfQuotation(text, equals + 2) : endOfValue(text, equals + 1);
    if (end === -1) return undefined;
    const value = text.slice(equals + (isQuoted ? 2 : 1), end);
    at = isQuoted ? end + 1 : end;
    // Envoy repeats URI and DNS, one for each name.
    if (found.has(name) && (name === "cert" || name === "chain")) return undefined;
    found.set(name, value);
    if (at < text.length && text[at++] !== ";") return undefined;
  }
  return found;
}

function endOfValue(text: string, from: number): number {
  for (let at = from; at < text.length; at++) if (text[at] === ";" || text[at] === ",") return at;
  return text.length;
}

function endOfQuotation(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') return at;
  }
  return -1;
}
