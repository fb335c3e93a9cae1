import type { Access } from "../../decision/decision.js";
import type { Awaitable } from "../../lib/awaitable.js";
import type { RequestView } from "../../request/request-view.js";

/** What a policy of the application judges: a request that its credential and its token policies have admitted. */
export interface PolicyCall {
  readonly view: RequestView;
  readonly access: Access<string | undefined>;
}

/** How a policy of the application refuses a request. */
export interface PolicyRefusal {
  /** 400 to 599. */
  readonly status: number;
  /** Public text of the body, at most 1,000 characters; more are cut off. */
  readonly message: string;
  /**
   * Header fields of the response, at most 16, such as `retry-after`. Not those that describe the body, the connection or
   * the credential, and not `cache-control`: refusals are never stored.
   */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
}

/** Decides a request: undefined lets it pass. */
export type PolicyFunction = (call: PolicyCall) => Awaitable<PolicyRefusal | undefined>;
