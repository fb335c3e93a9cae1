/** Why there is no token. Its message contains no secret. */
export class TokenError extends Error {
  override readonly name = "TokenError";
  readonly reason: "refused" | "throttled" | "unavailable";
  /** The number of the AADSTS error. */
  readonly aadsts?: number;
  /** Seconds that the endpoint asks to wait. */
  readonly retryAfter?: number;

  constructor(facts: {
    readonly reason: TokenError["reason"];
    readonly message: string;
    readonly aadsts?: number;
    readonly retryAfter?: number;
  }) {
    super(facts.message);
    this.reason = facts.reason;
    if (facts.aadsts !== undefined) this.aadsts = facts.aadsts;
    if (facts.retryAfter !== undefined) this.retryAfter = facts.retryAfter;
  }
}
