import { generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Place } from "../stand-in.js";

/** An HTTP server with the documents of issuers, by their public addresses, and a key that signs their tokens. */
export interface RecordedIssuers {
  /** The published half of the key, with members that an issuer adds. */
  jwk(members: object): object;
  /** Publishes documents; a document is looked up by its whole address. */
  publish(documents: Readonly<Record<string, object>>): void;
  /** For `standIn`: this server plays the hosts of all published documents. */
  places(): readonly Place[];
  token(claims: object, header: object): string;
  close(): Promise<void>;
}

export async function startRecordedIssuers(): Promise<RecordedIssuers> {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const documents = new Map<string, object>();
  const server = createServer((req, res) => {
    const document = documents.get(`https:/${req.url ?? ""}`);
    res.writeHead(document === undefined ? 404 : 200, { "content-type": "application/json" });
    res.end(JSON.stringify(document ?? {}));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    jwk: (members) => ({ ...publicKey.export({ format: "jwk" }), ...members }),
    publish: (added) => {
      for (const [address, document] of Object.entries(added)) documents.set(address, document);
    },
    places: () =>
      [...documents.keys()].map((address) => {
        const { host } = new URL(address);
        return { at: `https://${host}`, local: `${origin}/${host}`, renamed: [] };
      }),
    token: (claims, header) => signed(claims, { alg: "RS256", ...header }, privateKey),
    close: () => new Promise((closed) => server.close(() => closed())),
  };
}

function signed(claims: object, header: object, key: KeyObject): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const input = `${part(header)}.${part(claims)}`;
  return `${input}.${sign("sha256", Buffer.from(input), key).toString("base64url")}`;
}
