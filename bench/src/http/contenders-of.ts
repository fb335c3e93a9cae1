import type { Framework, HttpContender } from "./http-contender.js";

/** The contenders of one framework. Loaded when they are asked for: a process measures one of them and no more. */
export async function contendersOf(framework: Framework): Promise<readonly HttpContender[]> {
  switch (framework) {
    case "express":
      return (await import("./express/contenders.js")).contenders;
    case "koa":
      return (await import("./koa/contenders.js")).contenders;
    case "fastify":
      return (await import("./fastify/contenders.js")).contenders;
  }
}
