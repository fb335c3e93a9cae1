import type { Visitor } from "./visitor.js";

/** A page of the route table, with a path that shows something. */
export interface PagePath {
  /** As the route table has it. */
  readonly route: string;
  readonly path: string;
}

interface Route {
  readonly path: string;
  readonly get?: unknown;
}

/** Ids of subscriptions: one of the administrator, and one that waits for approval. */
interface Made {
  readonly active: string;
  readonly waiting: string;
}

/**
 * All that the demo's portal answers to GET but redirects, for an administrator with subscriptions. `user`: another person, both
 * signed in.
 */
export async function pagesOf(admin: Visitor, user: Visitor): Promise<readonly PagePath[]> {
  const made = await makeSubscriptions(admin, user);
  const pages: PagePath[] = [];
  for (const route of await routeTable()) {
    if (route.get === undefined) continue;
    const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => valueOf(route.path, name, made));
    const { location } = await admin.open(path);
    if (location === undefined) pages.push({ route: route.path, path });
  }
  return pages;
}

/** The route table of the portal, so that a page that is added is measured too. It is no part of the package's door. */
async function routeTable(): Promise<readonly Route[]> {
  const file = new URL("../../../packages/portal/dist/routes.js", import.meta.url);
  return ((await import(file.href)) as { routes: readonly Route[] }).routes;
}

function valueOf(route: string, name: string, { active, waiting }: Made): string {
  const values: Readonly<Record<string, string>> = {
    api: "orders",
    operation: "create-order",
    product: "starter",
    provider: "entra",
    slot: "primary",
    id: route === "/admin/approvals/{id}" ? waiting : active,
  };
  const value = values[name];
  if (value === undefined)
    throw new Error(`bench/src/portal/pages.ts has no value for {${name}} of ${route}`);
  return value;
}

async function makeSubscriptions(admin: Visitor, user: Visitor): Promise<Made> {
  await admin.fill("/products/starter/subscribe", { name: "Web shop" });
  const active = await idAt(admin, "/subscriptions", "subscriptions");
  await user.fill("/products/pro/subscribe", { name: "Reports", "i-accept-the-terms-of-pro": "yes" });
  return { active, waiting: await idAt(admin, "/admin/approvals", "admin/approvals") };
}

/** The id in the first link of a list. */
async function idAt(visitor: Visitor, path: string, below: string): Promise<string> {
  const { text } = await visitor.open(path);
  const id = new RegExp(`/${below}/([\\w.~-]+)"`).exec(text)?.[1];
  if (id === undefined) throw new Error(`${path} lists no subscription`);
  return id;
}
