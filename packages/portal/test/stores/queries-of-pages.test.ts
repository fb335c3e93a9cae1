import type { RecordChange } from "@product-auth/core/records";
import { administerSubscriptions } from "@product-auth/core/subscriptions";
import { basic, outboxMail } from "@product-auth/portal";
import { expect } from "chai";
import { applicationRoutes } from "#src/application-routes.js";
import { basicRoutes } from "#src/basic-routes.js";
import { mailRoutes } from "#src/mail-routes.js";
import { peopleRoutes } from "#src/people-routes.js";
import { publishRoutes } from "#src/publish-routes.js";
import { routes } from "#src/routes.js";
import { timePrefix } from "#src/stores/time-prefix.js";
import { createApplicationsWorld, type ApplicationsWorld } from "../support/applications-world.js";
import type { User } from "../support/world.js";
import { countingStores, type Asked } from "./counting-stores.js";

const NOW = Date.UTC(2026, 10, 30, 12);
/** Most queries of a page, those for session and user included, and most that comes back: two pages of a list and their users. */
const MOST: Asked = { queries: 12, read: 210 };
/** Pages that offer users to choose from: they read up to 2,000. */
const OFFERS_USERS = ["/admin/applications/new", "/admin/applications/{clientId}/transfer"];
const OWN = 10;

const PAGES = [
  ...[...routes, ...basicRoutes, ...mailRoutes, ...peopleRoutes, ...publishRoutes, ...applicationRoutes]
    .filter(({ get, path }) => get !== undefined && !OFFERS_USERS.includes(path))
    .map(({ path }) => path),
  ...["/?q=orders", "/admin/users?q=user+7", "/admin/users?skip=5"],
];

/** A portal with so many users, subscriptions and events of the audit, and an administrator. */
interface Sized {
  readonly world: ApplicationsWorld;
  readonly admin: User;
  readonly asked: Asked;
  readonly pathOf: (route: string) => string;
}

describe("what a page asks of the stores", () => {
  let few: Sized;
  let many: Sized;
  before(async () => {
    few = await sized(OWN + 5);
    many = await sized(1_000);
  });
  after(() => Promise.all([few, many].map(({ world }) => world.portal.close())));

  for (const route of PAGES)
    it(`is as much with 1,000 users and subscriptions as with ${OWN + 5}: ${route}`, async () => {
      const [small, large] = [await askedBy(route, few), await askedBy(route, many)];
      expect(large.queries).to.equal(small.queries).and.at.most(MOST.queries);
      expect(large.read).to.be.at.most(MOST.read);
    });
});

/** What the second look at a page asks: the first of all may read what is kept between requests. */
async function askedBy(route: string, { admin, asked, pathOf }: Sized): Promise<Asked> {
  await admin.open(pathOf(route));
  const before = { ...asked };
  const { status } = await admin.open(pathOf(route));
  expect(status).to.be.below(500);
  return { queries: asked.queries - before.queries, read: asked.read - before.read };
}

async function sized(count: number): Promise<Sized> {
  const { records, repository, asked } = countingStores(() => NOW);
  const begin = () => Promise.resolve({ to: new URL("https://login.test/"), keep: { state: "s" } });
  const complete = () => Promise.reject(new Error("not used"));
  const world = createApplicationsWorld({
    ...{ records, repository, clock: () => NOW, withUpkeep: false },
    portal: {
      signIn: [basic(), { id: "unused", label: "Unused", begin, complete }],
      mail: outboxMail(),
    },
  });
  const admin = await world.user({ isAdministrator: true });
  const clientId = await world.registered(admin);
  const numbers = Array.from({ length: count }, (_, at) => at);
  const ownerOf = (at: number) => (at < OWN ? admin.id : `user-${at}`);
  const changes = numbers.flatMap((at) => [userOf(at), eventOf(at, ownerOf(at))]);
  for (let at = 0; at < changes.length; at += 20) await records.write(changes.slice(at, at + 20));
  const administration = administerSubscriptions({ repository, clock: () => NOW });
  for (const at of numbers) {
    const state = at % 2 === 0 ? "active" : "submitted";
    await administration.create({ id: `s-${at}`, scope: "/products/starter", ownerId: ownerOf(at), state });
  }
  const params: Readonly<Record<string, string>> = {
    ...{ api: "orders", product: "gold", clientId, id: "s-0", slot: "primary" },
    ...{ keyId: "none", operation: "none", provider: "unused", job: "none" },
  };
  const idIn = (route: string) => {
    if (route.startsWith("/admin/users")) return "user-12";
    return route.startsWith("/admin/approvals") ? "s-11" : "s-0";
  };
  const pathOf = (route: string) =>
    route.replaceAll(/\{(\w+)\}/g, (_, name: string) => (name === "id" ? idIn(route) : params[name]!));
  return { world, admin, asked, pathOf };
}

function userOf(at: number): RecordChange {
  const names = { firstName: "User", lastName: `${at}`, email: `user.${at}@contoso.example` };
  const value = { ...names, emailVerified: true, state: "active", groups: [], registrationDate: NOW };
  return { put: { kind: "user", id: `user-${at}`, version: 1, value } };
}

function eventOf(at: number, owner: string): RecordChange {
  const value = { at: NOW, action: "subscribe", actor: owner, target: `s-${at}`, name: "Web shop" };
  const id = `${timePrefix(NOW)}-${String(at).padStart(20, "0")}`;
  return { put: { kind: "audit", id, owner, version: 1, value } };
}
