import type { PolicyPlace } from "../../decision/decision.js";
import type { HeaderCheck } from "./check-header.js";
import type { CertificatePolicy } from "./client-certificate.js";
import type { IpFilter } from "./ip-filter.js";

/** The policies about the connection that stand at one place: its address, header fields and client certificate. Frozen. */
export interface ConnectionPolicy {
  readonly place: PolicyPlace;
  readonly ipFilter: IpFilter | undefined;
  readonly headers: readonly PlacedHeaderCheck[];
  readonly certificate: CertificatePolicy | undefined;
}

/** Each check has its own status and text, so each has its own place. */
export interface PlacedHeaderCheck extends HeaderCheck {
  readonly place: PolicyPlace;
}
