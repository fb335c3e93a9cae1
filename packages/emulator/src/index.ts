export type { Clock } from "./clock.js";
export type { Entra, RegisteredClient, RegisteredProduct } from "./entra.js";
export type { ClientApplication, EntraOptions, ProductApplication } from "./entra-options.js";
export type { Keys } from "./keys/key-ring.js";
export type { EndpointName, Faults, Garbage } from "./server/faults.js";
export type { LoggedRequest, Requests } from "./server/request-log.js";
export { startEntra } from "./start-entra.js";
export type { FlawedToken, FlawedTokens } from "./tokens/flawed-tokens.js";
export type { TokenWish } from "./tokens/token-wish.js";
