import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import type { ProductAuth } from "@product-auth/core";
import type { AnyOptions } from "../adapter/adapter-harness.js";
import type { StartConnections } from "./connection-vectors.js";
import { joined } from "./vector-requests.js";

/** Runs vectors without a server: what `authorize` and `answer` return for Node's own request. */
export function connectionsInProcess(
  create: (options: AnyOptions) => ProductAuth<string, string>,
): StartConnections {
  return (options) => {
    const auth = create(options);
    return Promise.resolve({
      host: "api.contoso.example",
      async ask({ method, target, fields, address, presented }) {
        const socket = Object.defineProperty(new Socket(), "remoteAddress", { value: "127.0.0.1" });
        Object.assign(socket, { getPeerX509Certificate: () => presented });
        const request = Object.assign(new IncomingMessage(socket), {
          method,
          url: target,
          rawHeaders: [...fields],
        });
        const view = auth.viewOf(request, target, undefined, () => address);
        const decision = await auth.authorize(view, auth.anyProduct);
        if (decision.outcome === "admit") return { status: 200, headers: {}, body: "" };
        const answer = auth.answer(decision);
        return { ...answer, headers: joined(Object.entries(answer.headers)) };
      },
      close: () => auth.close(),
    });
  };
}
