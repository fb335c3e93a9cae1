import type { IncomingMessage } from "node:http";
import { ConfigurationError, createProductAuth, type ProductAuth } from "@product-auth/core";
import type { World } from "../world/world.js";
import type { Peer, PeerKeys } from "./peer.js";

/** The options of a Product Auth in this world, with one product. */
export function optionsFor({ tenantId, origin, audience }: World) {
  return {
    tenantId,
    authorityHost: origin,
    products: { starter: { displayName: "Starter", audience } },
  };
}

/**
 * Ours, without and with its cache of tokens. It gets a request and gives the whole decision: the field is read, and
 * time, product and role are judged.
 */
export async function ourChecks({ world }: PeerKeys, remembers: number): Promise<Peer[]> {
  const [forgetful, remembering] = [0, remembers].map((tokenCacheSize) =>
    withRoomyCache({ ...optionsFor(world), tokenCacheSize }),
  );
  await Promise.all([forgetful!.ready(), remembering!.ready()]);
  return [
    { name: "product-auth, cache off", kind: "ours", remembers: 0, check: authorizing(forgetful!) },
    { name: "product-auth, cache on", kind: "ours", remembers, check: authorizing(remembering!) },
  ];
}

/** A cache in which all tokens fit. A revision that does not bound the cache by bytes, so has no such option, needs none. */
function withRoomyCache(
  options: ReturnType<typeof optionsFor> & { tokenCacheSize: number },
): ProductAuth<"starter"> {
  try {
    return createProductAuth({ ...options, tokenCacheBytes: 256 * 1024 * 1024 });
  } catch (error) {
    if (!(error instanceof ConfigurationError) || !error.message.includes("tokenCacheBytes")) throw error;
    return createProductAuth(options);
  }
}

function authorizing(auth: ProductAuth<"starter">): Peer["check"] {
  const requirement = auth.requirement({ product: "starter" });
  return (authorization) => {
    const rawHeaders = ["Host", "localhost", "Accept", "*/*", "Authorization", authorization];
    const request = { method: "GET", url: "/orders", rawHeaders } as unknown as IncomingMessage;
    const decision = auth.authorize(auth.viewOf(request), requirement);
    if (decision instanceof Promise || decision.outcome !== "admit") throw new Error("not admitted");
  };
}
