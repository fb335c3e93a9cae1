import type { DecisionEvent } from "@product-auth/core";
import request, { type Response, type Test } from "supertest";
import type { AnyOptions } from "../adapter-harness.js";
import { serve, type Served } from "../served.js";
import type { SuiteBase } from "../suite-base.js";
import { written, type WrittenAuth } from "../written-auth.js";
import type { WrittenRoutes } from "../written-routes.js";
import { tell } from "./api.js";

/** An API that listens, and what its operators see. */
export interface CatalogApi {
  readonly auth: WrittenAuth;
  readonly port: number;
  readonly events: DecisionEvent[];
  readonly get: (path: string, headers?: Readonly<Record<string, string>>) => Test;
  /** Context and credential in words, `200 gold key`, or status and private code, `401 key_unknown`. */
  readonly outcome: (path: string, headers?: Readonly<Record<string, string>>) => Promise<string>;
}

/** Starts one API; its routes are `everywhere` by default. */
export type StartCatalogApi = (
  options: AnyOptions,
  routes?: (app: WrittenRoutes, auth: WrittenAuth) => void,
) => Promise<CatalogApi>;

/** For the tests of one suite: starts APIs, and closes them after the suite. */
export function catalogApis({ harness, after }: SuiteBase): StartCatalogApi {
  const opened: { served: Served; auth: WrittenAuth }[] = [];
  after(async () => {
    for (const { served, auth } of opened) {
      await served.close();
      await auth.close();
    }
  });

  return async (options, routes = everywhere) => {
    const events: DecisionEvent[] = [];
    const auth = written(harness.adapt({ onDecision: (event) => events.push(event), ...options }));
    const served = await serve(harness, auth, routes);
    opened.push({ served, auth });
    const { server, port } = served;
    const get: CatalogApi["get"] = (path, headers = {}) => request(server).get(path).set(headers);
    return {
      auth,
      port,
      events,
      get,
      outcome: async (path, headers) => inWords(await get(path, headers), events.at(-1)),
    };
  };
}

/** `app.use(auth)` and, at every path, a handler that tells who was let in. */
export function everywhere(app: WrittenRoutes, auth: WrittenAuth): void {
  app.use(auth);
  app.all(["/", "/*path"], tell);
}

function inWords({ status, body }: Response, event: DecisionEvent | undefined): string {
  const { product, credential } = body as { product?: string; credential?: string };
  if (status === 200) return `200 ${product ?? "API"} ${credential}`;
  return `${status} ${event?.code ?? "none"}`;
}
