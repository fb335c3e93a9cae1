import { createServer, type RequestListener } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, isIPv6, type Socket } from "node:net";

/** Where to listen. */
export interface ListenerRequest {
  readonly host: string;
  readonly port: number;
  /** PEM of the server's certificate and key; plain http without. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Called for each connection: whether to drop it at once. */
  readonly refusing: () => boolean;
}

/** A listening server. */
export interface Listener {
  readonly origin: string;
  /** Sets the request handler. Call once, before the first request can arrive. */
  readonly serve: (handler: RequestListener) => void;
  /** Stops listening and closes every connection. */
  readonly close: () => Promise<void>;
}

/** Starts listening. Rejects with one line that names the port and a fix. */
export async function openListener(request: ListenerRequest): Promise<Listener> {
  const server = request.tls === undefined ? createServer() : createTlsServer(request.tls);
  // A client that was busy or halted in a debugger would send its next request into a connection just closed.
  server.keepAliveTimeout = 0;
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    if (request.refusing()) {
      socket.resetAndDestroy();
      return;
    }
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(listenError(error, request)));
    server.listen(request.port, request.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const host = isIPv6(request.host) ? `[${request.host}]` : request.host;
  return {
    origin: `${request.tls === undefined ? "http" : "https"}://${host}:${port}`,
    serve: (handler) => void server.on("request", handler),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function listenError(error: NodeJS.ErrnoException, { host, port }: ListenerRequest): Error {
  const where = `${host}:${port}`;
  const reasons: Record<string, string> = {
    EADDRINUSE: `Port ${port} on ${host} is in use: stop what listens there or choose another port (0 takes a free one).`,
    EACCES: `Listening on ${where} is not allowed to this user: choose a port above 1023.`,
    EADDRNOTAVAIL: `This machine has no address ${host}: use 127.0.0.1 or localhost.`,
    ENOTFOUND: `The host name ${host} cannot be resolved: use 127.0.0.1 or localhost.`,
  };
  return new Error(reasons[error.code ?? ""] ?? `Cannot listen on ${where}: ${error.message}`, {
    cause: error,
  });
}
