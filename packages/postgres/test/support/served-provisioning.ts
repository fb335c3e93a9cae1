import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { ProvisioningError, type ClientProvisioning } from "@product-auth/core/clients";

/** The provisioning behind `serveProvisioning`, for another process. */
export function provisioningOver(origin: string): ClientProvisioning {
  const call =
    (name: string) =>
    async (...given: unknown[]): Promise<never> => {
      const response = await fetch(`${origin}/${name}`, { method: "POST", body: JSON.stringify(given) });
      if (!response.ok) throw new ProvisioningError("unavailable", `${name}: ${response.status}`);
      return (await response.json()) as never;
    };
  return {
    tokenUrl: "https://login.example/token",
    ensureApplication: call("ensureApplication"),
    ensureLink: call("ensureLink"),
    removeLink: call("removeLink"),
    listSecrets: call("listSecrets"),
    addSecret: call("addSecret"),
    removeSecret: call("removeSecret"),
    remove: call("remove"),
  };
}

/** Serves a provisioning to other processes. `hold`: a call that is carried out and never answered. */
export async function serveProvisioning(
  provisioning: ClientProvisioning,
  hold: (call: string) => boolean,
): Promise<{ readonly origin: string; close(): Promise<void> }> {
  const server: Server = createServer((req, res) => void answer(req, res));
  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const name = req.url!.slice(1) as Exclude<keyof ClientProvisioning, "tokenUrl">;
    const given = JSON.parse(Buffer.concat(chunks).toString()) as never[];
    const result: unknown = await (provisioning[name] as (...given: never[]) => Promise<unknown>)(...given);
    if (!hold(name)) res.end(JSON.stringify(result ?? null));
  }
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
