// #region koa
import { createServer, type Server } from "node:http";
import { productAuth, type KoaProductAuth, type ProductAuthOptions } from "@product-auth/koa";
import Koa from "koa";
import { WebSocketServer } from "ws";

type Product = "starter" | "pro";

interface Feed {
  readonly auth: KoaProductAuth<Product>;
  readonly server: Server;
}

export function createFeed(options: ProductAuthOptions<Product>): Feed {
  const auth = productAuth({ ...options, upgrades: { origins: ["https://app.example"] } });
  const app = new Koa();
  app.use(auth); // requests only: upgrades do not pass through middleware

  const handle = app.callback();

  const sockets = new WebSocketServer({ noServer: true });
  const server = createServer((req, res) => void handle(req, res));
  const onUpgrade = auth.guardUpgrade({ product: "starter" }, (req, socket, head, connection) => {
    sockets.handleUpgrade(req, socket, head, (ws) => {
      connection.onEnd(({ closeCode, reason }) => ws.close(closeCode, reason));
      ws.send(`Hello, ${connection.access.product}`);
    });
  });
  server.on("upgrade", onUpgrade);
  return { auth, server };
}
// #endregion koa
