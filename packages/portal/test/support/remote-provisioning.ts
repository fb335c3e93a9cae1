import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { ClientProvisioning } from "@product-auth/core/clients";

type Method = Exclude<keyof ClientProvisioning, "tokenUrl">;

const METHODS: readonly Method[] = [
  ...(["ensureApplication", "ensureLink", "removeLink", "listSecrets"] as const),
  ...(["addSecret", "removeSecret", "remove"] as const),
];

/** Lets other processes use a provisioning of this one. */
export async function serveProvisioning(
  provisioning: ClientProvisioning,
): Promise<{ readonly url: string; readonly close: () => void }> {
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on("data", (chunk: Buffer) => chunks.push(chunk));
    req.on("end", () => {
      const { method, given } = JSON.parse(Buffer.concat(chunks).toString()) as {
        method: Method;
        given: never[];
      };
      const call = provisioning[method] as (...all: never[]) => Promise<unknown>;
      call(...given).then(
        (result) => res.end(JSON.stringify({ result })),
        (error: unknown) => res.writeHead(500).end(String(error)),
      );
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  server.unref();
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** A provisioning that another process serves. */
export function remoteProvisioning(url: string): ClientProvisioning {
  const call =
    (method: Method) =>
    async (...given: unknown[]): Promise<unknown> => {
      // Dates travel as numbers.
      const body = JSON.stringify({ method, given });
      const response = await fetch(url, { method: "POST", body });
      if (!response.ok) throw new Error(await response.text());
      return ((await response.json()) as { result: unknown }).result;
    };
  const methods = Object.fromEntries(METHODS.map((method) => [method, call(method)]));
  return { tokenUrl: "https://login.test/token", ...methods } as unknown as ClientProvisioning;
}
