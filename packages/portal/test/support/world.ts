import { randomUUID } from "node:crypto";
import { createProductAuth, type ProductAuthOptions } from "@product-auth/core";
import { MemoryRecordRepository, type RecordRepository } from "@product-auth/core/records";
import {
  administerSubscriptions,
  MemorySubscriptionRepository,
  type SubscriptionRepository,
} from "@product-auth/core/subscriptions";
import {
  createPortal,
  type Portal,
  type PortalEvent,
  type PortalOptions,
  type SignInProvider,
} from "@product-auth/portal";
import { digestOf, randomToken } from "#src/people/digest.js";
import { openServer, type FrameworkName } from "./open-server.js";
import { Visitor } from "./visitor.js";

/**
 * A portal with products, whose users sign in without an issuer. It is asked over HTTP, at another port than its `publicUrl`
 * says: as behind a proxy.
 */
export interface World {
  readonly base: string;
  readonly handle: (request: Request) => Promise<Response>;
  readonly records: RecordRepository;
  readonly repository: SubscriptionRepository;
  readonly auth: ReturnType<typeof createProductAuth>;
  readonly portal: Portal;
  readonly guest: Visitor;
  /** Events of the audit. */
  readonly events: readonly PortalEvent[];
  /** Makes a user who is signed in. */
  user(options?: { readonly isAdministrator?: boolean; readonly name?: string }): Promise<User>;
  /** A user who has signed in before, at this portal or at another one with the same records. */
  as(id: string, cookie: string): User;
}

/** A visitor who is signed in. */
export type User = Visitor & { readonly id: string; readonly cookie: string };

export const PRODUCTS = {
  starter: { displayName: "Starter", accepts: ["key"], subscriptionsLimit: 2 },
  single: { displayName: "Single", accepts: ["key"], subscriptionsLimit: 1 },
  unlimited: { displayName: "Unlimited", accepts: ["key"] },
  pro: {
    displayName: "Pro",
    accepts: ["key"],
    approvalRequired: true,
    subscriptionsLimit: 1,
    terms: "Be **nice**.",
  },
  closed: { displayName: "Closed", accepts: ["key"], subscriptionsLimit: 0 },
  draft: { displayName: "Draft", accepts: ["key"], state: "notPublished" },
  hidden: { displayName: "Hidden", accepts: ["key"], groups: ["partners"] },
} as const satisfies ProductAuthOptions["products"];

const BASE = "http://127.0.0.1:1/developer";

export function createWorld({
  clock,
  records = new MemoryRecordRepository(clock === undefined ? {} : { clock }),
  repository = new MemorySubscriptionRepository(),
  framework = "express",
  portal: portalOptions = {},
  auth: authOptions = {},
}: {
  readonly records?: RecordRepository;
  readonly repository?: SubscriptionRepository;
  readonly clock?: () => number;
  /** Default "express". */
  readonly framework?: FrameworkName;
  readonly portal?: Partial<PortalOptions>;
  readonly auth?: Partial<ProductAuthOptions>;
} = {}): World {
  const events: PortalEvent[] = [];
  const time = clock === undefined ? {} : { clock };
  const auth = createProductAuth({
    products: PRODUCTS,
    apis: { orders: { displayName: "Orders", path: "orders", products: ["starter", "unlimited", "pro"] } },
    subscriptions: repository,
    ...time,
    ...authOptions,
  } as ProductAuthOptions);
  const portal = createPortal({
    auth,
    records,
    subscriptions: administerSubscriptions({ repository, ...time }),
    publicUrl: BASE,
    title: "Contoso APIs",
    onFirstAdministrator: () => undefined,
    signIn: [unused],
    groups: { partners: { displayName: "Partners", role: "Partner" } },
    onAudit: (event) => events.push(event),
    ...time,
    ...portalOptions,
  });
  let opened: Promise<string> | undefined;
  async function open(): Promise<string> {
    const server = await openServer();
    await server.mount({ portal, base: new URL(BASE).pathname, framework });
    return server.origin;
  }
  const handle = async (request: Request) => {
    const origin = await (opened ??= open());
    return fetch(new Request(request.url.replace(new URL(BASE).origin, origin), request));
  };
  const now = () => (clock ?? Date.now)();
  return {
    base: BASE,
    handle,
    records,
    repository,
    auth,
    portal,
    events,
    guest: new Visitor(handle, BASE),
    as: (id, cookie) => Object.assign(new Visitor(handle, BASE, cookie), { id, cookie }),
    async user({ isAdministrator = false, name = "Adele" } = {}) {
      const id = randomUUID();
      const cookie = await signIn(records, { id, name, isAdministrator, at: now() });
      return Object.assign(new Visitor(handle, BASE, cookie), { id, cookie });
    },
  };
}

/** Writes a user and a session. Returns the cookie. */
async function signIn(
  records: RecordRepository,
  { id, name, isAdministrator, at }: { id: string; name: string; isAdministrator: boolean; at: number },
): Promise<string> {
  const token = randomToken();
  const user = { firstName: name, lastName: "Vance", emailVerified: false, state: "active", groups: [] };
  const session = {
    provider: "test",
    authTime: at,
    lastSeen: at,
    isAdministrator,
    groups: [],
    agent: "test",
  };
  const known = await records.get("user", id);
  await records.write([
    ...(known === undefined
      ? [{ put: { kind: "user", id, version: 1, value: { ...user, registrationDate: at } } }]
      : []),
    { put: { kind: "session", id: digestOf(token), owner: id, version: 1, value: session } },
  ]);
  return `product-auth-portal=${token}`;
}

const unused: SignInProvider = {
  id: "unused",
  label: "Unused",
  begin: () => Promise.reject(new Error("not used")),
  complete: () => Promise.reject(new Error("not used")),
};

/** The states of all subscriptions. */
export const statesOf = async ({ repository }: Pick<World, "repository">): Promise<readonly string[]> =>
  (await repository.list()).items.map(({ state }) => state);
