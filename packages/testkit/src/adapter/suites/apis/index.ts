import type { Suite } from "../../suite.js";
import { clients } from "./clients.js";
import { gatewayVectors } from "./gateway-vectors.js";
import { keyStore } from "./key-store.js";
import { paths } from "./paths.js";
import { rules } from "./rules.js";
import { update } from "./update.js";

/** APIs, products and keys, as a framework hands over requests for them. */
export const apiSurface: readonly ((suite: Suite) => void)[] = [gatewayVectors, paths, rules, update];

/** What follows from clients and stores, whatever the framework. */
export const apiDecisions: readonly ((suite: Suite) => void)[] = [clients, keyStore];
