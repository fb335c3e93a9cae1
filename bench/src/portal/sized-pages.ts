import type { SizedPortal } from "./sized-portal.js";

/** A page that is measured: who asks for it, and whether as JSON. */
export interface SizedPage {
  readonly path: string;
  readonly who: keyof SizedPortal["visitors"];
  readonly isJson?: boolean;
}

/** The pages by the name of their row. `ids`: what the paths lead to. */
export function sizedPages({
  subscription,
  waiting,
  application,
  user,
}: SizedPortal["ids"]): Readonly<Record<string, SizedPage>> {
  const operation = "/apis/api-70/operations/operation-5";
  const inJson = (page: SizedPage): SizedPage => ({ ...page, isJson: true });
  const guest = (path: string): SizedPage => ({ path, who: "guest" });
  const own = (path: string): SizedPage => ({ path, who: "user" });
  const admin = (path: string): SizedPage => ({ path, who: "administrator" });
  return {
    "home, visitor": guest("/"),
    "home, user": own("/"),
    "search, visitor": guest("/?q=operation+70"),
    "search, user": own("/?q=operation+70"),
    "search, every operation": own("/?q=operation"),
    "products, visitor": guest("/products"),
    "products, user": own("/products"),
    "product, visitor": guest("/products/product-5"),
    "product, user": own("/products/product-5"),
    "APIs, visitor": guest("/apis"),
    "APIs, user": own("/apis"),
    "APIs, JSON": inJson(own("/apis")),
    "API, visitor": guest("/apis/api-70"),
    "API, user": own("/apis/api-70"),
    "OpenAPI document": own("/apis/api-70/openapi.json"),
    "operation and console, visitor": guest(operation),
    "operation and console, user": own(operation),
    subscribe: own("/products/product-5/subscribe"),
    "subscriptions of a user": own("/subscriptions"),
    "subscriptions of a user, JSON": inJson(own("/subscriptions")),
    subscription: own(`/subscriptions/${subscription}`),
    "applications of a user": own("/applications"),
    application: own(`/applications/${application}`),
    profile: own("/profile"),
    sessions: own("/profile/sessions"),
    "activity of a user": own("/activity"),
    approvals: admin("/admin/approvals"),
    "approvals, JSON": inJson(admin("/admin/approvals")),
    approval: admin(`/admin/approvals/${waiting}`),
    users: admin("/admin/users"),
    "users, last page": admin("/admin/users?skip=950"),
    "users, JSON": inJson(admin("/admin/users")),
    "search of users": admin("/admin/users?q=vance+70"),
    "a user": admin(`/admin/users/${user}`),
    "all subscriptions": admin("/admin/subscriptions"),
    "all subscriptions, JSON": inJson(admin("/admin/subscriptions")),
    "all applications": admin("/admin/applications"),
    audit: admin("/admin/audit"),
    "audit, JSON": inJson(admin("/admin/audit")),
    health: admin("/admin/health"),
  };
}
