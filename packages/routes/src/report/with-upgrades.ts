import { markOf } from "@product-auth/core/adapter";
import type { OpaquePlace } from "./reported-route.js";
import type { FoundRoute } from "./route-report.js";

/** A server whose listeners of `upgrade` are reported. */
export interface UpgradingServer {
  listeners(event: "upgrade"): readonly unknown[];
}

interface Found {
  readonly routes: readonly FoundRoute[];
  readonly opaque: readonly OpaquePlace[];
}

/**
 * What was found in an application, with what answers the upgrades of its server: upgrades do not pass through the
 * application. A guarded listener is a route, any other one a place that may answer by itself.
 */
export function withUpgrades({ routes, opaque }: Found, server: UpgradingServer | undefined): Found {
  const listeners = (server?.listeners("upgrade") ?? []).map((listener) => ({
    listener,
    mark: markOf(listener),
  }));
  return {
    routes: [
      ...routes,
      ...listeners.flatMap(({ mark }) => (mark ? [{ method: "UPGRADE", path: "*", marks: [mark] }] : [])),
    ],
    opaque: [
      ...opaque,
      ...listeners.flatMap(({ listener, mark }) => (mark ? [] : [answersUpgrades(listener)])),
    ],
  };
}

const answersUpgrades = (listener: unknown): OpaquePlace => ({
  path: "*",
  name: (listener as { readonly name?: string }).name || "a function",
  why: "answers upgrades (WebSockets) by itself, and no guardUpgrade stands before it",
});
