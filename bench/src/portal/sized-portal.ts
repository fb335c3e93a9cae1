import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createProductAuth } from "@product-auth/core";
import { administerClients, type ClientProvisioning } from "@product-auth/core/clients";
import type { RecordRepository } from "@product-auth/core/records";
import { administerSubscriptions, type SubscriptionRepository } from "@product-auth/core/subscriptions";
import { portalRoutes } from "@product-auth/express/portal";
import { createPortal } from "@product-auth/portal";
import express from "express";
import { fillStores } from "./fill-stores.js";
import { pickHere, providerHere } from "./sign-in-here.js";
import { sizedCatalog } from "./sized-catalog.js";
import { Visitor } from "./visitor.js";

/** Where a portal of that size keeps its data. */
export interface SizedStores {
  readonly records: RecordRepository;
  readonly repository: SubscriptionRepository;
  /** Called when the stores are filled. */
  readonly filled?: () => Promise<unknown>;
}

/** A portal with many users and subscriptions, behind a server, and who looks at it. */
export interface SizedPortal {
  readonly visitors: Readonly<Record<"guest" | "user" | "administrator", Visitor>>;
  /** Ids of what pages show: `user` is any of the many. */
  readonly ids: Readonly<Record<"subscription" | "waiting" | "application" | "user", string>>;
  close(): Promise<void>;
}

/** Starts it. The stores are empty before. */
export async function startSizedPortal({ records, repository, filled }: SizedStores): Promise<SizedPortal> {
  const app = express();
  const server = createServer(app);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/developer`;
  const auth = createProductAuth({
    tenantId: "11111111-2222-4333-8444-555555555555",
    ...sizedCatalog(),
    subscriptions: repository,
  });
  const subscriptions = administerSubscriptions({ repository });
  const applications = administerClients({ records, provisioning });
  const portal = createPortal({
    ...{ auth, records, subscriptions },
    publicUrl: url,
    title: "Contoso APIs",
    signIn: [providerHere],
    administrators: { roles: ["Portal.Admin"] },
    onFirstAdministrator: () => undefined,
    applications: { administration: applications },
  });
  app.use("/developer", portalRoutes(portal));
  const [guest, user, administrator] = [new Visitor(url), new Visitor(url), new Visitor(url)];
  await user.signIn(pickHere("user"));
  const { records: found } = await records.list("user");
  const own = found[0]!.id;
  await administrator.signIn(pickHere("admin"));
  const made = await fillStores({ records, subscriptions, applications, user: own });
  await filled?.();
  return {
    visitors: { guest, user, administrator },
    ids: { ...made, user: "user-70" },
    async close() {
      await portal.close();
      await applications.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Makes registrations without Entra ID. */
const provisioning: ClientProvisioning = {
  tokenUrl: "http://127.0.0.1:2/token",
  ensureApplication: () => Promise.resolve({ clientId: crypto.randomUUID() }),
  ensureLink: () => Promise.resolve(),
  removeLink: () => Promise.resolve(),
  listSecrets: () => Promise.resolve([]),
  addSecret: () => Promise.reject(new Error("not used")),
  removeSecret: () => Promise.resolve(),
  remove: () => Promise.resolve(),
};
