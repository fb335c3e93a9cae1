import { subscribe } from "node:diagnostics_channel";
import { createProductAuth, type ProductAuthOptions } from "@product-auth/core";
import type { JsonObject, RecordRepository } from "@product-auth/core/records";
import { administerSubscriptions, type SubscriptionRepository } from "@product-auth/core/subscriptions";
import { productAuth } from "@product-auth/express";
import { portalRoutes } from "@product-auth/express/portal";
import {
  basic,
  type Captcha,
  createPortal,
  entraId,
  PORTAL_CHANNEL,
  type MailSender,
  type Portal,
  type PortalMessage,
  type PortalOptions,
  type SignInProvider,
} from "@product-auth/portal";
import { createPostgresRecords, createPostgresSubscriptions } from "@product-auth/postgres";
import express, { type Express } from "express";

/** What the application brings along. */
export interface Surroundings {
  readonly catalog: ProductAuthOptions<"starter" | "partners", "orders">;
  readonly repository: SubscriptionRepository;
  readonly records: RecordRepository;
  readonly signIn: readonly SignInProvider[];
  readonly publicUrl: string;
}

export function createApp({ catalog, repository, records, signIn, publicUrl }: Surroundings): {
  app: Express;
  portal: Portal;
} {
  // #region mount
  const auth = createProductAuth({ ...catalog, subscriptions: repository });
  const portal = createPortal({
    auth,
    records,
    subscriptions: administerSubscriptions({ repository }),
    publicUrl, // https://api.example.com/developer
    title: "Contoso APIs",
    signIn,
    administrators: { roles: ["Portal.Admin"] },
  });

  const app = express();
  app.use("/developer", portalRoutes(portal));
  app.use(productAuth(auth)); // the API, as without a portal
  // #endregion mount
  app.get("/orders", (_req, res) => void res.json([]));
  return { app, portal };
}

// #region catalog
export const catalog: ProductAuthOptions<"starter" | "partners", "orders"> = {
  products: {
    starter: {
      displayName: "Starter",
      description: "Orders, **free** for trying things out.",
      accepts: ["key"],
      subscriptionsLimit: 2,
    },
    partners: {
      displayName: "Partners",
      accepts: ["key"],
      groups: ["partners"],
      approvalRequired: true,
      terms: "For your own customers only.",
    },
  },
  apis: {
    orders: {
      displayName: "Orders",
      path: "orders",
      products: ["starter", "partners"],
      operations: {
        "list-orders": { method: "GET", urlTemplate: "/", displayName: "List orders" },
      },
    },
  },
};
// #endregion catalog

export function signInWith(tenantId: string, clientId: string, clientSecret: string, authorityHost: string) {
  // #region entra
  const signIn = [
    entraId({
      tenantId, // Directory (tenant) ID
      clientId, // Application (client) ID
      clientSecret,
      authorityHost, // of a national cloud or an emulator; default https://login.microsoftonline.com
    }),
  ];
  // #endregion entra
  return signIn;
}

export function signInWithPasswordToo(entra: SignInProvider, mail: MailSender): Partial<PortalOptions> {
  // #region basic
  const options = {
    signIn: [entra, basic()], // or [basic()] alone
    mail, // sends the links: nodemailerMail(transport)
  };
  // #endregion basic
  return options;
}

/** A CAPTCHA of a service that makes and checks challenges. */
export function captchaOfService(service: string, request: typeof fetch = fetch): Partial<PortalOptions> {
  // #region captcha
  const captcha: Captcha = {
    // { question: "…", token: "…" }, or a challenge of ALTCHA (version 2, PBKDF2)
    challenge: async () => (await (await request(`${service}/challenge`)).json()) as JsonObject,
    async verify({ captcha: token, "captcha-answer": answer }, address) {
      const body = JSON.stringify({ token, answer, address });
      const response = await request(`${service}/verify`, { method: "POST", body });
      if (!response.ok) throw new Error(`The service answered ${response.status}`); // the form is refused
      const { isSolved } = (await response.json()) as { isSolved: boolean };
      return isSolved;
    },
  };
  // #endregion captcha
  return { captcha };
}

// #region groups
export const rights: Pick<PortalOptions, "administrators" | "groups"> = {
  administrators: { roles: ["Portal.Admin"] },
  groups: {
    partners: { displayName: "Partners", role: "Partner" },
    staff: { displayName: "Staff", groupId: "cccccccc-1111-2222-3333-444444444444" },
  },
};
// #endregion groups

export async function inPostgres(connectionString: string) {
  // #region postgres
  const repository = createPostgresSubscriptions({ connectionString });
  const records = createPostgresRecords({ connectionString });
  await repository.migrate(); // creates the tables of both
  // #endregion postgres
  return { repository, records };
}

export function logTo(log: (line: string) => void): void {
  // #region events
  subscribe(PORTAL_CHANNEL, (message) => {
    const told = message as PortalMessage;
    if (told.kind === "audit") log(`${told.event.action} ${told.event.target ?? ""}`);
    if (told.kind === "problem") log(`${told.problem.reference} ${String(told.problem.cause)}`);
  });
  // #endregion events
}
