/** What all processes of one run share: an issuer that is up, and the file its tokens stand in. */
export interface World {
  readonly origin: string;
  readonly tenantId: string;
  readonly issuer: string;
  readonly discoveryUrl: string;
  readonly jwksUri: string;
  /** The product's audience as its options name it, and as version 2 tokens do. */
  readonly audience: string;
  readonly appId: string;
  /** Kid of the key that signed the tokens. */
  readonly signingKid: string;
  /** PEM of the authority behind the issuer's certificate, in a file for `NODE_EXTRA_CA_CERTS`. */
  readonly caFile: string;
  /** One good token to a line, all different. */
  readonly tokensFile: string;
}
