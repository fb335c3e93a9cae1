// #region plain-node
import { createServer, type Server } from "node:http";
import { createProductAuth, type ProductAuth, type ProductAuthOptions } from "@product-auth/core";
import { WebSocketServer } from "ws";

type Product = "starter" | "pro";

interface Feed {
  readonly auth: ProductAuth<Product>;
  readonly server: Server;
}

export function createFeed(options: ProductAuthOptions<Product>): Feed {
  const auth = createProductAuth({ ...options, upgrades: { origins: ["https://app.example"] } });
  const sockets = new WebSocketServer({ noServer: true });
  const onUpgrade = auth.guardUpgrade({ product: "starter" }, (req, socket, head, connection) => {
    sockets.handleUpgrade(req, socket, head, (ws) => {
      connection.onEnd(({ closeCode, reason }) => ws.close(closeCode, reason));
      ws.send(`Hello, ${connection.access.product}`);
    });
  });
  const server = createServer((_req, res) => void res.writeHead(404).end());
  server.on("upgrade", onUpgrade);
  return { auth, server };
}
// #endregion plain-node
