import { createPublicKey, verify, type JsonWebKey } from "node:crypto";
import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { createProductAuth, NodeRequestView } from "@product-auth/core";
import { startEntra } from "@product-auth/emulator";
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from "jose";
import { measureRounds } from "./rounds.js";

const DISTINCT = 2_000;

/** One token check in process: decision included, against the raw signature check and jose, in one run. */
export async function tokenCheck(): Promise<void> {
  const entra = await startEntra({
    products: { starter: {} },
    clients: { contoso: { products: ["starter"] } },
  });
  const starter = entra.products["starter"]!;
  const wish = { client: "contoso", product: "starter" };
  const tokens = await Promise.all(Array.from({ length: DISTINCT }, () => entra.tokenFor(wish)));
  const requests = tokens.map(requestWith);
  const settings = {
    tenantId: entra.tenantId,
    authorityHost: entra.origin,
    products: { starter: { displayName: "Starter", audience: starter.audience } },
  };
  const cached = createProductAuth(settings);
  const uncached = createProductAuth({ ...settings, tokenCacheSize: 0 });
  await Promise.all([cached.ready(), uncached.ready()]);

  const jwks = (await (
    await fetch(`${entra.origin}/${entra.tenantId}/discovery/v2.0/keys`)
  ).json()) as JSONWebKeySet;
  const signer = jwks.keys.find(({ kid }) => kid === entra.keys.signingKid)!;
  const publicKey = createPublicKey({ key: signer as JsonWebKey, format: "jwk" });
  const taken = tokens.map((token) => {
    const dot = token.lastIndexOf(".");
    return {
      data: Buffer.from(token.slice(0, dot)),
      signature: Buffer.from(token.slice(dot + 1), "base64url"),
    };
  });
  const localSet = createLocalJWKSet(jwks);
  const expected = { algorithms: ["RS256"], issuer: entra.issuer, audience: starter.appId };

  const check = (auth: typeof cached, of: (i: number) => IncomingMessage) => (times: number) => {
    for (let i = 0; i < times; i++) {
      const decision = auth.authorize(new NodeRequestView(of(i)), auth.anyProduct);
      if (decision instanceof Promise || decision.outcome !== "admit")
        throw new Error("a good token was not admitted");
    }
  };
  const results = await measureRounds(
    [
      {
        name: "raw crypto.verify",
        run: (times) => {
          for (let i = 0; i < times; i++) {
            const { data, signature } = taken[i % DISTINCT]!;
            if (!verify("RSA-SHA256", data, publicKey, signature)) throw new Error("raw verify failed");
          }
        },
      },
      { name: "product-auth, every token new", run: check(uncached, (i) => requests[i % DISTINCT]!) },
      { name: "product-auth, one token again", run: check(cached, () => requests[0]!) },
      {
        name: `product-auth, ${DISTINCT} tokens in turn`,
        run: check(cached, (i) => requests[i % DISTINCT]!),
      },
      {
        name: "jose jwtVerify, local key set",
        run: async (times) => {
          for (let i = 0; i < times; i++) await jwtVerify(tokens[i % DISTINCT]!, localSet, expected);
        },
      },
    ],
    { rounds: 7, times: DISTINCT },
  );
  await entra.close();

  const unit = results.get("raw crypto.verify")!;
  console.log(
    `token check, CPU per check; V = one raw crypto.verify = ${unit.toFixed(1)} µs, Node ${process.version}`,
  );
  for (const [name, cost] of results)
    console.log(
      `  ${name.padEnd(36)} ${(cost / unit).toFixed(3).padStart(7)} V  ${cost.toFixed(2).padStart(8)} µs`,
    );
}

function requestWith(token: string): IncomingMessage {
  const message = new IncomingMessage(new Socket());
  message.rawHeaders = ["Host", "localhost", "Accept", "*/*", "Authorization", `Bearer ${token}`];
  return message;
}
