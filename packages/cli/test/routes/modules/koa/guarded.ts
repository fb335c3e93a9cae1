import Router from "@koa/router";
import { productAuth } from "@product-auth/koa";
import Koa from "koa";

/** Makes an application in which every route is guarded or open in so many words. */
export default async function build() {
  const auth = productAuth({ products: { starter: { accepts: ["key"] } }, subscriptions: [] });
  await Promise.resolve();
  const open = new Router().get("/health", auth.open(), (ctx) => void (ctx.body = "ok"));
  const guarded = new Router().get("/orders", (ctx) => void (ctx.body = "orders"));
  const app = new Koa().use(open.routes()).use(auth).use(guarded.routes());
  return { app, auth };
}
