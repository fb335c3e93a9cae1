import { createServer as createHttp1 } from "node:http";
import { createServer as createHttp2, type Http2Server } from "node:http2";
import type { AddressInfo } from "node:net";
import { optionsOf, type PathCatalog } from "./catalogs/path-catalog.js";
import { routesOf } from "./catalogs/routes-of.js";
import type { PathRoute, PathSetUp } from "./path-set-up.js";
import type { PathAnswer, PathRequest } from "./wire/path-request.js";
import { sendOverHttp1 } from "./wire/send-over-http1.js";
import { sendOverHttp2 } from "./wire/send-over-http2.js";

/** An application of a set-up over a catalog, listening. */
export interface ServedSetUp {
  readonly setUp: PathSetUp;
  readonly catalog: PathCatalog;
  readonly routes: readonly PathRoute[];
  readonly send: (requests: readonly PathRequest[]) => Promise<PathAnswer[]>;
  readonly close: () => Promise<void>;
}

export async function serveSetUp(setUp: PathSetUp, catalog: PathCatalog): Promise<ServedSetUp> {
  const routes = (setUp.routes ?? ((all) => all))(routesOf(catalog));
  const { caseSensitivePaths = false } = setUp;
  const built = await setUp.build({ options: { ...optionsOf(catalog), caseSensitivePaths }, routes });
  const isHttp2 = setUp.protocol === "HTTP/2";
  // Frameworks serve both protocols with one function, which the types of neither name.
  const server = isHttp2
    ? createHttp2(built.listener as unknown as Parameters<typeof createHttp2>[1])
    : createHttp1(built.listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    setUp,
    catalog,
    routes,
    send: (requests) => (isHttp2 ? sendOverHttp2 : sendOverHttp1)(port, requests),
    close: async () => {
      await closed(server);
      await built.close();
    },
  };
}

function closed(server: Http2Server | ReturnType<typeof createHttp1>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    if ("closeAllConnections" in server) server.closeAllConnections();
  });
}
