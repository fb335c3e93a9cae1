import { createServer, type RequestListener } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { UpgradeListener } from "@product-auth/core";
import { listening, stopped } from "../adapter/served.js";
import type { ServedUpgrades } from "./upgrade-harness.js";

/** Serves an application and the upgrades beside it. */
export async function serveUpgrades(
  auth: ServedUpgrades["auth"],
  application: RequestListener,
  onUpgrade: UpgradeListener,
): Promise<ServedUpgrades> {
  const server = await listening(createServer(application).on("upgrade", onUpgrade));
  // Upgraded sockets are no connections of the HTTP server any more, and yet it waits for them.
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => sockets.add(socket.once("close", () => sockets.delete(socket))));
  return {
    port: (server.address() as AddressInfo).port,
    auth,
    connections: async () => sockets.size,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return stopped(server);
    },
  };
}
