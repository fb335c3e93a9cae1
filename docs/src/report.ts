import { productAuth } from "@product-auth/express";
import express, { type RequestHandler } from "express";

const answer: RequestHandler = (_req, res) => void res.send("ok");

/** A shop; with `forgotten`, one of its routes is open without saying so. */
export function createShop(forgotten = false) {
  const auth = productAuth({
    tenantId: "aaaabbbb-0000-cccc-1111-dddd2222eeee",
    products: {
      starter: { audience: "api://55556666-ffff-7777-aaaa-8888bbbb9999" },
      pro: { audience: "api://7b0c9e11-2222-4333-8444-955566667777", accepts: ["token", "key"] },
    },
    subscriptions: [],
  });
  const app = express();
  app.get("/health", auth.open(), answer);
  if (forgotten) app.get("/metrics", answer);
  app.use("/admin", auth.requireProduct("pro"), express.Router().get("/users/:id", answer));
  app.use(auth);
  app.get("/catalog", answer);
  app.get("/orders", auth.requireProduct("starter", "pro"), answer);
  app.post("/orders", auth.require({ product: "starter", scopes: ["Orders.Write"] }), answer);
  return { app, auth };
}
