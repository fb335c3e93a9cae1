/** The products and APIs of an instance at one moment, with every default filled in. Frozen at every depth. */
export interface SettledCatalog {
  /** The products by name, in the order of the options. */
  readonly products: ReadonlyMap<string, CatalogProduct>;
  /** The APIs by name, in the order of the options. */
  readonly apis: ReadonlyMap<string, CatalogApi>;
  /** Limits of the whole instance, which apply to every product and API. */
  readonly limits: readonly CatalogLimit[];
  /** Whether start and end dates of subscriptions count. */
  readonly subscriptionDates: "enforce" | "audit";
  /** Where subscription keys are sent, unless an API says otherwise. */
  readonly key: KeyPlace;
}

/** Where subscription keys are sent. */
export interface KeyPlace {
  /** Name of the header field, as configured. */
  readonly header: string;
  /** Name of the query parameter. */
  readonly query: string;
}

/** A product as a portal shows it. Absent members were not configured. */
export interface CatalogProduct {
  readonly name: string;
  readonly displayName: string;
  /** Markdown. */
  readonly description?: string;
  /** `notPublished`: only administrators see it. It admits callers nevertheless. */
  readonly state: "published" | "notPublished";
  readonly accepts: {
    readonly token: boolean;
    /** Also true for open products: a key is optional there. */
    readonly key: boolean;
  };
  /** Whether it admits requests without a credential. */
  readonly open: boolean;
  /** The first audience as configured: clients ask for the scope `{audience}/.default`. */
  readonly audience?: string;
  /** App role that its tokens must carry. Absent when none is required, or when it accepts no tokens. */
  readonly role?: string;
  /** Delegated scopes that the rules compiled so far name for this product, sorted. */
  readonly scopes: readonly string[];
  /** Whether an administrator approves subscriptions. */
  readonly approvalRequired: boolean;
  /** Number of subscriptions per user; 0: closed. Absent: no limit. */
  readonly subscriptionsLimit?: number;
  /** Terms of use. */
  readonly terms?: string;
  /** Groups whose members see it. Absent: every visitor. */
  readonly groups?: readonly string[];
  /** Names of the APIs that it contains. */
  readonly apis: readonly string[];
  readonly limits: readonly CatalogLimit[];
}

/** An API as a portal shows it. Absent members were not configured. */
export interface CatalogApi {
  readonly name: string;
  readonly displayName: string;
  /** Markdown. */
  readonly description?: string;
  /** Path below the host, without slashes at its ends. */
  readonly path: string;
  /** OpenAPI document, or the path of its file. */
  readonly openapi?: string | Readonly<Record<string, unknown>>;
  /** Names of the products that contain it. */
  readonly products: readonly string[];
  /** Whether it admits requests without a credential: through an open product, or because it requires no subscription. */
  readonly open: boolean;
  /** Where its subscription keys are sent. */
  readonly key: KeyPlace;
  /** The operations in the order of the options. Absent: every method and every path below `path`. */
  readonly operations?: readonly CatalogOperation[];
  /** Limits of the API and, with `operation`, those that it sets for one of its operations. */
  readonly limits: readonly CatalogLimit[];
}

/** An operation as a portal shows it. Absent members were not configured. */
export interface CatalogOperation {
  /** Name in the catalog: its id. */
  readonly name: string;
  /** In upper case. */
  readonly method: string;
  /** Path below the API's, as configured. */
  readonly urlTemplate: string;
  readonly displayName?: string;
  /** Markdown. */
  readonly description?: string;
  readonly limits: readonly CatalogLimit[];
}

/** A rate limit or quota. */
export interface CatalogLimit {
  /** `rate`: calls per time. `quota`: calls per period. `bandwidth`: kilobytes per period. */
  readonly kind: "rate" | "quota" | "bandwidth";
  /** Calls, or kilobytes (1024 bytes), that a period has room for. */
  readonly limit: number;
  /** Seconds; 0: never renewed. */
  readonly renewalPeriod: number;
  /**
   * What is counted apart: each caller, each subscription, or each value of another key, such as an address. `caller` is the
   * subscription of a key, else the client application.
   */
  readonly per: "caller" | "subscription" | "other";
  /** The API, where a product limits one of its APIs. */
  readonly api?: string;
  /** The operation, where a product or an API limits one of them. */
  readonly operation?: string;
}
