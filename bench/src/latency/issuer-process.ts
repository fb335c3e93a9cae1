import { createPrivateKey, createPublicKey, generateKeyPairSync, randomUUID, sign } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { IssuerOrder, IssuerReady } from "./issuer.js";

// An issuer whose keys rotate and that goes down on order: `issuer-process.js PORT GENERATIONS TOKENS APPID`. Everything is
// signed before the measurement: an issuer at work would take the callers' processor from them.
const [port = "", generations = "", perGeneration = "", appId = ""] = process.argv.slice(2);

const tenantId = randomUUID();
const origin = `http://127.0.0.1:${port}`;
const issuer = `${origin}/${tenantId}/v2.0`;
const LIFETIME = 6 * 3600;

const keys = Array.from({ length: Number(generations) }, makeKey);
const tokens = keys.map((key) => Array.from({ length: Number(perGeneration) }, () => signToken(key)));

/** The key in use; the one before it is still published. */
let current = 0;
let server: Server | undefined;

function makeKey() {
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  const key = createPrivateKey(privateKey);
  const kid = randomUUID();
  const jwk = { ...createPublicKey(key).export({ format: "jwk" }), kid, use: "sig", alg: "RS256" };
  return { key, kid, jwk };
}

/** A token for an application, of the size of Entra's. */
function signToken({ key, kid }: ReturnType<typeof makeKey>): string {
  const now = Math.floor(Date.now() / 1000);
  const client = randomUUID();
  const claims = {
    ...{ aud: appId, iss: issuer, iat: now, nbf: now, exp: now + LIFETIME },
    ...{ aio: "A".repeat(84), azp: client, azpacr: "1", idtyp: "app", oid: randomUUID(), rh: "R".repeat(56) },
    ...{ roles: ["Product.Starter.All"], sub: client, tid: tenantId, uti: "U".repeat(22), ver: "2.0" },
  };
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${part({ typ: "JWT", alg: "RS256", kid })}.${part(claims)}`;
  return `${signed}.${sign("RSA-SHA256", Buffer.from(signed), key).toString("base64url")}`;
}

function documentAt(path: string): object | undefined {
  const jwksUri = `${origin}/${tenantId}/discovery/v2.0/keys`;
  if (path.endsWith("/.well-known/openid-configuration")) return { issuer, jwks_uri: jwksUri };
  if (path.endsWith("/keys"))
    return { keys: keys.slice(Math.max(0, current - 1), current + 1).map(({ jwk }) => jwk) };
  return undefined;
}

async function open(): Promise<void> {
  server = createServer((req, res) => {
    const found = documentAt(new URL(req.url ?? "/", origin).pathname);
    res.writeHead(found === undefined ? 404 : 200, { "content-type": "application/json" });
    res.end(JSON.stringify(found ?? {}));
  });
  await new Promise<void>((listening) => server!.listen(Number(port), "127.0.0.1", listening));
}

async function close(): Promise<void> {
  const closed = new Promise((done) => server?.close(done));
  server?.closeAllConnections();
  await closed;
}

const obey: Readonly<Record<IssuerOrder["order"], (generation: number) => unknown>> = {
  async use(generation) {
    current = generation;
  },
  down: close,
  up: open,
};

process.on("message", ({ order, generation = 0 }: IssuerOrder) => {
  void Promise.resolve(obey[order](generation)).then(() => process.send!("done"));
});
process.on("disconnect", () => process.exit());
await open();
const ready: IssuerReady = { tenantId, origin, tokens };
process.send!(ready);
