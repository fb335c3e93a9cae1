import { createServer } from "node:http";
import { createProductAuth } from "@product-auth/core";
import { MemoryRecordRepository } from "@product-auth/core/records";
import { administerSubscriptions, MemorySubscriptionRepository } from "@product-auth/core/subscriptions";
import { productAuth } from "@product-auth/express";
import { portalRoutes } from "@product-auth/express/portal";
import { basic, createPortal } from "@product-auth/portal";
import express from "express";
import { makePasswordUsers } from "./make-password-users.js";
import type { ApiMessage } from "./start-api.js";

// An API with a portal whose users sign in with e-mail and password: `password-process.js PORT`. Answers "memory" with the bytes
// that the process has.
const [port = ""] = process.argv.slice(2);

const repository = new MemorySubscriptionRepository();
const records = new MemoryRecordRepository();
const subscriptions = administerSubscriptions({ repository });
const auth = createProductAuth({
  products: { starter: { displayName: "Starter", accepts: ["key"] } },
  apis: { orders: { displayName: "Orders", path: "orders", products: ["starter"] } },
  subscriptions: repository,
});
const portal = createPortal({
  auth,
  records,
  subscriptions,
  publicUrl: `http://127.0.0.1:${port}/developer`,
  onFirstAdministrator: () => undefined,
  signIn: [basic()],
  mail: { send: () => Promise.resolve() }, // no mail is measured
  attempts: 50, // most come from one address
});
await makePasswordUsers(records);
const app = express();
app.use("/developer", portalRoutes(portal));
app.use(productAuth(auth));
app.get("/orders", (_req, res) => void res.json([{ id: "1001", item: "Bicycle", amount: 2 }]));

const scope = "/products/starter";
const { primaryKey } = await subscriptions.create({ displayName: "Bench", scope }, { by: "bench" });
await new Promise<void>((listening) => createServer(app).listen(Number(port), "127.0.0.1", listening));
const ready: ApiMessage = { key: primaryKey };
process.on("disconnect", () => process.exit());
process.on("message", () => process.send!({ rss: process.memoryUsage.rss() }));
process.send!(ready);
