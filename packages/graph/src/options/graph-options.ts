import type { Awaitable } from "../client/awaitable.js";
import type { GraphCredential } from "../credentials/graph-credential.js";

/** How the calls to Microsoft Graph are made. */
export interface GraphOptions {
  /** Directory (tenant) id or a verified domain; not `common`, `organizations` or `consumers`. */
  readonly tenantId: string;
  readonly credential: GraphCredential;
  /** Base address of Graph: https, or http on loopback. Default `https://graph.microsoft.com/v1.0`. */
  readonly graphUrl?: string;
  /** Origin of the token endpoint: https, or http on loopback. Default `https://login.microsoftonline.com`. */
  readonly authorityHost?: string;
  /** Seconds that one step may wait for replication, throttling or outages. At least 1, at most 3600. Default 300. */
  readonly timeout?: number;
  /** Stops the run before its next call. */
  readonly signal?: AbortSignal;
  /** Called before each wait that is longer than a second. */
  readonly onProgress?: (progress: Progress) => void;
  /** Milliseconds since 1970. Default `Date.now`. */
  readonly clock?: () => number;
  /** Default `globalThis.fetch`. */
  readonly fetch?: typeof globalThis.fetch;
  /** Waits. Default `setTimeout`. */
  readonly delay?: (milliseconds: number, signal?: AbortSignal) => Awaitable<void>;
}

/** Options of `planCatalog`, `applyPlan` and `destroyCatalog`. */
export interface ProvisionOptions extends GraphOptions {
  /** Applications that this instance takes over: `{ "products.gold": true }`, or with the application (client) id. */
  readonly adopt?: { readonly [at: string]: string | true };
  /** Places whose application is created beside one of another origin with the same display name: `["products.gold"]`. */
  readonly separate?: readonly string[];
  /** Whether applications that are no longer in the catalog are deleted, or unmarked if they were adopted. Default false. */
  readonly prune?: boolean;
}

/** Options of `destroyCatalog`. */
export interface DestroyOptions extends ProvisionOptions {
  /** Whether deleted applications are removed from the bin too. They cannot be restored then. Default false. */
  readonly purge?: boolean;
}

/** A wait of more than a second. */
export interface Progress {
  /** What the run waits for: "products.gold: not visible yet". */
  readonly message: string;
  /** Seconds of this wait. */
  readonly seconds: number;
  /** Seconds that this step waits at most. */
  readonly atMost: number;
}
