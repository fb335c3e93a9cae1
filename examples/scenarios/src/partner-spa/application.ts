import type { RequestListener } from "node:http";
import type { Framework } from "../ground/frameworks.js";
import type { Parts } from "./frameworks/parts.js";

/** The application in one of the frameworks; only that one is loaded. */
export async function applicationIn(framework: Framework, parts: Parts): Promise<RequestListener> {
  switch (framework) {
    case "express":
      return (await import("./frameworks/express.js")).expressApplication(parts);
    case "koa":
      return (await import("./frameworks/koa.js")).koaApplication(parts);
    case "fastify":
      return (await import("./frameworks/fastify.js")).fastifyApplication(parts);
  }
}
