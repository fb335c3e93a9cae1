import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { DecisionEvent } from "@product-auth/core";
import type { Entra } from "@product-auth/emulator";
import { productAuth, type KoaProductAuth } from "@product-auth/koa";
import {
  listening,
  optionsFor,
  startTestEntra,
  stopped,
  type Options,
  type ProductName,
} from "@product-auth/testkit/adapter";
import type Koa from "koa";
import type { Context } from "koa";
import request, { type Test } from "supertest";
import type { KoaClass } from "./both-versions.js";

export type Method = "get" | "head" | "post" | "options";

let shared: Promise<Entra> | undefined;
/** One emulator for all tests that leave it as it is. */
export const sharedEntra = (): Promise<Entra> => (shared ??= startTestEntra());
after(async () => (await shared)?.close());

/** `Authorization` with a token of the product. */
export async function bearer(product: string, client = "contoso"): Promise<string> {
  return `Bearer ${await (await sharedEntra()).tokenFor({ client, product })}`;
}

/** An API written in Koa's own words. */
export interface KoaApi {
  readonly auth: KoaProductAuth<ProductName>;
  readonly port: number;
  /** Every decision so far, oldest first. */
  readonly events: DecisionEvent[];
  /** Everything that Koa's own error handling was given, oldest first. */
  readonly errors: unknown[];
  readonly send: (method: Method, path: string) => Test;
  readonly get: (path: string) => Test;
}

export type StartKoaApi = (
  write: (app: Koa, auth: KoaProductAuth<ProductName>) => void,
  options?: Partial<Options>,
) => Promise<KoaApi>;

/** For the tests of one suite: starts APIs on that version of Koa, and closes them when the suite is over. */
export function koaApis(Koa: KoaClass): StartKoaApi {
  const opened: { server: Server; auth: KoaProductAuth<ProductName> }[] = [];
  after(async () => {
    for (const { server, auth } of opened) {
      await stopped(server);
      await auth.close();
    }
  });

  return async (write, options = {}) => {
    const events: DecisionEvent[] = [];
    const errors: unknown[] = [];
    const onDecision = (event: DecisionEvent) => events.push(event);
    const auth = productAuth(optionsFor(await sharedEntra(), { onDecision, ...options }));
    const app = new Koa();
    app.on("error", (error: unknown) => errors.push(error));
    write(app, auth);
    const serve = app.callback();
    const server = await listening(createServer((req, res) => void serve(req, res)));
    opened.push({ server, auth });
    const { port } = server.address() as AddressInfo;
    const send: KoaApi["send"] = (method, path) => request(server)[method](path);
    return { auth, port, events, errors, send, get: (path) => send("get", path) };
  };
}

/** A handler that tells who was let in. */
export function tell(ctx: Context): void {
  const { product, credential, subscription } = ctx.state.productAuth ?? {};
  ctx.body = { product, credential, subscription: subscription?.id };
}
