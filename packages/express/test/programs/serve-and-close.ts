// An API that answers one request to itself and closes. It must then end by itself: no process.exit here.
import type { AddressInfo } from "node:net";
import express from "express";
import { productAuth } from "@product-auth/express";

/** What the test writes as the only argument, in JSON. */
export interface Order {
  readonly tenantId: string;
  readonly authorityHost: string;
  readonly audience: string;
  readonly token: string;
  /** Milliseconds to wait for the answer before everything is closed. */
  readonly patience: number;
  readonly closes: readonly ("server" | "auth")[];
}

const order = JSON.parse(process.argv[2]!) as Order;
const { tenantId, authorityHost, audience } = order;
const auth = productAuth({
  tenantId,
  authorityHost,
  products: { starter: { displayName: "Starter", audience } },
});
const app = express();
app.get("/", auth.requireProduct("starter"), (_req, res) => void res.send("ok"));

const server = app.listen(0, "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo;
  const answered = fetch(`http://127.0.0.1:${port}/`, {
    headers: { authorization: `Bearer ${order.token}` },
  }).then(
    ({ status }) => status,
    () => "none",
  );
  const patience = new Promise<string>((resolve) =>
    setTimeout(resolve, order.patience, "none in time").unref(),
  );
  void Promise.race([answered, patience]).then(async (answer) => {
    if (order.closes.includes("server")) {
      server.close();
      server.closeAllConnections();
    }
    if (order.closes.includes("auth")) await auth.close();
    console.log(`closed, answer: ${answer}`);
  });
});
