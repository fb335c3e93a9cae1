import type {
  Admit,
  ConnectionFacts,
  Decision,
  PolicyPlace,
  Refuse,
  Unavailable,
} from "../../decision/decision.js";
import { refuseByConnection, withFacts } from "../../decision/refused.js";
import type { Awaitable } from "../../lib/awaitable.js";
import type { RequestView } from "../../request/request-view.js";
import type { CallerAddresses } from "./caller-addresses.js";
import type { CertificateSource, Presented } from "./certificate-source.js";
import { judgeHeader } from "./check-header.js";
import { judgeCertificate, type CertificatePolicy } from "./client-certificate.js";
import type { ConnectionFinding } from "./connection-finding.js";
import type { ConnectionPolicy } from "./connection-policy.js";
import { judgeAddress } from "./ip-filter.js";
import type { judgeRevocation, Revocations } from "./judge-revocation.js";
import type { AcceptedCertificate } from "./accepted-certificate.js";
import { PresentedCertificate } from "./presented-certificate.js";

/** What judging connection policies takes besides the policies. */
export interface ConnectionQuery {
  readonly view: RequestView;
  readonly addresses: CallerAddresses;
  readonly certificates: CertificateSource;
  readonly revocations: Revocations;
  /** When the judgement begins, in milliseconds since 1970. */
  readonly now: number;
  /** Read after each wait. */
  readonly clock: () => number;
  /** For operators: called with each policy that was judged, and with its finding. */
  readonly observe?: ((judged: JudgedConnection) => void) | undefined;
}

export interface JudgedConnection {
  readonly kind: "ipFilter" | "checkHeader" | "clientCertificate";
  readonly place: PolicyPlace;
  /** Undefined: the policy is satisfied. */
  readonly finding: ConnectionFinding | undefined;
}

/** All policies are satisfied. */
export interface ConnectionPassed {
  readonly outcome: "passed";
  /** The client certificate, when a certificate policy is satisfied. */
  readonly accepted: AcceptedCertificate | undefined;
  readonly facts: ConnectionFacts | undefined;
}

const PASSED: ConnectionPassed = Object.freeze({ outcome: "passed", accepted: undefined, facts: undefined });

/**
 * Judges the policies of several places in order: of each, the address, header fields, the certificate. The first failure
 * ends the judgement. Synchronous unless `isRevoked` must be awaited.
 */
export function judgeConnection(
  policies: readonly ConnectionPolicy[],
  query: ConnectionQuery,
): Awaitable<Refuse | Unavailable | ConnectionPassed> {
  return new ConnectionJudgement(policies, query).from(0, query.now);
}

/** Adds what the connection policies found out to a decision that was made after them. */
export function withConnection<P extends string>(
  decision: Decision<P>,
  { accepted, facts }: ConnectionPassed,
): Decision<P> {
  if (facts === undefined) return decision;
  if (decision.outcome !== "admit")
    return decision.connection === undefined ? withFacts(decision, facts) : decision;
  const access: Admit<P>["access"] =
    accepted === undefined ? decision.access : Object.freeze({ ...decision.access, certificate: accepted });
  const { headers, onResponse } = decision;
  // Member by member: V8 takes thirty times as long to copy a decision and replace a member of it.
  const admitted: Admit<P> = { outcome: "admit", access, headers, connection: facts };
  return onResponse === undefined ? admitted : { ...admitted, onResponse };
}

const NONE: readonly never[] = Object.freeze([]);

class ConnectionJudgement {
  readonly #policies: readonly ConnectionPolicy[];
  readonly #query: ConnectionQuery;
  #ignored: readonly ConnectionFinding[] = NONE;
  #presented: Presented | undefined;
  #accepted: AcceptedCertificate | undefined;

  constructor(policies: readonly ConnectionPolicy[], query: ConnectionQuery) {
    this.#policies = policies;
    this.#query = query;
  }

  from(start: number, now: number): Awaitable<Refuse | Unavailable | ConnectionPassed> {
    for (let i = start; i < this.#policies.length; i++) {
      const policy = this.#policies[i]!;
      const refused = this.#judgeAddress(policy) ?? this.#judgeHeaders(policy);
      if (refused !== undefined) return refused;
      const { certificate } = policy;
      if (certificate === undefined) continue;
      const found = this.#judgeCertificate(certificate, now);
      if (found instanceof Promise) return this.#later(found, certificate, i);
      const end = this.#concluded(certificate, policy.place, found);
      if (end !== undefined) return end;
    }
    const facts = this.#facts();
    return facts === undefined ? PASSED : { outcome: "passed", accepted: this.#accepted, facts };
  }

  // Apart from its caller: a judgement that need not wait makes no closure.
  async #later(
    found: Promise<ConnectionFinding | undefined>,
    certificate: CertificatePolicy,
    at: number,
  ): Promise<Refuse | Unavailable | ConnectionPassed> {
    const settled = await found;
    return (
      this.#concluded(certificate, this.#policies[at]!.place, settled) ??
      this.from(at + 1, this.#query.clock())
    );
  }

  #judgeCertificate(certificate: CertificatePolicy, now: number): Awaitable<ConnectionFinding | undefined> {
    this.#presented ??= this.#query.certificates.read(this.#query.view);
    return certificate.isRevoked === undefined
      ? judgeCertificate(certificate, this.#presented, now)
      : judgeCertificate(certificate, this.#presented, now, this.#asking());
  }

  /** What asks about revocation once for each request. */
  #asking(): typeof judgeRevocation {
    const { view, revocations } = this.#query;
    return (isRevoked, certificate) => revocations.judge(view, isRevoked, certificate);
  }

  #judgeAddress({ ipFilter, place }: ConnectionPolicy): Refuse | Unavailable | undefined {
    if (ipFilter === undefined) return undefined;
    const { addresses, view, observe } = this.#query;
    const address = addresses.of(view);
    const finding = judgeAddress(ipFilter, address, view);
    observe?.({ kind: "ipFilter", place, finding });
    if (finding === undefined) return undefined;
    return this.#refused(finding, place, address === undefined ? {} : { address });
  }

  #judgeHeaders({ headers }: ConnectionPolicy): Refuse | Unavailable | undefined {
    for (const check of headers) {
      const finding = judgeHeader(check, this.#query.view);
      this.#query.observe?.({ kind: "checkHeader", place: check.place, finding });
      if (finding !== undefined) return this.#refused(finding, check.place);
    }
    return undefined;
  }

  #concluded(
    { ignoreError }: CertificatePolicy,
    place: PolicyPlace,
    finding: ConnectionFinding | undefined,
  ): Refuse | Unavailable | undefined {
    this.#query.observe?.({ kind: "clientCertificate", place, finding });
    if (finding !== undefined && !ignoreError) return this.#refused(finding, place);
    if (finding !== undefined) this.#ignored = [...this.#ignored, finding];
    else if (this.#presented instanceof PresentedCertificate) this.#accepted = this.#presented.accepted;
    return undefined;
  }

  #refused(finding: ConnectionFinding, place: PolicyPlace, more: ConnectionFacts = {}): Refuse | Unavailable {
    const facts = { ...this.#facts(), ...more };
    return withFacts(
      refuseByConnection(place, finding),
      Object.keys(facts).length === 0 ? undefined : Object.freeze(facts),
    );
  }

  #facts(): ConnectionFacts | undefined {
    const facts = this.#presented instanceof PresentedCertificate ? this.#presented.facts : undefined;
    return this.#ignored.length === 0
      ? facts
      : Object.freeze({ ...facts, ignored: Object.freeze(this.#ignored) });
  }
}
