import { scryptSync } from "node:crypto";
import { createServer } from "node:http";
import { createProductAuth } from "@product-auth/core";
import { MemoryRecordRepository, type RecordChange } from "@product-auth/core/records";
import { administerSubscriptions, MemorySubscriptionRepository } from "@product-auth/core/subscriptions";
import { productAuth } from "@product-auth/express";
import { portalRoutes } from "@product-auth/express/portal";
import { basic, createPortal } from "@product-auth/portal";
import express from "express";
import type { ApiMessage } from "./start-api.js";
import { emailOf, PASSWORD, USERS } from "./password-users.js";

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
await makeUsers();
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

function deriveHere(given: object): Promise<Buffer> {
  const { password, salt, length, ...options } = given as { password: string; salt: Buffer; length: number };
  return Promise.resolve(scryptSync(password, salt, length, options));
}

/** All with one hash: another one for each would take a minute. */
async function makeUsers(): Promise<void> {
  const [{ hashPassword }, { digestOf }, { basicKeyOf }] = (await Promise.all(
    ["passwords/scrypt", "people/digest", "people/email"].map(
      (name) => import(new URL(`../../../packages/portal/dist/${name}.js`, import.meta.url).href),
    ),
  )) as [
    { hashPassword: (password: string, derive: (given: object) => Promise<Buffer>) => Promise<string> },
    { digestOf: (text: string) => string },
    { basicKeyOf: (email: string) => string },
  ];
  const phc = await hashPassword(PASSWORD, deriveHere);
  const user = { emailVerified: true, firstName: "Adele", lastName: "", state: "active", groups: [] };
  for (let i = 0; i < USERS; i++) {
    const [id, email] = [`user-${i}`, emailOf("known", i)];
    const changes: RecordChange[] = [
      { put: { kind: "user", id, version: 1, value: { ...user, email, registrationDate: 0 } } },
      {
        put: {
          kind: "identity",
          id: digestOf(basicKeyOf(email)),
          owner: id,
          version: 1,
          value: { provider: "basic", lastSignIn: 0 },
        },
      },
      { put: { kind: "password", id, owner: id, version: 1, value: { phc, changedAt: 0 } } },
    ];
    await records.write(changes);
  }
}
