import { createProductAuth, type ProductAuthOptions } from "@product-auth/core";
import { MemoryRecordRepository } from "@product-auth/core/records";
import {
  administerSubscriptions,
  MemorySubscriptionRepository,
  type SubscriptionAdministration,
} from "@product-auth/core/subscriptions";
import { createPortal, type PortalOptions, type SignInProvider } from "@product-auth/portal";
import { Sessions } from "#src/sign-in/sessions.js";
import { Users } from "#src/people/users.js";
import { openServer, type FrameworkName } from "./open-server.js";

/** A portal at `/developer` beside an API, whose users sign in without an issuer. */
export interface TestPortal {
  readonly origin: string;
  readonly subscriptions: SubscriptionAdministration;
  readonly repository: MemorySubscriptionRepository;
  /** Milliseconds since 1970, for keys and sessions alike. */
  now: number;
  /** Signs a new user in. */
  signIn(name: string, options?: { groups?: string[]; isAdministrator?: boolean }): Promise<TestUser>;
  /** A request of a visitor who is not signed in. `path`: below the portal. */
  get(path: string): Promise<Response>;
  close(): void;
}

export interface TestUser {
  readonly id: string;
  /** Value of the cookie of the session. */
  readonly cookie: string;
  get(path: string): Promise<Response>;
  /** Posts JSON as a page of the portal does. */
  postJson(path: string, value: unknown, headers?: Record<string, string>): Promise<Response>;
}

export async function startPortal(
  catalog: Pick<ProductAuthOptions, "products" | "apis" | "subscriptionDates">,
  options: Partial<PortalOptions> = {},
  framework: FrameworkName = "express",
): Promise<TestPortal> {
  const server = await openServer();
  const { origin } = server;
  const clock = () => portal.now;
  const repository = new MemorySubscriptionRepository();
  const subscriptions = administerSubscriptions({ repository, clock });
  const records = new MemoryRecordRepository({ clock });
  const auth = createProductAuth({ ...catalog, subscriptions: repository, clock });
  const made = createPortal({
    auth,
    records,
    subscriptions,
    publicUrl: `${origin}/developer`,
    onFirstAdministrator: () => undefined,
    signIn: [noProvider],
    clock,
    ...options,
  });
  await server.mount({ portal: made, base: "/developer", framework, auth });
  const users = new Users(records, clock);
  const sessions = new Sessions(records, clock, { idle: 3_600_000, absolute: 43_200_000 });
  const request = (path: string, init: RequestInit = {}) =>
    fetch(`${origin}/developer${path}`, { redirect: "manual", ...init });
  const portal: TestPortal = {
    origin,
    subscriptions,
    repository,
    now: Date.UTC(2026, 10, 29, 12),
    get: (path) => request(path),
    async signIn(name, { groups = [], isAdministrator = false } = {}) {
      const names = { firstName: name };
      let cookie = "";
      const person = { key: `test|${name}`, names, roles: [], groups };
      const found = await users.signIn("test", person, ({ user }) => {
        const given = { userId: user.id, provider: "test", isAdministrator, groups, agent: "test" };
        const started = sessions.create(given);
        cookie = started.cookie;
        return [started.change];
      });
      if (found === undefined) throw new Error(`${name} was not signed in`);
      const { user } = found;
      const headers = { cookie: `product-auth-portal=${cookie}` };
      return {
        id: user.id,
        cookie,
        get: (path) => request(path, { headers }),
        postJson: (path, value, more = {}) =>
          request(path, {
            method: "POST",
            headers: { ...headers, origin, "content-type": "application/json", ...more },
            body: JSON.stringify(value),
          }),
      };
    },
    close() {
      void made.close();
      void server.close();
    },
  };
  return portal;
}

const noProvider: SignInProvider = {
  id: "none",
  label: "None",
  begin: () => Promise.reject(new Error("not used")),
  complete: () => Promise.reject(new Error("not used")),
};
