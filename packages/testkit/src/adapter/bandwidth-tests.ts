import { equal } from "node:assert/strict";
import { createServer, request, type IncomingMessage, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { createProductAuth, type ProductAuth } from "@product-auth/core";
import type { TestRunner } from "../test-runner.js";

/** Builds an application of a framework, guarded as a whole, with the routes that the cases ask. */
export type BuildMeasured = (auth: ProductAuth<"metered">) => Promise<RequestListener> | RequestListener;

/** One request and the bytes that it must count: those of both bodies, as the framework's handler hands them over. */
export interface MeasuredCase {
  readonly target: string;
  readonly method?: string;
  /** Body of the request. A list is sent in chunks, without a length. */
  readonly body?: Buffer | readonly Buffer[];
  readonly type?: string;
  readonly status?: number;
  readonly bytes: number;
}

/** Tests that bytes are counted exactly, whichever way of the framework sends or reads them. */
export function bandwidthTests(
  { describe, it }: TestRunner,
  name: string,
  build: BuildMeasured,
  cases: readonly MeasuredCase[],
): void {
  describe(`${name} counts the bytes of both bodies`, () => {
    for (const one of cases) {
      const { target, method = "GET", body, bytes, status = 200 } = one;
      const sends =
        body === undefined ? "" : Array.isArray(body) ? ", sent in chunks" : ", sent with its length";
      it(`${method} ${target}${sends}: ${bytes}`, async () => {
        const auth = createProductAuth({
          products: { metered: { accepts: ["key"], quota: { bandwidth: 1_000_000, renewalPeriod: 0 } } },
          subscriptions: [
            { id: "acme", scope: "/products/metered", primaryKey: "acme", secondaryKey: "acme-2" },
          ],
        });
        const server = createServer(await build(auth));
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        try {
          equal(await send((server.address() as AddressInfo).port, one), status);
          await new Promise((resolve) => setTimeout(resolve, 20));
          const [usage] = await auth.limits.of({ subscription: { id: "acme", scope: "/products/metered" } });
          equal(usage!.used! * 1024, bytes);
        } finally {
          server.closeAllConnections();
          await new Promise((resolve) => server.close(resolve));
          await auth.close();
        }
      });
    }
  });
}

function send(port: number, { target, method = "GET", body, type }: MeasuredCase): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = {
      "ocp-apim-subscription-key": "acme",
      ...(type !== undefined && { "content-type": type }),
    };
    const sent = request({ port, host: "127.0.0.1", path: target, method, headers, agent: false });
    sent.on("error", reject).on("response", (res: IncomingMessage) => {
      res.resume().on("end", () => resolve(res.statusCode ?? 0));
    });
    if (Array.isArray(body)) Readable.from(body as readonly Buffer[]).pipe(sent);
    else sent.end(body);
  });
}
