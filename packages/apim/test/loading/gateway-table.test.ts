import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { accessOf as expressAccess, productAuth as expressAuth } from "@product-auth/express";
import { productAuth as fastifyAuth } from "@product-auth/fastify";
import { accessOf as koaAccess, productAuth as koaAuth } from "@product-auth/koa";
import {
  importConfiguration,
  loadImported,
  writeFolder,
  filesOfImport,
  type ImportedOptions,
} from "@product-auth/apim";
import { expect } from "chai";
import express from "express";
import fastify from "fastify";
import Koa from "koa";

const properties = (value: object) => JSON.stringify({ properties: value });
const api = (path: string, more: object = {}) => properties({ path, displayName: path, ...more });

/** What an extractor writes for the service that the table is about. */
const SERVICE: Readonly<Record<string, string>> = {
  "products/gold/productInformation.json": properties({
    displayName: "Gold",
    state: "published",
    subscriptionRequired: true,
  }),
  "products/free/productInformation.json": properties({
    displayName: "Free",
    state: "published",
    subscriptionRequired: false,
  }),
  "products/draft/productInformation.json": properties({
    displayName: "Draft",
    state: "notPublished",
    subscriptionRequired: true,
  }),
  "products/gold/policy.xml":
    '<policies><inbound><check-header name="X-Gold" failed-check-httpcode="400" failed-check-error-message="Gold." ignore-case="false" /><base /></inbound></policies>',
  "products/gold/apis/orders/productApiInformation.json": "{}",
  "products/gold/apis/both/productApiInformation.json": "{}",
  "products/gold/apis/loose/productApiInformation.json": "{}",
  "products/gold/apis/named/productApiInformation.json": "{}",
  "products/free/apis/both/productApiInformation.json": "{}",
  "products/draft/apis/orders/productApiInformation.json": "{}",
  "apis/orders/apiInformation.json": api("orders"),
  "apis/both/apiInformation.json": api("both"),
  "apis/audit/apiInformation.json": api("audit"),
  "apis/loose/apiInformation.json": api("loose", { subscriptionRequired: false }),
  "apis/named/apiInformation.json": api("named", {
    subscriptionKeyParameterNames: { header: "x-orders-key", query: "orders-key" },
  }),
};

const STATES = ["submitted", "rejected", "suspended", "cancelled", "expired"] as const;

const subscriptions: NonNullable<ImportedOptions["subscriptions"]> = [
  { id: "gold", scope: "/products/gold", primaryKey: "gold-1", secondaryKey: "gold-2" },
  { id: "audit", scope: "/apis/audit", primaryKey: "audit-1" },
  { id: "blocked", scope: "/products/gold", primaryKey: "blocked", ownerId: "u", ownerState: "blocked" },
  { id: "ended", scope: "/products/gold", primaryKey: "ended", endDate: "2020-01-01" },
  { id: "draft", scope: "/products/draft", primaryKey: "draft" },
  ...STATES.map((state) => ({ id: state, scope: "/products/gold" as const, primaryKey: state, state })),
];

interface Row {
  readonly path: string;
  readonly key?: string;
  readonly query?: string;
  readonly header?: string;
  /** Status, and the product of an admission or the header that a challenge names. */
  readonly expected: string;
}

const KEY = "Ocp-Apim-Subscription-Key";
const INVALID = `401 ${KEY}`;

const TABLE: Readonly<Record<string, Row | readonly Row[]>> = {
  "K1 primary key in the header": { path: "orders", key: "gold-1", expected: "200 gold" },
  "K2 secondary key in the query": { path: "orders", query: "subscription-key=gold-2", expected: "200 gold" },
  "K3 the header comes before the query": {
    ...{ path: "orders", key: "garbage", query: "subscription-key=gold-1" },
    expected: INVALID,
  },
  "K4 a subscription that is not active": STATES.map((state) => ({
    path: "orders",
    key: state,
    expected: INVALID,
  })),
  "K5 no key": { path: "orders", expected: INVALID },
  "K6 no key at an open product": { path: "both", expected: "200 free" },
  "K7 a bad key at an open product": { path: "both", key: "garbage", expected: INVALID },
  "K8 the key of a product at an API outside of it": { path: "audit", key: "gold-1", expected: INVALID },
  "K9 the key of an API": { path: "audit", key: "audit-1", expected: "200 none" },
  "K11 no key where none is needed, without the product's policies": { path: "loose", expected: "200 none" },
  "K12 an owner who is blocked": { path: "orders", key: "blocked", expected: INVALID },
  "K13 a subscription after its end": { path: "orders", key: "ended", expected: "200 gold" },
  "K14 a product that is not published": { path: "orders", key: "draft", expected: "200 draft" },
  "K15 the default header where the API has its own": [
    { path: "named", key: "gold-1", expected: "401 x-orders-key" },
    { path: "named", key: "gold-1", header: "x-orders-key", expected: "200 gold" },
  ],
};

type Serve = (options: ImportedOptions) => RequestListener | Promise<RequestListener>;

const FRAMEWORKS: Readonly<Record<string, Serve>> = {
  express(options) {
    const app = express();
    app.use(expressAuth(options));
    app.use((req, res) => void res.send(expressAccess(req).product ?? "none"));
    return app;
  },
  koa(options) {
    const app = new Koa();
    app.use(koaAuth(options));
    app.use((ctx) => {
      ctx.body = koaAccess(ctx).product ?? "none";
    });
    const handle = app.callback();
    return (req, res) => void handle(req, res);
  },
  async fastify(options) {
    const app = fastify();
    await app.register(fastifyAuth(options));
    app.all("/*", (request) => request.productAuth?.product ?? "none");
    await app.ready();
    return app.routing;
  },
};

async function written(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "gateway-"));
  for (const [name, text] of Object.entries(SERVICE)) {
    await mkdir(dirname(join(root, "in", name)), { recursive: true });
    await writeFile(join(root, "in", name), text);
  }
  const { files } = filesOfImport(await importConfiguration([join(root, "in")]));
  await writeFolder(join(root, "out"), files);
  return root;
}

for (const [framework, serve] of Object.entries(FRAMEWORKS)) {
  describe(`an APIOps folder, imported and served by ${framework}`, () => {
    let server: Server;
    let root: string;
    before(async () => {
      root = await written();
      const options = await loadImported(join(root, "out"), {});
      server = createServer(await serve({ ...options, subscriptions }));
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    });
    after(async () => {
      server.close();
      server.closeAllConnections();
      await rm(root, { recursive: true });
    });

    for (const [name, rows] of Object.entries(TABLE)) {
      it(name, async () => {
        for (const { path, key, query, header = KEY, expected } of [rows].flat() as readonly Row[]) {
          const { port } = server.address() as AddressInfo;
          const url = `http://127.0.0.1:${port}/${path}${query === undefined ? "" : `?${query}`}`;
          const headers = { "x-gold": "1", ...(key !== undefined && { [header]: key }) };
          const response = await fetch(url, { headers: path === "loose" ? {} : headers });
          const text = await response.text();
          const [, challenged] = /name="([^"]+)"/.exec(response.headers.get("www-authenticate") ?? "") ?? [];
          expect(`${response.status} ${response.ok ? text : challenged}`).to.equal(expected);
        }
      });
    }
    it("runs the policies of a product for its keys", async () => {
      const { port } = server.address() as AddressInfo;
      const response = await fetch(`http://127.0.0.1:${port}/orders`, { headers: { [KEY]: "gold-1" } });
      expect([response.status, await response.json()]).to.deep.equal([
        400,
        { statusCode: 400, message: "Gold." },
      ]);
    });
  });
}
