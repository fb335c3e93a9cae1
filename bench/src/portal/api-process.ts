import { createServer } from "node:http";
import { createProductAuth } from "@product-auth/core";
import { MemoryRecordRepository } from "@product-auth/core/records";
import { administerSubscriptions, MemorySubscriptionRepository } from "@product-auth/core/subscriptions";
import { productAuth } from "@product-auth/express";
import { portalRoutes } from "@product-auth/express/portal";
import { createPortal, entraId } from "@product-auth/portal";
import express from "express";
import type { ApiMessage, IssuerMessage } from "./start-api.js";

// An API with its portal: `api-process.js PORT ISSUER`, the port and the message of the issuer's process as JSON.
const [port = "", message = "{}"] = process.argv.slice(2);
const { tenantId, origin, appId, secret } = JSON.parse(message) as IssuerMessage;

const repository = new MemorySubscriptionRepository();
const subscriptions = administerSubscriptions({ repository });
const auth = createProductAuth({
  tenantId,
  authorityHost: origin,
  products: { starter: { displayName: "Starter", accepts: ["key"] } },
  apis: { orders: { displayName: "Orders", path: "orders", products: ["starter"] } },
  subscriptions: repository,
});
const portal = createPortal({
  auth,
  records: new MemoryRecordRepository(),
  subscriptions,
  publicUrl: `http://127.0.0.1:${port}/developer`,
  onFirstAdministrator: () => undefined,
  signIn: [entraId({ tenantId, clientId: appId, clientSecret: secret, authorityHost: origin })],
  attempts: 50, // all come from one address
});
const app = express();
app.use("/developer", portalRoutes(portal));
app.use(productAuth(auth));
app.get("/orders", (_req, res) => void res.json([{ id: "1001", item: "Bicycle", amount: 2 }]));

const scope = "/products/starter";
const { primaryKey } = await subscriptions.create({ displayName: "Bench", scope }, { by: "bench" });
await new Promise<void>((listening) => createServer(app).listen(Number(port), "127.0.0.1", listening));
const ready: ApiMessage = { key: primaryKey };
process.on("disconnect", () => process.exit());
process.send!(ready);
