import type { Access } from "../../decision/decision.js";
import type { RequestView } from "../../request/request-view.js";

/** A call that limits count. */
export interface LimitedCall {
  readonly view: RequestView;
  readonly access: Access<string | undefined>;
  /**
   * The network that the call comes from: an IPv4 address, or an IPv6 network such as `2001:db8:1:100::/56`. Undefined when
   * the address is unknown.
   */
  readonly network: string | undefined;
}

/** The response to a counted call, when it has ended. */
export interface LimitedResponse {
  readonly status: number;
  /** The value of a field; `name` in any case. */
  header(name: string): string | undefined;
}
