/** What a token of the console is for: the pages of an API, and a product. */
export interface TokenPurpose {
  readonly api: string;
  readonly product: string;
}

/** A token between the callback and the page, as the record of its session has it. */
export interface WaitingToken extends TokenPurpose {
  /** Milliseconds since 1970. */
  readonly until: number;
  readonly sealed: string;
}
