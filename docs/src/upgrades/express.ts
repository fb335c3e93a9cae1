// #region express
import { createServer, type Server } from "node:http";
import {
  accessOf,
  productAuth,
  type ExpressProductAuth,
  type ProductAuthOptions,
} from "@product-auth/express";
import express from "express";
import { WebSocketServer } from "ws";

type Product = "starter" | "pro";

interface Feed {
  readonly auth: ExpressProductAuth<Product>;
  readonly server: Server;
}

export function createFeed(options: ProductAuthOptions<Product>): Feed {
  const auth = productAuth({ ...options, upgrades: { origins: ["https://app.example"] } });
  const app = express();
  app.use(auth); // requests only: upgrades do not pass through middleware

  const sockets = new WebSocketServer({ noServer: true });
  sockets.on("connection", (ws, req) => ws.send(`Hello, ${accessOf(req).product}`));

  const server = createServer(app);
  const onUpgrade = auth.guardUpgrade({ product: "starter" }, (req, socket, head, connection) => {
    sockets.handleUpgrade(req, socket, head, (ws) => {
      connection.onEnd(({ closeCode, reason }) => ws.close(closeCode, reason));
      sockets.emit("connection", ws, req);
    });
  });
  server.on("upgrade", onUpgrade);
  return { auth, server };
}
// #endregion express
