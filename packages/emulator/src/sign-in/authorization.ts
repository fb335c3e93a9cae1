import type { Client } from "../directory/directory.js";
import type { Platform } from "./redirect-uris.js";
import type { RequestedScopes } from "./requested-scopes.js";

/** How an answer goes back to the application. */
export type ResponseMode = "query" | "fragment" | "form_post";

/** The client, and where its answer goes: an address that it has registered. */
export interface ReplyAddress {
  readonly client: Client;
  readonly uri: string;
  readonly platform: Platform;
  readonly mode: ResponseMode;
  readonly state: string | undefined;
}

/** What the application asks for. */
export interface Demand {
  readonly scopes: RequestedScopes;
  readonly scope: string;
  readonly nonce: string | undefined;
  readonly challenge: Challenge | undefined;
  readonly loginHint: string;
}

/** RFC 7636 §4.3. */
export interface Challenge {
  readonly value: string;
  readonly method: "S256" | "plain";
}
