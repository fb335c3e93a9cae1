import type { ProductAuthOptions } from "@product-auth/core";
import { optionsFor } from "../peers/product-auth.js";
import type { World } from "../world/world.js";
import type { HttpContender } from "./http-contender.js";

/** Calls that are never used up while a limit is measured. */
const ROOM = 100_000_000;
/** Calls after which a limit is seen to refuse. */
export const FEW = 3;
/** Milliseconds of a period. */
export const PERIOD = 60_000;

/** What ours with limits is compared with. */
const OVER = "product-auth";

/** Our options with three limits of so many calls, and two header fields. */
function limitedOptions(world: World, calls: number): ProductAuthOptions<string> {
  const rate = { calls, renewalPeriod: PERIOD / 1_000 };
  const { products, ...options } = optionsFor(world);
  const starter = {
    ...products.starter,
    rateLimit: { ...rate, remainingCallsHeaderName: "X-Remaining", totalCallsHeaderName: "X-Total" },
    rateLimitByKey: [{ ...rate, algorithm: "token-bucket" as const, counterKey: ["caller"] as const }],
    quota: { calls: ROOM, renewalPeriod: 604_800 },
  };
  return { ...options, products: { starter } };
}

/** Our options with limits of a product that no request is for. */
function idleOptions(world: World): ProductAuthOptions<string> {
  const { products, ...options } = optionsFor(world);
  const rateLimit = { calls: ROOM, renewalPeriod: PERIOD / 1_000 };
  return {
    ...options,
    products: { ...products, other: { accepts: ["key" as const], rateLimit } },
    subscriptions: [{ id: "contoso", scope: "/products/other", primaryKey: "s3cret-of-the-benchmark" }],
  };
}

type Serve = (options: ProductAuthOptions<string>) => ReturnType<HttpContender["serve"]>;

/** Ours with three limits: what they add to our guard. */
export const limited = (serve: Serve): HttpContender => ({
  name: "product-auth, three limits",
  kind: "limited",
  over: OVER,
  serve: (world) => serve(limitedOptions(world, ROOM)),
  serveFew: (world) => serve(limitedOptions(world, FEW)),
});

/** Ours with limits that apply to no request. */
export const idle = (serve: Serve): HttpContender => ({
  name: "product-auth, limits of another product",
  kind: "idle",
  over: OVER,
  serve: (world) => serve(idleOptions(world)),
});

/** Middleware of another package that counts requests in memory. */
export const limiter = (
  name: string,
  serve: (calls: number) => ReturnType<HttpContender["serve"]>,
): HttpContender => ({
  name,
  kind: "limiter",
  serve: () => serve(ROOM),
  serveFew: () => serve(FEW),
});
