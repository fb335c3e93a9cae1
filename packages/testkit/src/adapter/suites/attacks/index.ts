import type { Suite } from "../../suite.js";
import { algorithms } from "./algorithms.js";
import { audience } from "./audience.js";
import { challenge } from "./challenge.js";
import { configuration } from "./configuration.js";
import { encryptedTokens } from "./encrypted-tokens.js";
import { givenKeys } from "./given-keys.js";
import { headers } from "./headers.js";
import { hostileDocuments } from "./hostile-documents.js";
import { issuerFaults } from "./issuer-faults.js";
import { issuerOutput } from "./issuer-output.js";
import { issuer } from "./issuer.js";
import { jwksFloods } from "./jwks-floods.js";
import { keyInjection } from "./key-injection.js";
import { keyTransport } from "./key-transport.js";
import { keys } from "./keys.js";
import { mixedCredentials } from "./mixed-credentials.js";
import { output } from "./output.js";
import { publishedKeys } from "./published-keys.js";
import { routing } from "./routing.js";
import { scopesAndRoles } from "./scopes-and-roles.js";
import { sizes } from "./sizes.js";
import { structure } from "./structure.js";
import { time } from "./time.js";
import { tokenCache } from "./token-cache.js";
import { tokenKind } from "./token-kind.js";
import { transport } from "./transport.js";

/** Attacks on paths, header fields and answers: on what a framework reads and writes. */
export const attacksOnSurface: readonly ((suite: Suite) => void)[] = [
  challenge,
  keyTransport,
  keys,
  output,
  routing,
  sizes,
  transport,
];

/** Attacks on tokens, issuers, keys and options. */
export const attacksOnDecisions: readonly ((suite: Suite) => void)[] = [
  algorithms,
  audience,
  configuration,
  encryptedTokens,
  givenKeys,
  headers,
  hostileDocuments,
  issuerFaults,
  issuerOutput,
  issuer,
  jwksFloods,
  keyInjection,
  mixedCredentials,
  publishedKeys,
  scopesAndRoles,
  structure,
  time,
  tokenCache,
  tokenKind,
];
