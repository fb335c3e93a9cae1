import type { RequestListener } from "node:http";
import type { ProductAuth } from "@product-auth/core";
import type { WebHandler } from "@product-auth/core/adapter";
import type { Reply } from "../adapter/adapter-harness.js";

/** How the portal contract gets at an adapter's `portalRoutes` and its framework. */
export interface PortalHarness {
  /**
   * Builds an application with a portal. Around it are `GET /host`, answered with the text "host", and `onError`, where
   * everything ends that is thrown; what it gives is the answer.
   */
  mountPortal(portal: WebHandler, mount: PortalMount): Promise<MountedPortal> | MountedPortal;
}

/** Where a portal is mounted. */
export interface PortalMount {
  /** "/", "/developer", "/a/b". */
  readonly prefix: string;
  /** What the application does with every request first. */
  readonly before: readonly HostStep[];
  /** Guards `/host`: used behind the portal or, where scopes are guarded, in the scope that the portal is in. */
  readonly auth?: ProductAuth<string, string>;
  readonly onError: (error: unknown) => Reply;
}

/**
 * The usual middleware of the framework, with its defaults unless stated otherwise. `parsers` read JSON and forms;
 * `extended parsers` make objects of fields such as `a[b]`; `helmet` also sets `Content-Security-Policy-Report-Only`; `cors`
 * allows every origin, with credentials; `cookie` sets the cookie `host=1`.
 */
export type HostStep = "parsers" | "extended parsers" | "helmet" | "compression" | "cors" | "cookie";

export interface MountedPortal {
  /** Serves one request of a `node:http` server. */
  readonly listener: RequestListener;
  readonly close?: () => Promise<void>;
}
