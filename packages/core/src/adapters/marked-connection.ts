import type { PolicyPlace } from "../decision/decision.js";
import type { CertificatePolicy } from "../policies/connection/client-certificate.js";
import type { ConnectionPolicy } from "../policies/connection/connection-policy.js";

/** A policy about the connection, for route reports. */
export interface MarkedConnectionPolicy extends PolicyPlace {
  readonly kind: "ipFilter" | "checkHeader" | "clientCertificate";
  /** What it demands, in words. */
  readonly demands: string;
}

/** The policies about the connection, one for each filter, field and certificate. */
export const markedConnection = (policies: readonly ConnectionPolicy[]): readonly MarkedConnectionPolicy[] =>
  policies.flatMap(({ place, ipFilter, headers, certificate }) => [
    ...(ipFilter === undefined
      ? []
      : [{ kind: "ipFilter", ...place, demands: ADDRESSES[ipFilter.action] } as const]),
    ...headers.map(
      ({ place: at, written }) => ({ kind: "checkHeader", ...at, demands: `header ${written}` }) as const,
    ),
    ...(certificate === undefined
      ? []
      : [{ kind: "clientCertificate", ...place, demands: certificateIn(certificate) } as const]),
  ]);

const ADDRESSES = { allow: "listed addresses", forbid: "no listed address" };

// A certificate that is not verified proves nothing, and one with `ignoreError` is not demanded.
function certificateIn({ identities, validateTrust, ignoreError }: CertificatePolicy): string {
  const which = identities.length > 0 ? "a listed certificate" : "any certificate";
  return `${which}${validateTrust ? "" : ", trust not validated"}${ignoreError ? ", only reported" : ""}`;
}
