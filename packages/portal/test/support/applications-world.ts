import {
  administerClients,
  type ClientAdministration,
  type ClientProvisioning,
} from "@product-auth/core/clients";
import { MemoryRecordRepository, type RecordRepository } from "@product-auth/core/records";
import { MemorySubscriptionRepository, type SubscriptionRepository } from "@product-auth/core/subscriptions";
import type { ApplicationOptions, PortalOptions } from "@product-auth/portal";
import { memoryProvisioning, type MemoryProvisioning } from "./memory-provisioning.js";
import type { FrameworkName } from "./open-server.js";
import type { Shown } from "./visitor.js";
import { createWorld, type User, type World } from "./world.js";

const TENANT = "aaaaaaaa-0000-4000-8000-000000000000";
const audience = (digit: number) => `api://${`${digit}`.repeat(8)}-0000-4000-8000-000000000000`;

/** Products that applications can use, and some that they cannot. */
export const TOKEN_PRODUCTS = {
  gold: { displayName: "Gold", audience: audience(1) },
  silver: { displayName: "Silver", audience: audience(2) },
  partner: { displayName: "Partner", audience: audience(3), approvalRequired: true },
  secretive: { displayName: "Secretive", audience: audience(4), groups: ["partners"] },
  draft: { displayName: "Draft", audience: audience(5), state: "notPublished" },
  starter: { displayName: "Starter", accepts: ["key"] },
} as const;

/** A portal with applications. */
export interface ApplicationsWorld<P = MemoryProvisioning> extends World {
  readonly administration: ClientAdministration;
  readonly provisioning: P;
  /** Registers an application with the form of the portal. Returns its client id. */
  registered(user: User, name?: string, products?: readonly string[]): Promise<string>;
}

interface WorldOptions {
  readonly clock?: () => number;
  readonly records?: RecordRepository;
  /** Default: in memory. */
  readonly repository?: SubscriptionRepository;
  readonly provisioning?: ClientProvisioning;
  readonly framework?: FrameworkName;
  readonly applications?: Omit<ApplicationOptions, "administration">;
  readonly portal?: Partial<PortalOptions>;
  readonly patience?: number;
  /** Whether the portal looks for jobs in the background. */
  readonly withUpkeep?: boolean;
  readonly delay?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

export function createApplicationsWorld(options?: WorldOptions): ApplicationsWorld;
export function createApplicationsWorld<P extends ClientProvisioning>(
  options: WorldOptions & { readonly provisioning: P },
): ApplicationsWorld<P>;
export function createApplicationsWorld({
  clock = () => Date.now(),
  records = new MemoryRecordRepository({ clock }),
  repository = new MemorySubscriptionRepository(),
  provisioning = memoryProvisioning(clock),
  framework = "express",
  applications = {},
  portal = {},
  patience = 2000,
  delay,
  withUpkeep = true,
}: WorldOptions = {}): ApplicationsWorld<ClientProvisioning> {
  const administration = administerClients({
    ...{ records, provisioning, clock, patience },
    ...(delay !== undefined && { delay }),
  });
  const world = createWorld({
    clock,
    records,
    repository,
    framework,
    portal: {
      applications: {
        administration: withUpkeep
          ? administration
          : { ...administration, resumeAll: () => Promise.reject(new Error("not now")) },
        ...applications,
      },
      ...portal,
    },
    auth: {
      tenantId: TENANT,
      products: TOKEN_PRODUCTS,
      apis: { orders: { displayName: "Orders", path: "orders", products: ["gold", "starter"] } },
    },
  });
  return {
    ...world,
    administration,
    provisioning,
    async registered(user, name = "Robot", products = ["gold"]) {
      const answer = await register(user, { name }, products);
      const id = /^\/applications\/([^/?]+)\?done=registered$/.exec(answer.to ?? "")?.[1];
      if (id === undefined) throw new Error(`${answer.status} ${answer.h1} ${answer.to}: ${answer.text}`);
      return id;
    },
  };
}

/** Fills the form of a registration in and sends it. */
export async function register(
  user: User,
  fields: Readonly<Record<string, string>>,
  products: readonly string[] = ["gold"],
  path = "/applications/new",
): Promise<Shown> {
  const form = /name="form" value="([^"]*)"/.exec((await user.open(path)).text)?.[1] ?? "";
  return user.post(path, [
    ["form", form],
    ...Object.entries(fields),
    ...products.map((product): [string, string] => ["products", product]),
  ]);
}
