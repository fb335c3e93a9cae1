import { createHash, generateKeyPairSync, sign, X509Certificate, type KeyObject } from "node:crypto";
import { bits, der, integer, octets, oid, sequence, set, time, utf8, yes } from "./der.js";

/** A certificate of the tests, with its key. */
export interface MadeCertificate {
  readonly certificate: X509Certificate;
  readonly pem: string;
  /** PEM. */
  readonly privateKey: string;
  readonly subject: DistinguishedName;
  readonly keys: { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
}

/** Parts in order; several in one list are one multi-valued part. */
export type DistinguishedName = readonly (readonly NamePart[])[];
type NamePart = readonly [name: keyof typeof NAMES, value: string];

/** What goes into a certificate. */
export interface CertificateRequest {
  readonly subject: string | DistinguishedName;
  /** Default: itself. */
  readonly issuer?: Pick<MadeCertificate, "subject" | "keys">;
  /** Signs in place of the issuer's key: a forgery. */
  readonly signedBy?: MadeCertificate;
  /** Default: those of a new key. */
  readonly keys?: MadeCertificate["keys"];
  /** Whether it may issue, and through how many others. */
  readonly authority?: boolean | { readonly pathLength: number };
  /** Milliseconds since 1970. Default: the years 2020 to 2060. */
  readonly from?: number;
  readonly to?: number;
  /** Hexadecimal. */
  readonly serialNumber?: string;
  readonly dnsNames?: readonly string[];
  /** IPv4. */
  readonly ipAddresses?: readonly string[];
  /** Extended key usages. */
  readonly purposes?: readonly (keyof typeof PURPOSES)[];
  readonly extensions?: readonly {
    readonly id: string;
    readonly critical: boolean;
    readonly value: Buffer;
  }[];
}

/** Makes a certificate (RFC 5280) with whatever flaw a test needs. */
export function makeCertificate(request: CertificateRequest): MadeCertificate {
  const keys = request.keys ?? generateKeyPairSync("ec", { namedCurve: "P-256" });
  const subject =
    typeof request.subject === "string" ? [[["CN", request.subject] as const]] : request.subject;
  const issuer = request.issuer ?? { subject, keys };
  const algorithm = sequence(oid("1.2.840.10045.4.3.2"));
  const body = sequence(
    der(0xa0, integer("2")),
    integer(request.serialNumber ?? "1001"),
    algorithm,
    nameOf(issuer.subject),
    sequence(time(request.from ?? Date.UTC(2020, 0, 1)), time(request.to ?? Date.UTC(2060, 0, 1))),
    nameOf(subject),
    keys.publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, sequence(...extensionsOf(request, keys.publicKey, issuer.keys.publicKey))),
  );
  const signer = (request.signedBy ?? issuer).keys.privateKey;
  const certificate = new X509Certificate(sequence(body, algorithm, bits(sign("sha256", body, signer))));
  return {
    certificate,
    pem: certificate.toString(),
    privateKey: keys.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    subject,
    keys,
  };
}

const NAMES = {
  CN: "2.5.4.3",
  C: "2.5.4.6",
  ST: "2.5.4.8",
  O: "2.5.4.10",
  OU: "2.5.4.11",
  emailAddress: "1.2.840.113549.1.9.1",
  unknown: "1.2.3.4.5",
};
const PURPOSES = {
  serverAuth: "1.3.6.1.5.5.7.3.1",
  clientAuth: "1.3.6.1.5.5.7.3.2",
  any: "2.5.29.37.0",
};

const nameOf = (name: DistinguishedName): Buffer =>
  sequence(
    ...name.map((parts) => set(...parts.map(([type, value]) => sequence(oid(NAMES[type]), utf8(value))))),
  );

function extensionsOf(
  { authority = false, dnsNames = [], ipAddresses = [], purposes = [], extensions = [] }: CertificateRequest,
  own: KeyObject,
  issuer: KeyObject,
): readonly Buffer[] {
  const pathLength = typeof authority === "object" ? [integer(authority.pathLength.toString(16))] : [];
  const constraints = authority === false ? sequence() : sequence(yes(), ...pathLength);
  const list = [
    extension("2.5.29.14", octets(identifierOf(own))),
    extension("2.5.29.35", sequence(der(0x80, identifierOf(issuer)))),
    extension("2.5.29.19", constraints, true),
    // keyCertSign and cRLSign, or digitalSignature.
    extension(
      "2.5.29.15",
      authority === false ? bits(Buffer.from([0x80]), 7) : bits(Buffer.from([0x06]), 1),
      true,
    ),
  ];
  if (purposes.length > 0)
    list.push(extension("2.5.29.37", sequence(...purposes.map((name) => oid(PURPOSES[name])))));
  const names = [
    ...dnsNames.map((name) => der(0x82, Buffer.from(name))),
    ...ipAddresses.map((address) => der(0x87, Buffer.from(address.split(".").map(Number)))),
  ];
  if (names.length > 0) list.push(extension("2.5.29.17", sequence(...names)));
  return [...list, ...extensions.map(({ id, value, critical }) => extension(id, value, critical))];
}

const extension = (id: string, value: Buffer, critical = false): Buffer =>
  sequence(oid(id), ...(critical ? [yes()] : []), octets(value));

const identifierOf = (key: KeyObject): Buffer =>
  createHash("sha1")
    .update(key.export({ type: "spki", format: "der" }))
    .digest();
