import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { listening, stopped } from "../served.js";

/** The network on which issuers publish: JSON documents by address. Shares no code with what it tests. */
export interface IssuerServer {
  /** Scheme, host and port: where an issuer of this machine lives. */
  readonly origin: string;
  /** Documents by address; tests publish and withdraw as they like. */
  readonly documents: Map<string, unknown>;
  /** Addresses asked for, oldest first. */
  readonly asked: string[];
  /** For the option `fetch`: every https address of the world is answered by this server. */
  readonly fetch: typeof globalThis.fetch;
  readonly close: () => Promise<void>;
}

/** Starts such a server on a free port. */
export async function startIssuerServer(): Promise<IssuerServer> {
  const documents = new Map<string, unknown>();
  const asked: string[] = [];
  const server = await listening(
    createServer((req, res) => {
      const target = req.url ?? "/";
      const address = target.startsWith("/https://") ? target.slice(1) : `${origin}${target}`;
      asked.push(address);
      const found = documents.get(address);
      res.writeHead(found === undefined ? 404 : 200, { "content-type": "application/json" });
      res.end(JSON.stringify(found ?? { error: "not_found" }));
    }),
  );
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    documents,
    asked,
    fetch: (address, init) => {
      const url = address instanceof Request ? address.url : String(address);
      return fetch(url.startsWith("https://") ? `${origin}/${url}` : url, init);
    },
    close: () => stopped(server),
  };
}

/** Publishes the discovery document of an OpenID issuer and its key set; gives back the document's address. */
export function publishIssuer(
  { documents }: IssuerServer,
  issuer: string,
  keys: readonly object[],
  at: string = issuer,
): string {
  const base = at.replace(/\/$/, "");
  documents.set(`${base}/.well-known/openid-configuration`, { issuer, jwks_uri: `${base}/keys` });
  documents.set(`${base}/keys`, { keys });
  return `${base}/.well-known/openid-configuration`;
}
