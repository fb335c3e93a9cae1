/** Thrown when a store of the portal fails or takes too long; the page is answered 503. */
export class StoreUnavailableError extends Error {
  override readonly name = "StoreUnavailableError";
  readonly code = "PRODUCT_AUTH_PORTAL_STORE_UNAVAILABLE";
  readonly store: "records" | "subscriptions";

  constructor(store: "records" | "subscriptions", cause: unknown) {
    super(`The store of ${store} cannot be reached`, { cause });
    this.store = store;
  }
}
