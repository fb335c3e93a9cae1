import type { Suite } from "../../suite.js";
import { clients } from "./clients.js";
import { gatewayVectors } from "./gateway-vectors.js";
import { keyStore } from "./key-store.js";
import { paths } from "./paths.js";
import { rules } from "./rules.js";
import { update } from "./update.js";

/** APIs, products and keys. */
export const apis: readonly ((suite: Suite) => void)[] = [
  clients,
  gatewayVectors,
  keyStore,
  paths,
  rules,
  update,
];
