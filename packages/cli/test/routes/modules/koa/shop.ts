// An application as they are: it listens, prints and keeps a timer, and one of its routes was forgotten.
import Router from "@koa/router";
import { productAuth } from "@product-auth/koa";
import Koa from "koa";
import compose from "koa-compose";
import mount from "koa-mount";

const auth = productAuth({
  products: { starter: { accepts: ["key"] }, pro: { accepts: ["key"] } },
  subscriptions: [],
});

export const app = new Koa();
const first = new Router();
first.get("/health", auth.open(), (ctx) => void (ctx.body = "ok"));
first.get("/metrics", (ctx) => void (ctx.body = "numbers"));
const users = new Router().get("/users/:id", (ctx) => void (ctx.body = "user"));
const orders = new Router().get(
  "/orders",
  auth.requireProduct("starter"),
  (ctx) => void (ctx.body = "orders"),
);
const admin = new Koa().use(auth.requireProduct("pro")).use(users.routes());
app.use(first.routes()).use(first.allowedMethods());
app.use(mount("/admin", admin));
app.use(compose([auth, orders.routes()]));

app.listen(0, () => console.log("listening"));
setInterval(() => console.log("busy"), 10);
console.log("starting");
