import type { Server } from "node:http";
import type { ApiServer } from "./api-server.js";

/** A server of Node: Express and Koa are handlers of one. */
export function nodeServer(server: Server): ApiServer {
  return {
    listen: (port) =>
      new Promise((resolve, reject) => {
        server.once("error", reject).listen(port, "127.0.0.1", resolve);
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
