import { createHash, type KeyObject, randomBytes, sign } from "node:crypto";
import { isIP } from "node:net";
import {
  bitString,
  der,
  explicit,
  implicit,
  integer,
  nothing,
  octetString,
  oid,
  sequence,
  set,
  time,
  utf8String,
  yes,
} from "./der.js";

/** What goes into a certificate; times in milliseconds since 1970. */
export interface CertificateRequest {
  readonly subject: string;
  readonly publicKey: KeyObject;
  /** Who signs; the subject itself when left out. */
  readonly issuer?: { readonly name: string; readonly publicKey: KeyObject };
  readonly signingKey: KeyObject;
  readonly notBefore: number;
  readonly notAfter: number;
  /** Makes it a certificate authority that may sign leaves only. */
  readonly authority?: boolean;
  /** Host names and addresses; makes it a server certificate. */
  readonly hosts?: readonly string[];
}

/** Writes an X.509 version 3 certificate (RFC 5280) and returns its DER. */
export function createCertificate(request: CertificateRequest): Buffer {
  const algorithm = signatureAlgorithm(request.signingKey);
  const issuer = request.issuer ?? { name: request.subject, publicKey: request.publicKey };
  const serial = randomBytes(16);
  serial[0] = (serial[0]! & 0x7f) | 0x40; // positive and never shorter than written
  const body = sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(serial),
    algorithm,
    distinguishedName(issuer.name),
    sequence(time(request.notBefore), time(request.notAfter)),
    distinguishedName(request.subject),
    request.publicKey.export({ type: "spki", format: "der" }),
    explicit(3, sequence(...extensions(request, issuer.publicKey))),
  );
  return sequence(body, algorithm, bitString(sign("sha256", body, request.signingKey)));
}

function signatureAlgorithm(key: KeyObject): Buffer {
  if (key.asymmetricKeyType === "ec") return sequence(oid("1.2.840.10045.4.3.2"));
  return sequence(oid("1.2.840.113549.1.1.11"), nothing());
}

function distinguishedName(commonName: string): Buffer {
  return sequence(set(sequence(oid("2.5.4.3"), utf8String(commonName))));
}

function extensions(request: CertificateRequest, issuerKey: KeyObject): Buffer[] {
  const list = [
    extension("2.5.29.14", octetString(keyIdentifier(request.publicKey))),
    extension("2.5.29.35", sequence(implicit(0, keyIdentifier(issuerKey)))),
  ];
  if (request.authority === true) {
    list.push(critical("2.5.29.19", sequence(yes(), integer(Buffer.from([0]))))); // pathLen 0: leaves only
    list.push(critical("2.5.29.15", bitString(Buffer.from([0x06]), 1))); // keyCertSign, cRLSign
  } else {
    list.push(critical("2.5.29.19", sequence()));
    list.push(critical("2.5.29.15", bitString(Buffer.from([0x80]), 7))); // digitalSignature
  }
  if (request.hosts !== undefined) {
    list.push(extension("2.5.29.37", sequence(oid("1.3.6.1.5.5.7.3.1")))); // serverAuth
    list.push(extension("2.5.29.17", sequence(...request.hosts.map(generalName))));
  }
  return list;
}

const extension = (id: string, value: Buffer): Buffer => sequence(oid(id), octetString(value));
const critical = (id: string, value: Buffer): Buffer => sequence(oid(id), yes(), octetString(value));

function generalName(host: string): Buffer {
  if (isIP(host) === 0) return der(0x82, Buffer.from(host));
  return der(0x87, host.includes(":") ? ipv6Octets(host) : Buffer.from(host.split(".").map(Number)));
}

function ipv6Octets(address: string): Buffer {
  const [head = "", tail] = address.split("::");
  const words = (text: string): string[] => (text === "" ? [] : text.split(":"));
  const before = words(head);
  const after = words(tail ?? "");
  const zeros = Array<string>(8 - before.length - after.length).fill("0");
  const all = tail === undefined ? before : [...before, ...zeros, ...after];
  return Buffer.from(all.map((word) => word.padStart(4, "0")).join(""), "hex");
}

function keyIdentifier(key: KeyObject): Buffer {
  return createHash("sha1")
    .update(key.export({ type: "spki", format: "der" }))
    .digest();
}
