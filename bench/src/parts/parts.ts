import type { Part } from "./part.js";

/**
 * Every part, in the order in which they run. Each is loaded by itself: a revision that `compare` measures may lack what
 * another part needs.
 */
const PARTS: Readonly<Record<string, () => Promise<Part>>> = {
  "token-check": async () => (await import("./token-check.js")).tokenCheck,
  "token-policies": async () => (await import("./token-policies.js")).tokenPolicies,
  http: async () => (await import("./http-in-process.js")).httpInProcess,
  sockets: async () => (await import("./sockets.js")).sockets,
  "node-24": async () => (await import("./under-node-24.js")).underNode24,
  floods: async () => (await import("./floods.js")).floods,
  "cold-start": async () => (await import("./cold-start.js")).coldStart,
  "subscription-keys": async () => (await import("./subscription-keys.js")).subscriptionKeys,
  "start-up": async () => (await import("./start-up.js")).startUp,
  "event-loop": async () => (await import("./event-loop.js")).eventLoop,
  latency: async () => (await import("./latency.js")).latency,
  growth: async () => (await import("./growth.js")).growth,
  endurance: async () => (await import("./endurance.js")).endurance,
  limits: async () => (await import("./limits.js")).limits,
  "limits-decision": async () => (await import("./limits-decision.js")).limitsDecision,
  "limits-http": async () => (await import("./limits-http.js")).limitsHttp,
  "limits-stores": async () => (await import("./limits-stores.js")).limitsStores,
  "limits-memory": async () => (await import("./limits-memory.js")).limitsMemory,
  "store-look-ups": async () => (await import("./store-look-ups.js")).storeLookUps,
  portal: async () => (await import("./portal.js")).portal,
  "portal-passwords": async () => (await import("./portal-passwords.js")).portalPasswords,
  profile: async () => (await import("./profile.js")).profile,
};

/** Loads all parts. */
export function loadParts(): Promise<readonly Part[]> {
  return Promise.all(Object.values(PARTS).map((load) => load()));
}

/** Loads one part. */
export async function loadPart(name: string): Promise<Part> {
  const load = Object.hasOwn(PARTS, name) ? PARTS[name] : undefined;
  if (load === undefined) throw new Error(`There is no part ${name}`);
  return load();
}
