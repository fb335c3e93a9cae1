import type { JsonObject } from "@product-auth/core/records";
import {
  basic,
  outboxMail,
  type OutboxMessage,
  type PortalOptions,
  type SignedIn,
  type SignInProvider,
} from "@product-auth/portal";
import type { Browser, Page } from "./browser.js";
import { eventually } from "./eventually.js";
import type { FrameworkName } from "./open-server.js";
import { startBasic, type BasicPortal } from "./start-basic.js";
import { presetOf } from "./visitor.js";

/** A portal with passwords, mails and a provider whose person a test chooses. */
export interface AccountWorld extends BasicPortal {
  /** The newest first. */
  readonly mails: readonly OutboxMessage[];
  /** Waits for the next mail, after `work`. */
  mailAfter(work: () => Promise<unknown>): Promise<OutboxMessage>;
  /** Whom the provider finds next. */
  person: SignedIn;
  /** Whether the mail server takes mails. */
  isMailUp: boolean;
  /** Mails that the mail server has refused. */
  refused: number;
  /** All records, as text. */
  dump(): Promise<string>;
  /** Makes an administrator. Returns its browser, signed in, and its id. */
  administrator(email?: string): Promise<{ readonly browser: Browser; readonly id: string }>;
}

const KINDS = [
  "user",
  "identity",
  "password",
  "session",
  "flow",
  "ticket",
  "latest-ticket",
  "device",
  "mail",
  "audit",
  "form",
  "captcha",
];

export async function startAccounts(
  framework: FrameworkName = "express",
  options: Partial<PortalOptions> = {},
): Promise<AccountWorld> {
  const outbox = outboxMail({ clock: () => world.now });
  const provider: SignInProvider = {
    id: "entra",
    label: "Microsoft Entra ID",
    begin: () => {
      const keep = { state: `state-${Math.random()}` } satisfies JsonObject;
      return Promise.resolve({ to: new URL(`https://issuer.example/?state=${keep.state}`), keep });
    },
    complete: () => Promise.resolve(world.person),
  };
  const portal = await startBasic(framework, {
    signIn: [provider, basic()],
    signUp: "open",
    administrators: { roles: ["Portal.Admin"] }, // otherwise a ticket is made at the start
    mail: {
      isForDevelopment: true,
      send(mail) {
        if (world.isMailUp) return outbox.send(mail);
        world.refused += 1;
        return Promise.reject(new Error("down"));
      },
    },
    groups: { partners: { displayName: "Partners" } },
    ...options,
  });
  const world: AccountWorld = Object.assign(portal, {
    mails: outbox.messages,
    person: { key: "entra|t|adele", names: { firstName: "Adele" }, roles: [], groups: [] } as SignedIn,
    isMailUp: true,
    refused: 0,
    async mailAfter(work: () => Promise<unknown>) {
      const before = outbox.messages.length;
      await work();
      await eventually(() => outbox.messages.length > before);
      return outbox.messages[0]!;
    },
    async dump() {
      const pages = await Promise.all(KINDS.map((kind) => portal.records.list(kind, { limit: 1000 })));
      return JSON.stringify(pages.map(({ records }) => records));
    },
    async administrator(email = "admin@contoso.example") {
      const id = await portal.user(email);
      const record = (await portal.records.get("user", id))!;
      const value = { ...record.value, groups: ["administrators"] };
      await portal.records.write([{ put: { ...record, version: record.version + 1, value } }]);
      const browser = portal.browser();
      const { status } = await browser.post("/signin", {
        "e-mail": email,
        password: PASSWORD_OF_ALL,
        captcha: "any",
      });
      if (status !== 303) throw new Error(`The administrator could not sign in: ${status}`);
      return { browser, id };
    },
  });
  return world;
}

const PASSWORD_OF_ALL = "purple monkey dishwasher";

/**
 * The calls of the records by a request that queues a mail: the queue looks for it a moment after the answer. Without those for
 * settings, which are read once, or in the background.
 */
export const requestCalls = ({ calls }: AccountWorld): string[] => {
  const queue = calls.indexOf("list mail");
  return (queue === -1 ? calls : calls.slice(0, queue)).filter((call) => !call.endsWith(" setting"));
};

/** The path of the link in a mail, below the base. It stands on a line of its own. */
export function linkIn({ text }: OutboxMessage, path: string): string {
  const link = text.split("\n").find((line) => line.includes(`/developer${path}`));
  if (link === undefined) throw new Error(`No link to ${path}: ${text}`);
  return link.slice(link.indexOf("/developer") + "/developer".length);
}

/** The ticket of a link. */
export const ticketOf = (link: string): string => new URLSearchParams(link.split("?")[1]).get("ticket") ?? "";

/** Sends the form of a page that was opened. */
export const submit = (
  browser: Browser,
  { text, url }: Page,
  fields: Readonly<Record<string, string>>,
): Promise<Page> => {
  const main = text.split("<main")[1] ?? "";
  const action = /<form method="post" action="\/developer([^"]*)"/.exec(main)?.[1];
  if (action === undefined) throw new Error(`${url} has no form`);
  return browser.post(action, { ...presetOf(main), ...fields });
};
