import { createHook } from "node:async_hooks";
import { randomUUID } from "node:crypto";
import { createProductAuth } from "@product-auth/core";
import { MemoryRecordRepository, type RecordRepository } from "@product-auth/core/records";
import { administerSubscriptions, MemorySubscriptionRepository } from "@product-auth/core/subscriptions";
import {
  basic,
  createPortal,
  type Captcha,
  outboxMail,
  type Portal,
  type PortalEvent,
  type PortalOptions,
} from "@product-auth/portal";
import { digestOf } from "#src/people/digest.js";
import { basicKeyOf } from "#src/people/email.js";
import { hashPassword } from "#src/passwords/scrypt.js";
import { SCRYPT, ScryptThreads } from "#src/passwords/thread/scrypt-threads.js";
import { Browser, type Page } from "./browser.js";
import { openServer, type FrameworkName } from "./open-server.js";

/** Password of every user that a test makes. */
export const PASSWORD = "purple monkey dishwasher";
export const { derive } = new ScryptThreads();
let hashed: Promise<string> | undefined;
/** Time of a portal at its start. Records that a test brings must have it too: they forget what has expired. */
export const START: number = Date.UTC(2026, 10, 30, 12);

/** A portal whose users sign in with e-mail and password. */
export interface BasicPortal {
  readonly portal: Portal;
  readonly url: string;
  /** The records, each call of which is noted in `calls`. */
  readonly records: RecordRepository;
  /** Calls of the records since it was emptied, such as "get user". */
  readonly calls: string[];
  readonly events: readonly PortalEvent[];
  /** Milliseconds since 1970. */
  now: number;
  browser(): Browser;
  /** Makes a user with `PASSWORD`. Returns its id. */
  user(email: string, state?: "active" | "blocked"): Promise<string>;
  close(): Promise<void>;
}

/** A CAPTCHA that any text solves. */
const testCaptcha: Captcha = {
  challenge: () => Promise.resolve({ question: "Anything?", token: "any" }),
  verify: () => Promise.resolve(true),
};

/** Limits per address do not count, unless the options say so. */
export async function startBasic(
  framework: FrameworkName = "express",
  options: Partial<PortalOptions> = {},
): Promise<BasicPortal> {
  const server = await openServer();
  const url = `${server.origin}/developer`;
  // The portal asks for the time while it starts.
  const started: { world?: BasicPortal } = {};
  const clock = () => started.world?.now ?? START;
  const subscriptions = new MemorySubscriptionRepository();
  const events: PortalEvent[] = [];
  const calls: string[] = [];
  const kept = new MemoryRecordRepository({ clock });
  const records: RecordRepository = {
    get: (kind, id) => (calls.push(`get ${kind}`), kept.get(kind, id)),
    list: (kind, query) => (calls.push(`list ${kind}`), kept.list(kind, query)),
    write: (changes) => {
      calls.push(
        `write ${changes.map((change) => ("put" in change ? change.put : change.remove).kind).join(" ")}`,
      );
      return kept.write(changes);
    },
  };
  const portal = createPortal({
    auth: createProductAuth({
      products: { starter: { displayName: "Starter", accepts: ["key"] } },
      subscriptions,
    }),
    records,
    subscriptions: administerSubscriptions({ repository: subscriptions }),
    publicUrl: url,
    title: "Contoso APIs",
    onFirstAdministrator: () => undefined,
    signIn: [basic()],
    mail: outboxMail({ clock }),
    onAudit: (event) => events.push(event),
    attempts: 1000,
    development: true, // passwords are checked as fast as the machine can
    captcha: testCaptcha,
    clock,
    ...options,
  });
  await server.mount({ portal, base: "/developer", framework });
  const world: BasicPortal = {
    portal,
    url,
    records,
    calls,
    events,
    now: START,
    browser: () => new Browser(url),
    async user(email, state = "active") {
      const id = randomUUID();
      const phc = await (hashed ??= hashPassword(PASSWORD, derive));
      const value = { email, emailVerified: true, firstName: "Adele", lastName: "", state, groups: [] };
      const identity = { provider: "basic", lastSignIn: 0 };
      await kept.write([
        { put: { kind: "user", id, version: 1, value: { ...value, registrationDate: world.now } } },
        {
          put: { kind: "identity", id: digestOf(basicKeyOf(email)), owner: id, version: 1, value: identity },
        },
        { put: { kind: "password", id, owner: id, version: 1, value: { phc, changedAt: 0 } } },
      ]);
      return id;
    },
    async close() {
      await portal.close();
      await server.close();
    },
  };
  started.world = world;
  return world;
}

/** Sends the form of the sign-in page. */
export const signIn = (browser: Browser, email: string, password = PASSWORD, query = ""): Promise<Page> =>
  browser.post(`/signin${query}`, { "e-mail": email, password, captcha: "any" });

/** A password that no account can have: it counts as a wrong one, and takes no scrypt. */
export const IMPOSSIBLE = "never\u0000a password";

let scrypts = 0;
createHook({ init: (_id, type) => void (type === SCRYPT && scrypts++) }).enable();

/** How many times scrypt ran in this process during some work. */
export async function scryptsDuring(work: () => Promise<unknown>): Promise<number> {
  const before = scrypts;
  await work();
  return scrypts - before;
}
