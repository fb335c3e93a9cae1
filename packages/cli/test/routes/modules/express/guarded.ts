import { productAuth } from "@product-auth/express";
import express from "express";

/** Makes an application in which every route is guarded or open in so many words. */
export default async function build() {
  const auth = productAuth({ products: { starter: { accepts: ["key"] } }, subscriptions: [] });
  await Promise.resolve();
  const app = express().get("/health", auth.open(), (_req, res) => void res.send("ok"));
  app.use(auth).get("/orders", (_req, res) => void res.send("orders"));
  return { app, auth };
}
