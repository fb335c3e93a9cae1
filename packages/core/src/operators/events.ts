import type { Access, ConnectionFacts, Decision, LimitFinding, PolicyPlace } from "../decision/decision.js";
import type { RefusalCode } from "../refusals/refusals.js";
import type { Rule } from "../rules/rule.js";

/** A decision, for operators. Contains no token and no key; of the claims, only the ids below and the one that failed a check. */
export interface DecisionEvent {
  readonly outcome: Decision["outcome"];
  /** Status of the response; 200 for an admission, whose handler chooses the real status. */
  readonly status: number;
  /** Code of the refusal; absent for an admission. */
  readonly code?: RefusalCode;
  /** What the failed check expected. */
  readonly expected?: string;
  /** What the failed check found. */
  readonly actual?: string;
  /** For a common mistake: how to fix it. */
  readonly hint?: string;
  /** The policy about a token or the connection that refused the request, or could not be judged; absent when the credential was refused. */
  readonly policy?: PolicyPlace;
  /** The caller's address, when an address policy refused it and it can be read. */
  readonly address?: ConnectionFacts["address"];
  /** The client certificate that a policy has judged. */
  readonly certificate?: ConnectionFacts["certificate"];
  /** What certificate policies with `ignoreError` would have refused. */
  readonly ignored?: ConnectionFacts["ignored"];
  /** The limit without room. */
  readonly limit?: LimitFinding;
  /**
   * The kinds of credential: of an admission the accepted ones, of a refusal those that the request carried where the rule
   * looks. Absent when the request was refused before credentials were read.
   */
  readonly credential?: Access["credential"];
  readonly rule: Rule<string, string>;
  /** The rule in words, such as `product starter, scopes Orders.Read`; at most 256 characters. */
  readonly requires: string;
  /** Version of the catalog that decided: `auth.catalogVersion`. */
  readonly catalogVersion: string;
  readonly method: string;
  /** Path without origin, query and fragment; at most 1024 characters, control characters replaced. */
  readonly path: string;
  readonly product?: string;
  /** The API that the rule or the path selected. */
  readonly api?: string;
  readonly operation?: string;
  readonly clientId?: string;
  readonly subscriptionId?: string;
  /** The token's own id (`uti`). */
  readonly tokenId?: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Name of the `node:diagnostics_channel` on which every decision is published. */
export const DECISION_CHANNEL = "product-auth:decision";

/** Name of the process warning about an observer that throws or rejects. */
export const OBSERVER_WARNING = "ProductAuthObserverWarning";
