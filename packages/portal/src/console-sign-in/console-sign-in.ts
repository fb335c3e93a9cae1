import type { CodeClient } from "./code-client.js";
import type { ConsoleSignInSettings } from "./settle-console.js";
import type { WaitingTokens } from "./waiting-tokens.js";

/** How users get tokens at the issuer, for the console. */
export interface ConsoleSignIn {
  readonly settings: ConsoleSignInSettings;
  readonly client: CodeClient;
  readonly tokens: WaitingTokens;
}

/** Name of the console among the providers, in flows and in the health. No provider can have it: it has a slash. */
export const CONSOLE = "/console";
