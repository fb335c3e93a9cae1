import type { Server } from "node:http";
import type { Row } from "../report/table.js";
import type { World } from "../world/world.js";

/** Frameworks that are measured. */
export const FRAMEWORKS = ["express", "koa", "fastify"] as const;

/** One of them. */
export type Framework = (typeof FRAMEWORKS)[number];

/** How they write themselves. */
export const TITLES: Readonly<Record<Framework, string>> = {
  express: "Express",
  koa: "Koa",
  fastify: "Fastify",
};

/**
 * One way to guard the same route in a framework. The bare one guards nothing; a marking one sets a field of the request
 * and nothing else, which is the least that a guard does for its handlers; the floor checks the signature and nothing
 * else, which is the minimum for a new token. A limited one is ours with limits, an idle one is ours with limits that
 * apply to no request, and a limiter only counts requests. Made ones have a server that makes requests for its application.
 */
export interface HttpContender {
  readonly name: string;
  readonly kind:
    "bare" | "marking" | "floor" | "ours" | "peer" | "limited" | "idle" | "limiter" | "made" | "made bare";
  /** Name of the contender that its cost is compared with, in the same process. Default: the bare one. */
  readonly over?: string;
  /**
   * Makes the server, ready for requests, not listening. A cold one leaves the keys to the first requests; else they
   * are fetched ahead where the contender can do that.
   */
  readonly serve: (world: World, cold: boolean) => Promise<Server>;
  /** The same server with limits of so few calls that it can be seen to refuse. Only where it has limits. */
  readonly serveFew?: (world: World) => Promise<Server>;
}

/** What every admitted request is answered. */
export const ORDERS = { orders: [{ id: 1, item: "tea" }] };

/** What a contender is in a table. */
export function rowKind(kind: HttpContender["kind"]): Row["kind"] {
  if (kind === "ours" || kind === "limited") return "ours";
  return kind === "peer" || kind === "limiter" ? "peer" : "baseline";
}

/** Who competes unless a part says otherwise. */
export const USUAL: readonly HttpContender["kind"][] = ["bare", "floor", "ours", "peer"];
