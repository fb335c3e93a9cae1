import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { connect, type AddressInfo } from "node:net";
import type { Target } from "./targets.js";

/** Sends requests to applications over one real server. */
export interface Asker {
  /** Resolves when all are answered. */
  readonly ask: (application: RequestListener, targets: readonly Target[]) => Promise<void>;
  readonly close: () => void;
}

export async function startAsker(): Promise<Asker> {
  let current: RequestListener = () => {};
  const server = createServer((req, res) => current(req, res)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    async ask(application, targets) {
      current = application;
      const socket = connect(port, "127.0.0.1").setEncoding("latin1");
      let answers = "";
      socket.on("data", (text: string) => (answers += text));
      const last = targets.length - 1;
      // Pipelined: one connection, answered in order. The server ends it behind the last answer.
      socket.write(
        targets
          .map(({ method, path }, at) => {
            const ending = at === last ? "connection: close\r\n" : "";
            const length = method === "GET" || method === "HEAD" ? "" : "content-length: 0\r\n";
            return `${method} ${path} HTTP/1.1\r\nhost: api.example\r\n${length}${ending}\r\n`;
          })
          .join(""),
      );
      await once(socket, "close");
      const answered = answers.split("HTTP/1.1 ").length - 1;
      if (answered !== targets.length)
        throw new Error(`${answered} of ${targets.length} requests were answered`);
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
