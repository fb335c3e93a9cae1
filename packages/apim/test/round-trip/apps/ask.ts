import type { X509Certificate } from "node:crypto";
import { Agent, createServer, request, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import type { Asked } from "../gateway/asked.js";

/** A started application. */
export interface App {
  /** Where it listens. */
  readonly address: string;
  /** The status of the answer. */
  ask(asked: Asked): Promise<number>;
  close(): Promise<void>;
}

/** What an application is built as: a listener, and how its parts are ended. */
export interface Built {
  readonly listener: RequestListener;
  readonly close: () => Promise<unknown>;
}

/** Serves an application on this machine, behind what acts as a proxy: callers have the address that it reports. */
export async function served({ listener, close }: Built): Promise<App> {
  let presented: X509Certificate | undefined;
  const server = createServer(listener);
  // What a TLS connection tells of its caller.
  server.on("connection", (socket) => {
    const certificate = presented;
    Object.assign(socket, { getPeerX509Certificate: () => certificate, encrypted: true, authorized: false });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const agents = new Map<X509Certificate | undefined, Agent>();
  const agentFor = (certificate: X509Certificate | undefined): Agent => {
    const agent = agents.get(certificate) ?? new Agent({ keepAlive: true, maxSockets: 1 });
    agents.set(certificate, agent);
    return agent;
  };
  return {
    address: `http://127.0.0.1:${port}`,
    ask: ({ method, path, headers, query, certificate, answer }) =>
      new Promise((resolve, reject) => {
        presented = certificate;
        const search = new URLSearchParams(query).toString();
        const sent = request(
          {
            ...{ host: "127.0.0.1", port, method, agent: agentFor(certificate) },
            path: search === "" ? path : `${path}?${search}`,
            headers: { ...headers, [ANSWER]: String(answer) },
          },
          (res) => res.resume().on("end", () => resolve(res.statusCode ?? 0)),
        );
        sent.on("error", reject).end();
      }),
    async close() {
      for (const agent of agents.values()) agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await close();
    },
  };
}

/** The header that tells the application which status to answer with. */
export const ANSWER = "x-answer-of-the-application";

export const answerIn = (value: string | readonly string[] | undefined): number => Number(value ?? 200);
