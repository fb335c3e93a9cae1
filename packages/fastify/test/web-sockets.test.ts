import type { AddressInfo, Socket } from "node:net";
import websocket from "@fastify/websocket";
import { productAuth } from "@product-auth/fastify";
import { webSocketContract, type WebSocketHarness } from "@product-auth/testkit";
import fastify from "fastify";
import * as ws from "ws";

const runner = { describe, it, before, after, beforeEach, afterEach };

/** Routes of `@fastify/websocket` in the scope of the plugin, with a rule in their `config`, or with none. */
const onFastify: WebSocketHarness = {
  ws,
  async serve(options, rule, onOpen) {
    const auth = productAuth<string, string>(options);
    const app = fastify();
    await app.register(websocket);
    await app.register(auth);
    const config = rule === undefined ? {} : { productAuth: rule as never };
    app.get("/*", { websocket: true, config }, (socket, request) =>
      onOpen(socket, auth.connectionOf(request)!),
    );
    const sockets = new Set<Socket>();
    app.server.on("connection", (socket) => sockets.add(socket.once("close", () => sockets.delete(socket))));
    await app.listen({ port: 0, host: "127.0.0.1" });
    return {
      port: (app.server.address() as AddressInfo).port,
      auth,
      connections: async () => sockets.size,
      close: async () => {
        for (const socket of sockets) socket.destroy();
        await app.close();
      },
    };
  },
};

webSocketContract(runner, "fastify with @fastify/websocket", onFastify);
