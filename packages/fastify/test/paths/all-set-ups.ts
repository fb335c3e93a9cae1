import { createRequire } from "node:module";
import type { PathSetUp } from "@product-auth/testkit";
import { fastifySetUps } from "./set-ups.js";

const { version } = createRequire(import.meta.url)("fastify/package.json") as { version: string };

/** By framework and version. */
export const allSetUps: Readonly<Record<string, readonly PathSetUp[]>> = {
  [`fastify ${version}`]: fastifySetUps,
};
