import type { X509Certificate } from "node:crypto";
import type { Problem } from "../lib/errors.js";
import type { CertificatePolicy } from "../policies/connection/client-certificate.js";
import * as form from "./forms.js";
import {
  certificateIdentityForm,
  fileCertificateIdentityForm,
  identityProblems,
  isPinned,
  settleIdentity,
  type CertificateIdentity,
} from "./certificate-identity.js";
import type { ClientCertificatesOptions } from "./client-certificates.js";

/** A client certificate that callers must present (`validate-client-certificate` of API Management). Failures are answered 401. */
export interface ClientCertificateOptions {
  /** Whether the beginning of validity is checked, of the certificate and its issuers. Default true. */
  readonly validateNotBefore?: boolean;
  /** Whether the end of validity is checked, of the certificate and its issuers. Default true. */
  readonly validateNotAfter?: boolean;
  /** Whether the certificate must have been issued by an authority of the option `clientCertificates`. Default true. */
  readonly validateTrust?: boolean;
  /**
   * Whether a certificate was revoked: only `false` passes. Called for each request, after trust was checked; may take 2 seconds,
   * then the request is answered 503. Default: not checked; Node has no OCSP. For direct connections, `crl` of the TLS server works.
   */
  readonly isRevoked?: (certificate: X509Certificate) => boolean | Promise<boolean>;
  /** Whether a failure is only reported in the event, and the request admitted. Default false. */
  readonly ignoreError?: boolean;
  /** Accepted certificates. Default: any that passes the checks above. */
  readonly identities?: readonly CertificateIdentity[];
  /** Accepts that any caller can make a certificate with these names: identities by names without `validateTrust`. */
  readonly acceptForgeable?: true;
}

const formWith = (identity: form.Form) => ({
  validateNotBefore: form.optional(form.flag),
  validateNotAfter: form.optional(form.flag),
  validateTrust: form.optional(form.flag),
  ignoreError: form.optional(form.flag),
  identities: form.optional(
    form.filledList(identity, "at least one identity; without the list, any trusted certificate passes"),
  ),
  acceptForgeable: form.optional(form.literal(true)),
});

export const clientCertificateForm: form.ObjectForm = form.object<ClientCertificateOptions>({
  ...formWith(certificateIdentityForm),
  isRevoked: form.optional(form.aFunction),
});

/** The same in a catalog file: no functions, and no certificates. */
export const fileClientCertificateForm: form.ObjectForm = form.object<
  Omit<ClientCertificateOptions, "isRevoked">
>(formWith(fileCertificateIdentityForm));

/** What is wrong with a policy whose form is right. `path`: of the policy. */
export function clientCertificateProblems(
  path: string,
  policy: ClientCertificateOptions,
  surroundings: ClientCertificatesOptions | "in a file",
): readonly Problem[] {
  return [
    ...(policy.identities ?? []).flatMap((identity, i) =>
      identityProblems(`${path}.identities[${i}]`, identity),
    ),
    ...trustProblems(path, policy, surroundings),
  ];
}

/** `authorities`: how many the options name. */
export function settleClientCertificate(
  {
    validateNotBefore = true,
    validateNotAfter = true,
    validateTrust = true,
    isRevoked,
    ignoreError = false,
    identities = [],
    acceptForgeable,
    ...left
  }: ClientCertificateOptions,
  authorities: number,
): CertificatePolicy {
  form.nothingLeft(left);
  form.settledElsewhere(acceptForgeable);
  return Object.freeze({
    validateNotBefore,
    validateNotAfter,
    validateTrust,
    isRevoked,
    ignoreError,
    identities: Object.freeze(identities.map(settleIdentity)),
    authorities,
  });
}

function trustProblems(
  path: string,
  { validateTrust = true, identities = [], acceptForgeable }: ClientCertificateOptions,
  surroundings: ClientCertificatesOptions | "in a file",
): Problem[] {
  const arePinned = identities.length > 0 && identities.every(isPinned);
  if (!validateTrust) {
    if (arePinned || acceptForgeable === true) return [];
    const message = "is false, and any caller can make a certificate that passes";
    const fix =
      "remove it, write a thumbprint in each identity, or accept forgeries with acceptForgeable: true";
    return [{ path: `${path}.validateTrust`, message, fix }];
  }
  if (acceptForgeable === true) {
    const fix = "remove it, or write validateTrust: false";
    return [{ path: `${path}.acceptForgeable`, message: "has no effect while trust is validated", fix }];
  }
  if (surroundings === "in a file") return [];
  const { authorities, from = "connection" } = surroundings.clientCertificates ?? {};
  if (authorities !== undefined) return [];
  const fix =
    "write the option clientCertificates: { authorities: […] }, or validateTrust: false and a thumbprint in each identity";
  if (from !== "connection") {
    const message =
      "demands a trusted certificate, and the options name no authorities to judge one from a header";
    return [{ path, message, fix }];
  }
  if (arePinned) return [];
  const message = "demands a certificate with neither authorities nor a thumbprint";
  return [{ path, message, fix }];
}
