import type { X509Certificate } from "node:crypto";
import type { Problem } from "../lib/errors.js";
import { headerNameProblems } from "../lib/header-name.js";
import { AddressList, networkIn } from "../policies/connection/address-list.js";
import type { CertificateSettings } from "../policies/connection/certificate-source.js";
import { authorityFlaw } from "../policies/connection/chain.js";
import type { CertificateFormat } from "../policies/connection/forwarded-certificate.js";
import { readPem } from "../policies/connection/read-certificate.js";
import * as form from "./forms.js";
import { problemsIn, type Given } from "./given.js";
import { addressProblems } from "./ip-filter.js";

/** Where client certificates come from, and which are trusted. Policies demand them: `clientCertificate`. */
export interface ClientCertificatesOptions {
  readonly clientCertificates?: {
    /**
     * Certificates in PEM that client certificates must be issued by, directly or through others. One text may hold several.
     * Default: what the TLS server trusts; no certificate from a header is trusted.
     */
    readonly authorities?: readonly string[];
    /** Default `"connection"`: of the TLS connection. Otherwise a header field of a proxy that ends TLS. */
    readonly from?: "connection" | ForwardedCertificateOptions;
  };
}

/** A header field in which a proxy forwards the client's certificate. */
export interface ForwardedCertificateOptions {
  /** Name of the field, such as `X-ARR-ClientCert`. The proxy must remove it from what callers send. */
  readonly header: string;
  /** Name of a field with the certificates that the client sent besides its own. Default: none. */
  readonly chainHeader?: string;
  /** `"base64"` (App Service), `"escaped-pem"` (nginx), `"rfc9440"`, or `"xfcc"` (Envoy). */
  readonly format: CertificateFormat;
  /** Addresses and networks of the proxies, as the connection has them. From any other address the field is ignored. */
  readonly proxies: readonly string[];
}

type Options = NonNullable<ClientCertificatesOptions["clientCertificates"]>;

/** Each step of a chain tries all of them. */
const MAX_AUTHORITIES = 100;

export const clientCertificatesForms: form.FormsOf<ClientCertificatesOptions> = {
  clientCertificates: form.optional(
    form.object<Options>({
      authorities: form.optional(
        form.filledList(form.text(), "at least one certificate in PEM, or leave it out"),
      ),
      from: form.optional(
        form.byKind(
          {
            string: form.literal("connection"),
            object: form.object<ForwardedCertificateOptions>({
              header: form.text("the name of a header field"),
              chainHeader: form.optional(form.text("the name of a header field")),
              format: form.oneOf(["base64", "escaped-pem", "rfc9440", "xfcc"]),
              proxies: form.filledList(
                form.text(),
                "at least one address of a proxy, such as 10.0.0.4 or 10.0.0.0/24",
              ),
            }),
          },
          '"connection", or an object such as { header: "Client-Cert", format: "rfc9440", proxies: ["10.0.0.4"] }',
        ),
      ),
    }),
  ),
};

export function clientCertificatesProblems(given: Given<ClientCertificatesOptions>): readonly Problem[] {
  return problemsIn(given, ["clientCertificates"], ({ clientCertificates: options = {} }) => [
    ...authorityProblems("clientCertificates.authorities", options.authorities ?? []),
    ...(typeof options.from === "object" ? forwardedProblems("clientCertificates.from", options.from) : []),
  ]);
}

export function settleClientCertificates({
  clientCertificates: { authorities = [], from = "connection", ...left } = {},
  ...more
}: ClientCertificatesOptions): CertificateSettings {
  form.nothingLeft(left);
  form.nothingLeft(more);
  return Object.freeze({
    authorities: Object.freeze(authorities.flatMap((pem) => readPem(pem, MAX_AUTHORITIES) ?? [])),
    from: from === "connection" ? from : settleForwarded(from),
  });
}

function settleForwarded({ header, chainHeader, format, proxies, ...left }: ForwardedCertificateOptions) {
  form.nothingLeft(left);
  return Object.freeze({
    header: header.toLowerCase(),
    chainHeader: chainHeader?.toLowerCase(),
    format,
    proxies: new AddressList(proxies),
  });
}

function authorityProblems(path: string, authorities: readonly string[]): Problem[] {
  const read = authorities.map((pem) => readPem(pem, MAX_AUTHORITIES));
  const count = read.flat().length;
  const tooMany = { path, message: `has ${count} certificates`, fix: `write at most ${MAX_AUTHORITIES}` };
  return [
    ...(count > MAX_AUTHORITIES ? [tooMany] : []),
    ...read.flatMap((certificates, i) =>
      certificates === undefined
        ? [{ path: `${path}[${i}]`, message: "is not a certificate in PEM", fix: PEM_FIX }]
        : certificates.flatMap((certificate) => unusable(`${path}[${i}]`, certificate)),
    ),
  ];
}

const PEM_FIX =
  "write the text of a PEM file that contains nothing but certificates: -----BEGIN CERTIFICATE-----…";

function unusable(path: string, certificate: X509Certificate): Problem[] {
  switch (authorityFlaw(certificate)) {
    case "not an authority":
      return [
        {
          path,
          message: "is a certificate that may not issue others",
          fix: "write the certificate of its issuer, or name this one by thumbprint in the identities of a policy with validateTrust: false",
        },
      ];
    case "not for clients":
      return [
        {
          path,
          message: "is an authority that may not issue client certificates",
          fix: "write an authority without extended key usage, or with clientAuth",
        },
      ];
    case "restricted":
      return [
        {
          path,
          message: "is an authority with constraints that are not evaluated here",
          fix: "let the TLS server verify: write it in the server's option ca, and leave authorities out",
        },
      ];
    case undefined:
      return [];
  }
}

function forwardedProblems(
  path: string,
  { header, chainHeader, format, proxies }: ForwardedCertificateOptions,
): Problem[] {
  const isOpen = (text: string) => {
    const found = networkIn(text);
    return !("flaw" in found) && found.prefix === 0;
  };
  return [
    ...headerNameProblems(`${path}.header`, header),
    ...headerNameProblems(`${path}.chainHeader`, chainHeader),
    ...(chainHeader !== undefined && chainHeader.toLowerCase() === header.toLowerCase()
      ? [
          {
            path: `${path}.chainHeader`,
            message: "is the header of the certificate itself",
            fix: "name another field",
          },
        ]
      : []),
    ...(chainHeader !== undefined && format === "xfcc"
      ? [
          {
            path: `${path}.chainHeader`,
            message: "has no effect",
            fix: "remove it: Envoy writes the chain into the same field",
          },
        ]
      : []),
    ...addressProblems(`${path}.proxies`, proxies),
    ...proxies.flatMap((text, i) =>
      isOpen(text)
        ? [
            {
              path: `${path}.proxies[${i}]`,
              message: "is every address",
              fix: "write the addresses of the proxies: any other caller can forge the field",
            },
          ]
        : [],
    ),
  ];
}
