import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { metrics } from "@opentelemetry/api";
import { expect } from "chai";
import request from "supertest";
import { createApp, startMetrics } from "./observability.js";

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

describe("docs/observability.md", () => {
  it("Prometheus scrapes decisions from the port of the exporter", async () => {
    const port = await freePort();
    const provider = startMetrics(port);
    try {
      const app = createApp({
        products: { starter: { accepts: ["key"] } },
        subscriptions: [{ id: "contoso", scope: "/products/starter", primaryKey: "some-key" }],
      });
      await request(app).get("/orders").set("ocp-apim-subscription-key", "some-key").expect(200);
      await request(app).get("/orders").expect(401);
      const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
      const text = await answer.text();
      expect(text).to.match(/^product_auth_decisions_total\{product_auth_credential_kind="key",.+\} 1$/m);
      expect(text).to.match(/^product_auth_decisions_total\{product_auth_code="key_missing",.+\} 1$/m);
    } finally {
      await provider.shutdown();
      metrics.disable();
    }
  });
});
