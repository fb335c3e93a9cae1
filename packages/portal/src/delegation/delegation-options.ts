/** Delegation to a site of the operator (API Management: "Delegate user registration and product subscription"). */
export interface DelegationOptions {
  /** Where the site takes over: https, or http on a loopback address. It gets `operation`, `salt`, `sig` and what it acts on as its query. */
  readonly url: string;
  /** Key of the signatures, base64: 32 bytes or more, known to the portal and to the site only. */
  readonly validationKey: string;
  /** Whether sign-in, sign-up, sign-out, profile, password and closing an account are the site's. Default true. */
  readonly registration?: boolean;
  /** Whether subscribing and cancelling subscriptions are the site's. Default true. */
  readonly subscription?: boolean;
}

/** Delegation, checked and complete. */
export interface Delegation {
  readonly url: URL;
  readonly key: Buffer;
  readonly registration: boolean;
  readonly subscription: boolean;
}
