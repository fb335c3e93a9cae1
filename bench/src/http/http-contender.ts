import type { Server } from "node:http";
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

/** One way to guard the same route in a framework; the bare one guards nothing. */
export interface HttpContender {
  readonly name: string;
  readonly kind: "bare" | "ours" | "peer";
  /**
   * Makes the server, ready for requests, not listening. A cold one leaves the keys to the first requests; else they
   * are fetched ahead where the contender can do that.
   */
  readonly serve: (world: World, cold: boolean) => Promise<Server>;
}

/** What every admitted request is answered. */
export const ORDERS = { orders: [{ id: 1, item: "tea" }] };
