// An application as they are: it listens, prints and keeps a timer, and one of its routes was forgotten.
import { productAuth } from "@product-auth/fastify";
import { fastify } from "fastify";

const auth = productAuth({
  products: { starter: { accepts: ["key"] }, pro: { accepts: ["key"] } },
  subscriptions: [],
});

export const app = fastify({ logger: true });
app.get("/metrics", () => "numbers");
app.register(async (scope) => {
  await scope.register(auth);
  scope.get("/health", { config: { productAuth: "open" } }, () => "ok");
  scope.get("/orders", { config: { productAuth: { product: "starter" } } }, () => "orders");
});
app.register(
  (scope, _options, done) => {
    scope.addHook("onRequest", auth.requireProduct("pro"));
    scope.get("/users/:id", () => "user");
    done();
  },
  { prefix: "/admin" },
);

await app.listen({ port: 0 });
setInterval(() => console.log("busy"), 10);
