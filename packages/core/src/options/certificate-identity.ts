import type { Problem } from "../lib/errors.js";
import { nameKey, readName } from "../policies/connection/distinguished-name.js";
import { plainHex, plainSerial, type Identity } from "../policies/connection/identities.js";
import { readPem } from "../policies/connection/read-certificate.js";
import * as form from "./forms.js";

/** A certificate that is accepted. It must satisfy every member. */
export interface CertificateIdentity {
  /** SHA-1 or SHA-256 of the certificate, hexadecimal; case, colons and spaces are ignored. */
  readonly thumbprint?: string;
  /** Hexadecimal, as `openssl x509 -serial` prints it; leading zeros are ignored. */
  readonly serialNumber?: string;
  /** The only common name of the subject, exactly. */
  readonly commonName?: string;
  /** The whole subject, such as `C=US, O="Contoso, Inc.", CN=client.contoso.example`, in this or the reverse order. */
  readonly subject?: string;
  /** A DNS name among the alternative names; case is ignored, wildcards are not expanded. */
  readonly dnsName?: string;
  /** The whole name of the issuer, written as `subject`. */
  readonly issuerSubject?: string;
  /** SHA-1 or SHA-256 of the issuer's certificate, which the client must send unless it is an authority. */
  readonly issuerThumbprint?: string;
  /** The issuer's certificate in PEM. */
  readonly issuerCertificate?: string;
}

const common = {
  thumbprint: form.optional(form.text()),
  serialNumber: form.optional(form.text()),
  commonName: form.optional(form.text()),
  subject: form.optional(form.text()),
  dnsName: form.optional(form.text()),
  issuerSubject: form.optional(form.text()),
  issuerThumbprint: form.optional(form.text()),
};

export const certificateIdentityForm: form.ObjectForm = form.object<CertificateIdentity>({
  ...common,
  issuerCertificate: form.optional(form.text()),
});

/** The same in a catalog file, which holds no certificates. */
export const fileCertificateIdentityForm: form.ObjectForm =
  form.object<Omit<CertificateIdentity, "issuerCertificate">>(common);

/** Whether no caller can make another certificate that satisfies the identity. */
export const isPinned = ({ thumbprint, issuerThumbprint, issuerCertificate }: CertificateIdentity): boolean =>
  (thumbprint ?? issuerThumbprint ?? issuerCertificate) !== undefined;

export function identityProblems(path: string, identity: CertificateIdentity): readonly Problem[] {
  const written = Object.entries(identity).filter(([, value]) => value !== undefined);
  if (written.length === 0)
    return [
      { path, message: "names nothing", fix: "write a member such as thumbprint, or remove the identity" },
    ];
  return (Object.keys(CHECKS) as (keyof typeof CHECKS)[]).flatMap((name) => {
    const value = identity[name];
    const { isRight, message, fix } = CHECKS[name];
    return value === undefined || isRight(value) ? [] : [{ path: `${path}.${name}`, message, fix }];
  });
}

export function settleIdentity({
  thumbprint,
  serialNumber,
  commonName,
  subject,
  dnsName,
  issuerSubject,
  issuerThumbprint,
  issuerCertificate,
  ...left
}: CertificateIdentity): Identity {
  form.nothingLeft(left);
  return Object.freeze({
    thumbprint: thumbprint === undefined ? undefined : plainHex(thumbprint),
    serialNumber: serialNumber === undefined ? undefined : plainSerial(serialNumber),
    commonName,
    subject: keyOf(subject),
    dnsName,
    issuerSubject: keyOf(issuerSubject),
    issuerThumbprint: issuerThumbprint === undefined ? undefined : plainHex(issuerThumbprint),
    issuerCertificate: issuerOf(issuerCertificate),
  });
}

const keyOf = (name: string | undefined): string | undefined =>
  name === undefined ? undefined : nameKey(readName(name) ?? []);

function issuerOf(pem: string | undefined): string | undefined {
  const found = pem === undefined ? undefined : readPem(pem, 1)?.[0];
  return found && plainHex(found.fingerprint256);
}

const isThumbprint = (text: string): boolean => /^([0-9A-F]{40}|[0-9A-F]{64})$/.test(plainHex(text));
const THUMBPRINT = {
  isRight: isThumbprint,
  message: "is not a thumbprint",
  fix: "write the SHA-1 (40 digits) or SHA-256 (64 digits) of the certificate in hexadecimal",
};
const NAME = {
  isRight: (text: string) => readName(text) !== undefined,
  message: "is not a distinguished name",
  fix: 'write it as the certificate shows it, such as C=US, O="Contoso, Inc.", CN=client.contoso.example',
};

const CHECKS = {
  thumbprint: THUMBPRINT,
  serialNumber: {
    isRight: (text: string) => /^[0-9A-F]{1,40}$/.test(plainSerial(text)),
    message: "is not a serial number",
    fix: "write up to 40 hexadecimal digits",
  },
  subject: NAME,
  dnsName: {
    // OpenSSL treats a name that begins with a dot as all names below it.
    isRight: (text: string) =>
      text.length <= 253 && /^(\*\.)?[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*$/i.test(text),
    message: "is not a DNS name",
    fix: "write one name such as client.contoso.example; wildcards are not expanded",
  },
  issuerSubject: NAME,
  issuerThumbprint: THUMBPRINT,
  issuerCertificate: {
    isRight: (text: string) => readPem(text, 1)?.[0]?.ca === true,
    message: "is not the certificate of an authority in PEM",
    fix: "write one certificate that may issue others: -----BEGIN CERTIFICATE-----…",
  },
};
