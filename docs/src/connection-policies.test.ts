import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { request as requestTls } from "node:https";
import type { AddressInfo, Server } from "node:net";
import { productAuth, type ProductAuthOptions } from "@product-auth/express";
import { productAuth as productAuthFastify } from "@product-auth/fastify";
import { productAuth as productAuthKoa } from "@product-auth/koa";
import { makeCertificate } from "@product-auth/testkit/certificates";
import { expect } from "chai";
import express from "express";
import request from "supertest";
import {
  addresses,
  appService,
  certificate,
  createTlsServer,
  envoy,
  expressBehindProxy,
  fastifyBehindProxy,
  header,
  koaBehindProxy,
  nginx,
  rfc9440,
} from "./connection-policies.js";

const authority = makeCertificate({ subject: "Contoso CA", authority: true });
const client = makeCertificate({
  subject: [[["C", "US"]], [["O", "Contoso, Inc."]], [["CN", "client.contoso.example"]]],
  issuer: authority,
});
const other = makeCertificate({ subject: "other", issuer: authority });
const localhost = makeCertificate({ subject: "localhost", dnsNames: ["localhost"] });

describe("the page of connection policies", () => {
  const statusFrom = async (listener: RequestListener, address: string): Promise<number> => {
    const { status } = await request(createServer(listener))
      .get("/orders")
      .set("X-Forwarded-For", `1.1.1.1, ${address}`)
      .set("Ocp-Apim-Subscription-Key", "contoso-key");
    return status;
  };
  const listeners: Readonly<Record<string, () => Promise<RequestListener>>> = {
    Express: async () => {
      const app = expressBehindProxy("loopback");
      return app.use(productAuth(addresses)).get("/orders", (_req, res) => void res.json([]));
    },
    Koa: async () => {
      const app = koaBehindProxy();
      const serve = app
        .use(productAuthKoa(addresses))
        .use((ctx) => void (ctx.body = []))
        .callback();
      return (req, res) => void serve(req, res);
    },
    Fastify: async () => {
      const app = fastifyBehindProxy("loopback");
      await app.register(productAuthFastify(addresses));
      app.get("/orders", () => []);
      await app.ready();
      return app.routing;
    },
  };
  for (const [name, listener] of Object.entries(listeners)) {
    it(`${name}: addresses behind a proxy`, async () => {
      const app = await listener();
      for (const address of ["192.0.2.10", "203.0.113.255", "192.0.2.32", "192.0.2.47", "::ffff:192.0.2.10"])
        expect(await statusFrom(app, address), address).to.equal(200);
      for (const address of ["192.0.2.11", "198.51.100.1", "2001:db8:bad::1", "unknown"])
        expect(await statusFrom(app, address), address).to.equal(403);
    });
  }

  it("a header field", async () => {
    const app = express()
      .use(productAuth(header))
      .get("/orders", (_req, res) => void res.json([]));
    const get = request(app).get("/orders").set("Ocp-Apim-Subscription-Key", "contoso-key");
    const refused = await get;
    expect([refused.status, refused.text]).to.deep.equal([
      403,
      '{ "statusCode": 403, "message": "Call through Front Door." }',
    ]);
    const { status } = await request(app)
      .get("/orders")
      .set("Ocp-Apim-Subscription-Key", "contoso-key")
      .set("X-Azure-FDID", "00001111-AAAA-2222-BBBB-3333CCCC4444");
    expect(status).to.equal(200);
  });

  it("a certificate of the connection", async () => {
    const server = createTlsServer(certificate(authority.pem), {
      key: localhost.privateKey,
      cert: localhost.pem,
    });
    await listening(server, async (port) => {
      const ask = async (made?: typeof client): Promise<string> => {
        const own = made === undefined ? {} : { key: made.privateKey, cert: made.pem };
        const sent = requestTls({
          port,
          path: "/orders",
          ca: localhost.pem,
          servername: "localhost",
          headers: { "ocp-apim-subscription-key": "contoso-key" },
          agent: false,
          ...own,
        });
        sent.end();
        const [response] = (await once(sent, "response")) as [AsyncIterable<Buffer>];
        let text = "";
        for await (const part of response) text += part.toString();
        return text;
      };
      expect(await ask(client)).to.equal(
        JSON.stringify({ caller: 'C=US, O="Contoso, Inc.", CN=client.contoso.example' }),
      );
      expect(await ask(other)).to.contain("Invalid client certificate");
      expect(await ask()).to.contain("Client certificate missing");
    });
  });

  const local = (source: ReturnType<typeof nginx>): ProductAuthOptions["clientCertificates"] =>
    typeof source.from === "object"
      ? { ...source, from: { ...source.from, proxies: ["127.0.0.1", "::1"] } }
      : source;
  const base64 = client.certificate.raw.toString("base64");
  const escaped = encodeURIComponent(client.pem);
  for (const [name, source, field, value] of [
    ["App Service", appService, "X-ARR-ClientCert", base64],
    ["nginx", nginx, "X-SSL-Cert", escaped],
    ["Envoy", envoy, "X-Forwarded-Client-Cert", `Hash=ab;Cert="${escaped}"`],
    ["RFC 9440", rfc9440, "Client-Cert", `:${base64}:`],
  ] as const) {
    it(`a certificate from ${name}`, async () => {
      productAuth({ ...certificate(authority.pem), clientCertificates: source(authority.pem) });
      const auth = productAuth({
        ...certificate(authority.pem),
        clientCertificates: local(source(authority.pem))!,
      });
      const app = express()
        .use(auth)
        .get("/orders", (_req, res) => void res.json([]));
      const get = () => request(app).get("/orders").set("Ocp-Apim-Subscription-Key", "contoso-key");
      expect((await get().set(field, value)).status).to.equal(200);
      expect((await get().set(field, "x")).text).to.contain("Invalid client certificate");
      expect((await get()).text).to.contain("Client certificate missing");
    });
  }
});

async function listening(server: Server, use: (port: number) => Promise<void>): Promise<void> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    await use((server.address() as AddressInfo).port);
  } finally {
    server.close();
  }
}
