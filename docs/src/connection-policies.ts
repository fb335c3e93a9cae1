import { createServer, type Server } from "node:https";
import { accessOf, productAuth, type ProductAuthOptions } from "@product-auth/express";
import express from "express";
import fastify, { type FastifyInstance } from "fastify";
import Koa from "koa";

// #region addresses
export const addresses: ProductAuthOptions<"starter", "orders"> = {
  products: { starter: { accepts: ["key"] } },
  policies: { ipFilter: { action: "forbid", addresses: ["198.51.100.0/24", "2001:db8:bad::/48"] } },
  apis: {
    orders: {
      path: "orders",
      products: ["starter"],
      ipFilter: {
        action: "allow",
        addresses: ["192.0.2.10", "203.0.113.0/24"],
        addressRanges: [{ from: "192.0.2.32", to: "192.0.2.47" }],
      },
    },
  },
  subscriptions: [{ id: "contoso", scope: "/products/starter", primaryKey: "contoso-key" }],
};
// #endregion addresses

/** Express behind one proxy. */
export function expressBehindProxy(proxy: string): express.Express {
  // #region express
  const app = express();
  app.set("trust proxy", proxy); // its address, or "loopback"
  // #endregion express
  return app;
}

/** Koa behind one proxy. */
export function koaBehindProxy(): Koa {
  // #region koa
  const app = new Koa({ proxy: true, maxIpsCount: 1 });
  // #endregion koa
  return app;
}

/** Fastify behind one proxy. */
export function fastifyBehindProxy(proxy: string): FastifyInstance {
  // #region fastify
  const app = fastify({ trustProxy: proxy }); // its address, or "loopback"
  // #endregion fastify
  return app;
}

// #region header
export const header: ProductAuthOptions<"starter"> = {
  products: { starter: { accepts: ["key"] } },
  policies: {
    checkHeader: [
      {
        name: "X-Azure-FDID",
        values: ["00001111-aaaa-2222-bbbb-3333cccc4444"],
        ignoreCase: true,
        failedCheckHttpCode: 403,
        failedCheckErrorMessage: "Call through Front Door.",
      },
    ],
  },
  subscriptions: [{ id: "contoso", scope: "/products/starter", primaryKey: "contoso-key" }],
};
// #endregion header

// #region certificate
export const certificate = (authority: string): ProductAuthOptions<"starter"> => ({
  products: { starter: { accepts: ["key"] } },
  clientCertificates: { authorities: [authority] }, // PEM
  policies: {
    clientCertificate: {
      identities: [
        { subject: 'C=US, O="Contoso, Inc.", CN=client.contoso.example' },
        { thumbprint: "0CA03BF872308D7BF21FC16CA1974B3A34B2986E" },
      ],
    },
  },
  subscriptions: [{ id: "contoso", scope: "/products/starter", primaryKey: "contoso-key" }],
});
// #endregion certificate

/** A server that asks callers for certificates. */
export function createTlsServer(
  options: ProductAuthOptions<"starter">,
  { key, cert }: { readonly key: string; readonly cert: string },
): Server {
  // #region tls
  const auth = productAuth(options);

  const app = express();
  app.use(auth);
  app.get("/orders", (req, res) => {
    res.json({ caller: accessOf(req).certificate?.subject });
  });
  // The guard judges certificates: `rejectUnauthorized` would close the connection before it can answer.
  const server = createServer({ key, cert, requestCert: true, rejectUnauthorized: false }, app);
  // #endregion tls
  return server;
}

type Source = NonNullable<ProductAuthOptions["clientCertificates"]>;

// #region app-service
export const appService = (authority: string): Source => ({
  authorities: [authority],
  from: { header: "X-ARR-ClientCert", format: "base64", proxies: ["169.254.0.0/16"] },
});
// #endregion app-service

// #region nginx
export const nginx = (authority: string): Source => ({
  authorities: [authority],
  from: { header: "X-SSL-Cert", format: "escaped-pem", proxies: ["127.0.0.1"] },
});
// #endregion nginx

// #region envoy
export const envoy = (authority: string): Source => ({
  authorities: [authority],
  from: { header: "X-Forwarded-Client-Cert", format: "xfcc", proxies: ["127.0.0.1"] },
});
// #endregion envoy

// #region rfc9440
export const rfc9440 = (authority: string): Source => ({
  authorities: [authority],
  from: {
    header: "Client-Cert",
    chainHeader: "Client-Cert-Chain",
    format: "rfc9440",
    proxies: ["10.0.0.4"],
  },
});
// #endregion rfc9440
