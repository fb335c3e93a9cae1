import type { ClientState } from "../evidence/clients/client-application.js";
import type { OwnerState } from "../evidence/subscriptions/subscription.js";
import type { ProductLink } from "./client-provisioning.js";

/** States of a link between an application and a product; only `approved` admits. */
export const LINK_STATES = ["approved", "pending", "rejected"] as const;

/** State of a link. */
export type LinkState = (typeof LINK_STATES)[number];

/** A product that an application is linked to, or asks for. */
export interface ApplicationProduct extends ProductLink {
  readonly state: LinkState;
  /** Why it was rejected or approved. */
  readonly comment?: string;
}

/** A client application as it is stored: a record of kind `application`, whose id is the client id in lower case. */
export interface StoredApplication {
  /** Application (client) id, in lower case. */
  readonly id: string;
  readonly displayName: string;
  readonly description?: string;
  readonly state: ClientState;
  /** Comment of the last suspension. */
  readonly stateComment?: string;
  readonly ownerId?: string;
  readonly ownerState?: OwnerState;
  readonly products: readonly ApplicationProduct[];
  readonly objectId?: string;
  /** Milliseconds since 1970. */
  readonly createdDate: number;
  /** One more with every change. */
  readonly version: number;
}

/** One page of a list. `next`: value of `after` for the next page; absent on the last page. */
export interface ApplicationPage {
  readonly items: readonly StoredApplication[];
  readonly next?: string;
}

/** Filter and page of a list of applications or jobs. */
export interface ApplicationQuery {
  readonly ownerId?: string;
  /** 1 to 1000. Default 100. */
  readonly limit?: number;
  /** Start after this id. */
  readonly after?: string;
}
