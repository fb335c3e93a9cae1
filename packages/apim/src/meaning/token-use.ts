/** How a rule uses a variable that holds a token. */
export interface TokenUse {
  /** A token rule puts the token there; a rule about claims reads it there. */
  readonly variable: string;
  /** Whether the values of the claim are compared as one text, with commas between them. */
  readonly isJoined?: true;
}
