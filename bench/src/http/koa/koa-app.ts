import { createServer, type Server } from "node:http";
import Koa, { type Middleware } from "koa";
import { ORDERS } from "../http-contender.js";

/** One answer behind these middlewares. */
export function serveKoa(...guards: Middleware[]): Server {
  const app = new Koa();
  for (const guard of guards) app.use(guard);
  app.use((ctx) => {
    ctx.body = ORDERS;
  });
  app.silent = true; // refusals belong to no log
  return createServer(app.callback() as never);
}
