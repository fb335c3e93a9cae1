// An API that answers one request to itself and closes. It must then end by itself: no process.exit here.
import type { AdapterHarness } from "../adapter-harness.js";
import { serve } from "../served.js";
import { written } from "../written-auth.js";
import { harnessFrom } from "./harness-from.js";

/** What the test writes as the only argument, in JSON. */
export interface Order {
  readonly source: AdapterHarness["source"];
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
const harness = await harnessFrom(order.source);
const auth = written(
  harness.adapt({ tenantId, authorityHost, products: { starter: { displayName: "Starter", audience } } }),
);
const served = await serve(harness, auth, (app) =>
  app.get("/", auth.requireProduct("starter"), () => ({ body: "ok" })),
);

const answered = fetch(`http://127.0.0.1:${served.port}/`, {
  headers: { authorization: `Bearer ${order.token}` },
}).then(
  ({ status }) => status,
  () => "none",
);
const patience = new Promise<string>((resolve) =>
  setTimeout(resolve, order.patience, "none in time").unref(),
);
const answer = await Promise.race([answered, patience]);
if (order.closes.includes("server")) await served.close();
if (order.closes.includes("auth")) await auth.close();
process.stdout.write(`closed, answer: ${answer}`);
