import type { ClientApplication } from "../evidence/clients/client-application.js";
import type { RefusalCode } from "../refusals/refusals.js";
import type { VerifiedToken } from "../evidence/evidence.js";
import type { Subscription } from "../evidence/subscriptions/subscription.js";

/** Header fields that a decision adds to the response; a list becomes one line per member. */
export type ResponseHeaders = Readonly<Record<string, string | readonly string[]>>;

/** What an admitted request carries for its handlers: `req.productAuth`. Frozen. */
export interface Access<P extends string | undefined = string> {
  /**
   * The product whose rules admitted the request. Undefined where a request was admitted to an API outside of any
   * product: by a key for the API itself or for all APIs, or because the API needs no subscription.
   */
  readonly product: P;
  /** The API, where `apis` are configured and a path or a rule named one. */
  readonly api?: string;
  /** The operation, where the API lists its operations. */
  readonly operation?: string;
  /** Which kind of credential was presented and found good; `none` where an open product or API asks for none. */
  readonly credential: "token" | "key" | "both" | "none";
  /** The calling client application, when a token named it: `azp` (v2) or `appid` (v1). */
  readonly client?: { readonly id: string };
  /** The registered client application, where a registry is configured. */
  readonly clientApplication?: ClientApplication;
  /** The verified token. */
  readonly token?: VerifiedToken;
  /** The subscription whose key was presented. */
  readonly subscription?: Subscription;
}

/** The request may go on. */
export interface Admit<P extends string | undefined = string> {
  readonly outcome: "admit";
  readonly access: Access<P>;
  /**
   * `cache-control: private` for what a key opened, or a token that was not sent in `Authorization`; it gives way to
   * what the application says itself.
   */
  readonly headers: ResponseHeaders;
}

/** The caller is turned away. */
export interface Refuse {
  readonly outcome: "refuse";
  /** 401 for a missing or bad credential, 403 for a good one without the right; `failedValidation` may set another. */
  readonly status: number;
  /** Stable code for operators; callers see only status, challenge and text. */
  readonly code: RefusalCode;
  /** What the failed check wanted. Private. */
  readonly expected?: string;
  /** What it found. Private. */
  readonly actual?: string;
  /** For a classic mistake: what to do about it. Private. */
  readonly hint?: string;
  /** With 403: the app roles or scopes this route needs, for the challenge (RFC 6750 §3). */
  readonly needs?: readonly string[];
  readonly headers: ResponseHeaders;
}

/** We could not find out whether the caller may pass: keys or store unreachable. Never an admission. */
export interface Unavailable {
  readonly outcome: "unavailable";
  readonly status: 503;
  readonly code: RefusalCode;
  /** Whole seconds after which trying again makes sense; at least 1. */
  readonly retryAfter: number;
  /** What went wrong, for operators. Private. */
  readonly actual?: string;
  readonly headers: ResponseHeaders;
}

/** Admit, refuse or unavailable: a value, never an exception. */
export type Decision<P extends string | undefined = string> = Admit<P> | Refuse | Unavailable;

/** What `decide` needs to know of the settings. */
export interface DecisionSettings {
  /** Seconds that clocks may differ. */
  readonly clockTolerance: number;
  /** Status for tokens that do not pass, instead of 401. */
  readonly failedStatus: number | undefined;
  /** Whether the dates of subscriptions count, or are only recorded as in the gateway. */
  readonly subscriptionDates: "enforce" | "audit";
  /** Whether tokens are sent elsewhere than in `Authorization`. */
  readonly tokenElsewhere: boolean;
}
