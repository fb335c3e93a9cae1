import type { Admit, Decision, Refuse, Unavailable } from "../decision/decision.js";
import type { RequestEvidence } from "../evidence/gather.js";
import type { Awaitable } from "../lib/awaitable.js";
import type { RequestView } from "../request/request-view.js";
import { CallerAddresses } from "./connection/caller-addresses.js";
import { CertificateSource, type CertificateSettings } from "./connection/certificate-source.js";
import {
  judgeConnection,
  type ConnectionPassed,
  type ConnectionQuery,
  type JudgedConnection,
} from "./connection/judge-connection.js";
import { Revocations } from "./connection/judge-revocation.js";
import { networkOf } from "./connection/network-of.js";
import type { ConnectionPolicy } from "./connection/connection-policy.js";
import type { CustomPolicy } from "./custom/custom-policy.js";
import { judgePolicies, type PolicyQuery } from "./judge-policies.js";
import type { Counters } from "./limits/judge-limits.js";
import type { LimitPolicy } from "./limits/limit-policy.js";
import { RequestLimits } from "./limits/request-limits.js";
import type { PlacedPolicies } from "./placed-policies.js";
import { RequestPolicies, type JudgedCredential, type PolicyJudges } from "./request-policies.js";

/** What the policies of one instance are judged with. */
export interface StageContext extends Pick<PolicyJudges, "clock" | "examine" | "throttle"> {
  readonly counters: Counters;
  readonly certificates: CertificateSettings;
  /** Bits of an IPv6 address that count as one caller. */
  readonly ipv6Prefix: number;
  /** Whether responses have the fields of the IETF's draft. */
  readonly ietfFields: boolean;
  /** Emits a process warning. */
  readonly warn: (warning: string, name: string) => void;
  /** Emits a process warning about an error of a function of the application. */
  readonly warnOfError: (error: unknown, name: string) => void;
}

/** What is reported while policies are judged, for operators. */
export interface PolicyObserver {
  readonly token: NonNullable<PolicyQuery<string>["observe"]>;
  readonly custom: (policy: CustomPolicy, refusal: Refuse | Unavailable | undefined) => void;
  readonly connection: (judged: JudgedConnection) => void;
}

/** Name of the process warning about a function of a limit that fails. */
const LIMIT_WARNING = "ProductAuthLimitWarning";
/** Name of the process warning about addresses that are probably those of a proxy. */
const PROXY_WARNING = "ProductAuthProxyWarning";

/** Judges the policies of requests: what they are judged with belongs to one instance. */
export class PolicyStage<P extends string> {
  readonly #context: StageContext;
  readonly #addresses: CallerAddresses;
  readonly #certificates: CertificateSource;
  readonly #revocations = new Revocations();
  readonly #limits: RequestLimits;
  readonly #judges: PolicyJudges;
  /** The limits whose functions have failed, by what also a copy of the policy has. */
  readonly #failed = new WeakSet<LimitPolicy["scopes"]>();

  constructor(context: StageContext) {
    const { warn, warnOfError, counters, clock, ietfFields: ietf } = context;
    this.#context = context;
    this.#addresses = new CallerAddresses((message) => warn(message, PROXY_WARNING));
    this.#certificates = new CertificateSource(context.certificates);
    this.#limits = new RequestLimits({
      ...{ counters, clock, ietf },
      networkOf: (view) => this.networkOf(view),
      onError: (error, policy) => {
        // Once for each limit: a function that fails for every response must not flood the log.
        if (this.#failed.has(policy.scopes)) return;
        this.#failed.add(policy.scopes);
        warnOfError(error, LIMIT_WARNING);
      },
    });
    this.#judges = {
      ...{ clock, examine: context.examine, throttle: context.throttle, limits: this.#limits },
      judgeConnection: (policies, view, now) => this.judgeConnection(policies, view, now),
    };
  }

  /** The address that a request comes from; undefined when it is unknown. */
  addressOf(view: RequestView): string | undefined {
    return this.#addresses.of(view);
  }

  /** The network that a request comes from; undefined when its address is unknown. */
  networkOf(view: RequestView): string | undefined {
    const address = this.addressOf(view);
    return address && networkOf(address, this.#context.ipv6Prefix);
  }

  /** Judges policies about the connection. */
  judgeConnection(
    policies: readonly ConnectionPolicy[],
    view: RequestView,
    now: number,
    observe?: ConnectionQuery["observe"],
  ): Awaitable<Refuse | Unavailable | ConnectionPassed> {
    return judgeConnection(policies, {
      view,
      addresses: this.#addresses,
      certificates: this.#certificates,
      revocations: this.#revocations,
      now,
      clock: this.#context.clock,
      observe,
    });
  }

  /** Judges what an admitted request must satisfy besides its credential, which is judged again after a wait. */
  judge(
    admitted: Admit<P>,
    policies: PlacedPolicies,
    collected: RequestEvidence,
    credential: JudgedCredential<P>,
    now: number,
  ): Awaitable<Decision<P>> {
    return judgePolicies(admitted, policies, new RequestPolicies(this.#judges, collected, credential, now));
  }

  /** The same where limits are the only policies. */
  takeLimits(
    admitted: Admit<P>,
    { limits }: PlacedPolicies,
    collected: RequestEvidence,
    now: number,
  ): Awaitable<Decision<P>> {
    return this.#limits.take(admitted, limits, collected, now);
  }

  /** The same for operators: takes no room from limits. */
  ask(
    admitted: Admit<P>,
    policies: PlacedPolicies,
    collected: RequestEvidence,
    observer: PolicyObserver,
  ): Awaitable<Decision<P>> {
    const { view } = collected;
    const { clock, examine, throttle } = this.#context;
    const began = clock();
    return judgePolicies(admitted, policies, {
      view,
      clock,
      now: began,
      rejudge: () => admitted,
      throttle: (tokens, now) => throttle?.(collected, tokens, now),
      examine: (policy, now) => examine(collected, policy, now),
      takeLimits: (decision, limits, now) => this.#limits.ask(decision, limits, view, now),
      judgeConnection: (own) => this.judgeConnection(own, view, began, observer.connection),
      observe: observer.token,
      observeCustom: observer.custom,
    });
  }
}
