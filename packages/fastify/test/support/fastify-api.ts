import type { AddressInfo } from "node:net";
import type { DecisionEvent } from "@product-auth/core";
import type { Entra } from "@product-auth/emulator";
import { productAuth, type FastifyProductAuth } from "@product-auth/fastify";
import { optionsFor, startTestEntra, type Options, type ProductName } from "@product-auth/testkit/adapter";
import fastify, { type FastifyInstance, type FastifyRequest, type FastifyServerOptions } from "fastify";
import request, { type Test } from "supertest";

export type Auth = FastifyProductAuth<ProductName>;

/** An API that listens, and what its operators see. */
export interface Api {
  readonly app: FastifyInstance;
  readonly auth: Auth;
  readonly port: number;
  /** Every decision so far, oldest first. */
  readonly events: DecisionEvent[];
  readonly get: (path: string) => Test;
  readonly send: (method: "get" | "head" | "post" | "put" | "delete" | "options", path: string) => Test;
}

/** What one API differs in. */
export interface Wish {
  readonly options?: Partial<Options>;
  readonly server?: FastifyServerOptions;
  /** Default: the emulator of the suite. */
  readonly entra?: Entra;
}

/** For the tests of one suite: an emulator, and APIs that trust it; all is closed when the suite is over. */
export function fastifyApis() {
  const opened: FastifyInstance[] = [];
  let entra: Entra;
  before(async () => void (entra = await startTestEntra()));
  after(async () => {
    await Promise.all(opened.map((app) => app.close()));
    await entra.close();
  });

  return {
    get entra() {
      return entra;
    },
    /** A header with a token of the client `contoso`, or of another. */
    bearer: async (product: string, more: Partial<Parameters<Entra["tokenFor"]>[0]> = {}) => ({
      authorization: `Bearer ${await entra.tokenFor({ client: "contoso", product, ...more })}`,
    }),
    /** Starts an application; `write` declares it. */
    async start(
      write: (app: FastifyInstance, auth: Auth) => unknown,
      { options = {}, server = {}, entra: issuer = entra }: Wish = {},
    ): Promise<Api> {
      const events: DecisionEvent[] = [];
      const auth = productAuth(optionsFor(issuer, { onDecision: (event) => events.push(event), ...options }));
      const app = fastify(server);
      opened.push(app);
      await write(app, auth);
      await app.listen({ port: 0, host: "127.0.0.1" });
      const { port } = app.server.address() as AddressInfo;
      const send: Api["send"] = (method, path) => request(app.server)[method](path);
      return { app, auth, port, events, send, get: (path) => send("get", path) };
    },
  };
}

/** A handler that tells who was let in. */
export function tell({ productAuth }: FastifyRequest) {
  const { product, credential, client, subscription } = productAuth ?? {};
  return { product, credential, client: client?.id, subscription: subscription?.id };
}
