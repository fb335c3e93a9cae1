import type { TokenCall, TokenVector } from "./token-vector.js";

/** A vector of limits, addresses or headers: options, and calls in the order of their times. */
export interface LimitVector extends Omit<TokenVector, "calls"> {
  readonly calls: readonly LimitCall[];
}

/** One call of a vector. */
export interface LimitCall extends TokenCall {
  /** The address of the caller, as a trusted proxy on this machine says. */
  readonly ip?: string;
  readonly requestBytes?: number;
  readonly handler?: HandlerScript;
}

/** What the guarded route does with a call. */
export interface HandlerScript {
  readonly status?: number;
  /** Length of the response's body. */
  readonly bytes?: number;
  /** Milliseconds during which later calls arrive. */
  readonly takes?: number;
}
