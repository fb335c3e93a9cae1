import type { PolicyPlace } from "../decision/decision.js";
import type { Problem } from "../lib/errors.js";
import type { ConnectionPolicy } from "../policies/connection/connection-policy.js";
import { checkHeaderProblems, settleCheckHeader } from "./check-header.js";
import { clientCertificateProblems, settleClientCertificate } from "./client-certificate.js";
import type { ClientCertificatesOptions } from "./client-certificates.js";
import { ipFilterProblems, settleIpFilter } from "./ip-filter.js";
import type { PolicyHolder } from "./policy-holders.js";

/** What is wrong with the policies about the connection at one place, whose form is right. */
export function connectionProblems(
  { path, policies: { ipFilter, checkHeader, clientCertificate } }: PolicyHolder,
  surroundings: ClientCertificatesOptions | "in a file",
): readonly Problem[] {
  return [
    ...(ipFilter === undefined ? [] : ipFilterProblems(`${path}.ipFilter`, ipFilter)),
    ...(checkHeader === undefined ? [] : checkHeaderProblems(`${path}.checkHeader`, checkHeader)),
    ...(clientCertificate === undefined
      ? []
      : clientCertificateProblems(`${path}.clientCertificate`, clientCertificate, surroundings)),
  ];
}

/** Settles the policies about the connection at one place; none when there is none. */
export function settleConnection(
  { place, policies: { ipFilter, checkHeader = [], clientCertificate } }: PolicyHolder,
  authorities: number,
): readonly ConnectionPolicy[] {
  if (ipFilter === undefined && checkHeader.length === 0 && clientCertificate === undefined) return [];
  const at = (index: number): PolicyPlace => Object.freeze({ place, index });
  return [
    Object.freeze({
      place: at(0),
      ipFilter: ipFilter && settleIpFilter(ipFilter),
      headers: Object.freeze(
        settleCheckHeader(checkHeader).map((check, i) => Object.freeze({ ...check, place: at(i) })),
      ),
      certificate: clientCertificate && settleClientCertificate(clientCertificate, authorities),
    }),
  ];
}
