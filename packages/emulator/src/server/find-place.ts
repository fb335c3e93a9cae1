import type { EndpointName } from "./faults.js";
import { stylePath } from "../sign-in/pages/page.js";

/** The endpoint of a path. */
export type Place =
  | { readonly name: "token"; readonly tenant: string; readonly version: 1 | 2 }
  | { readonly name: "authorize"; readonly tenant: string; readonly version: 2 }
  | { readonly name: "logout"; readonly tenant: string; readonly version: 2 }
  | { readonly name: "discovery" | "keys"; readonly tenant: string; readonly version: 1 | 2 }
  | { readonly name: "userinfo" }
  | { readonly name: "graph"; readonly path: string }
  | { readonly name: "faults" }
  | { readonly name: "style" | "instance" | "root" | "nowhere" };

type TenantPlace = Extract<Place, { tenant: string }>;

const paths: readonly [RegExp, TenantPlace["name"], 1 | 2][] = [
  [/^\/([^/]+)\/v2\.0\/\.well-known\/openid-configuration$/i, "discovery", 2],
  [/^\/([^/]+)\/\.well-known\/openid-configuration$/i, "discovery", 1],
  [/^\/([^/]+)\/discovery\/v2\.0\/keys$/i, "keys", 2],
  [/^\/([^/]+)\/discovery\/keys$/i, "keys", 1],
  [/^\/([^/]+)\/oauth2\/v2\.0\/token$/i, "token", 2],
  [/^\/([^/]+)\/oauth2\/token$/i, "token", 1],
  [/^\/([^/]+)\/oauth2\/v2\.0\/authorize$/i, "authorize", 2],
  [/^\/([^/]+)\/oauth2\/v2\.0\/logout$/i, "logout", 2],
];

/** The name under which faults and request counts know a place. */
export function endpointOf(place: Place): EndpointName | undefined {
  if ("tenant" in place) return place.name;
  return place.name === "userinfo" || place.name === "graph" ? place.name : undefined;
}

/** Finds the endpoint of a path. Entra's paths are case-insensitive. */
export function findPlace(pathname: string): Place {
  for (const [path, name, version] of paths) {
    const tenant = path.exec(pathname)?.[1];
    if (tenant !== undefined) return { name, tenant: decoded(tenant), version } as TenantPlace;
  }
  const graph = /^\/v1\.0(?:\/(.*))?$/i.exec(pathname);
  if (graph !== null) return { name: "graph", path: graph[1] ?? "" };
  if (pathname === "/oidc/userinfo") return { name: "userinfo" };
  if (pathname === "/emulator/faults") return { name: "faults" };
  if (pathname === stylePath) return { name: "style" };
  if (/^\/common\/discovery\/instance$/i.test(pathname)) return { name: "instance" };
  return { name: pathname === "/" ? "root" : "nowhere" };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
