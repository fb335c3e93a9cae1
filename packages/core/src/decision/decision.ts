import type { ServerResponse } from "node:http";
import type { ClientApplication } from "../evidence/clients/client-application.js";
import type { RefusalCode } from "../refusals/refusals.js";
import type { VerifiedToken } from "../evidence/evidence.js";
import type { AcceptedCertificate } from "../policies/connection/accepted-certificate.js";
import type { Subscription } from "../evidence/subscriptions/subscription.js";

/** Header fields that a decision adds to the response; a list becomes one field line per member. */
export type ResponseHeaders = Readonly<Record<string, string | readonly string[]>>;

/** The result of an admission, for handlers: `req.productAuth`. Frozen. */
export interface Access<P extends string | undefined = string> {
  /**
   * The product whose rules admitted the request. Undefined when the request was admitted to an API outside any product:
   * by a key for the API itself or for all APIs, or because the API needs no subscription.
   */
  readonly product: P;
  /** The API, when `apis` are configured and the path or the rule selected one. */
  readonly api?: string;
  /** The operation, when the API lists its operations. */
  readonly operation?: string;
  /** The kind of credential that was accepted; `none` when an open product or API requires none. */
  readonly credential: "token" | "key" | "both" | "none";
  /** The calling client application, when a token named it: `azp` (v2) or `appid` (v1). */
  readonly client?: { readonly id: string };
  /** The registered client application, when a registry is configured. */
  readonly clientApplication?: ClientApplication;
  /** The verified token. */
  readonly token?: VerifiedToken;
  /**
   * The tokens that named policies have verified, by the policy's name; absent without a named policy. When policies
   * share a name, the last one of the chain counts.
   */
  readonly tokens?: { readonly [name: string]: VerifiedToken };
  /** The subscription of the key. */
  readonly subscription?: Subscription;
  /** The client certificate, when a policy has accepted it. */
  readonly certificate?: AcceptedCertificate;
}

/** Where a policy stands, for operators. */
export interface PolicyPlace {
  /** `global`, `product:{name}`, `api:{name}`, `operation:{api}/{name}` or `rule`. */
  readonly place: string;
  /** Index in the list of policies at that place. */
  readonly index: number;
  readonly name?: string;
}

/** What connection policies found out about the caller, for operators. */
export interface ConnectionFacts {
  /** The caller's address, when a policy refused it and it can be read. */
  readonly address?: string;
  /** The client certificate that a policy has judged. */
  readonly certificate?: { readonly subject: string; readonly thumbprint: string };
  /** What certificate policies with `ignoreError` would have refused. */
  readonly ignored?: readonly IgnoredFinding[];
}

/** A finding that refused no request. */
export interface IgnoredFinding {
  readonly code: RefusalCode;
  readonly expected?: string;
  readonly actual?: string;
}

/** A limit without room, for operators. Contains no counter key. */
export interface LimitFinding {
  readonly kind: "rate" | "quota" | "bandwidth";
  /** Where it stands, as `PolicyPlace.place`; limits of an API or operation within a product are `product:{name}/{api}/{operation}`. */
  readonly place: string;
  /** The name of its counter, when it has one. */
  readonly name?: string;
  readonly calls?: number;
  /** Kilobytes of 1024 bytes. */
  readonly bandwidth?: number;
  /** Seconds; 0: never renewed. */
  readonly renewalPeriod: number;
  /** Seconds until there is room; absent when there never is. */
  readonly retryAfter?: number;
}

/** The request is admitted. */
export interface Admit<P extends string | undefined = string> {
  readonly outcome: "admit";
  readonly access: Access<P>;
  /**
   * `cache-control: private` when the request was admitted by a key, or by a token outside `Authorization`. A
   * `cache-control` set by the application takes precedence. Limits add the fields that they name.
   */
  readonly headers: ResponseHeaders;
  /**
   * Counts the call when its response has ended. Present only where a limit needs it: for bandwidth, or for what depends
   * on the response. An adapter calls it with the response before the handler runs.
   */
  readonly onResponse?: (response: ServerResponse) => void;
  /** What connection policies found out. Private. */
  readonly connection?: ConnectionFacts;
}

/** The request is refused. */
export interface Refuse {
  readonly outcome: "refuse";
  /** 401 for a missing or bad credential, 403 for insufficient rights, 400 or 404 for the path. The option `failedValidation` may replace it for tokens. */
  readonly status: number;
  /** Stable code for operators. Callers see status, challenge and text only. */
  readonly code: RefusalCode;
  /** What the failed check expected. Private: for operators only. */
  readonly expected?: string;
  /** What the failed check found. Private. */
  readonly actual?: string;
  /** For a common mistake: how to fix it. Private. */
  readonly hint?: string;
  /**
   * With 403: the app roles or scopes that the route requires, for the challenge (RFC 6750 §3). Of a rule with `anyOf`,
   * those of one alternative: `scope` names what is required together.
   */
  readonly needs?: readonly string[];
  /** The policy about a token or the connection that refused the request; absent when its credential was refused. Private. */
  readonly policy?: PolicyPlace;
  /** What connection policies found out. Private. */
  readonly connection?: ConnectionFacts;
  /** The limit without room. Private. */
  readonly limit?: LimitFinding;
  /** The text for the caller, when the policy has its own. */
  readonly message?: string;
  readonly headers: ResponseHeaders;
}

/** Signing keys, store or registry are unreachable, so the request cannot be decided. It is never admitted. */
export interface Unavailable {
  readonly outcome: "unavailable";
  readonly status: 503;
  readonly code: RefusalCode;
  /** Whole seconds after which the caller may retry; at least 1. */
  readonly retryAfter: number;
  /** What failed, for operators. Private. */
  readonly actual?: string;
  /** The policy about a token or the connection that could not be judged. Private. */
  readonly policy?: PolicyPlace;
  /** What connection policies found out. Private. */
  readonly connection?: ConnectionFacts;
  readonly headers: ResponseHeaders;
}

/** The outcome for a request. A refusal is a value, never an exception. */
export type Decision<P extends string | undefined = string> = Admit<P> | Refuse | Unavailable;

/** The settings that `decide` uses. */
export interface DecisionSettings {
  /** Accepted difference between clocks, in seconds. */
  readonly clockTolerance: number;
  /** Status of refused tokens; undefined for 401 or 403, by the kind of refusal. */
  readonly failedStatus: number | undefined;
  /** Whether the dates of subscriptions are enforced, or only recorded as in the gateway. */
  readonly subscriptionDates: "enforce" | "audit";
  /** Whether tokens are sent outside `Authorization`, unless the rule names a place. */
  readonly tokenElsewhere: boolean;
}
