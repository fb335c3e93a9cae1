import { createProductAuth, type CatalogOptions } from "@product-auth/core";
import { MemoryRecordRepository } from "@product-auth/core/records";
import { administerSubscriptions, MemorySubscriptionRepository } from "@product-auth/core/subscriptions";
import { createPortal, type Portal } from "@product-auth/portal";
import { startCpu } from "../measure/cpu.js";
import { median, quantile } from "../measure/median.js";
import type { Column, Row, Table } from "../report/table.js";
import { pagesOf } from "./pages.js";
import { pickHere, providerHere } from "./sign-in-here.js";
import { Visitor } from "./visitor.js";

const URL_OF_PORTAL = "http://127.0.0.1:1/developer";
const MOST = 5;

const COLUMNS: readonly Column[] = [
  { title: "time, p95", unit: "milliseconds" },
  { title: "CPU, p95", unit: "milliseconds" },
  { title: "CPU, median", unit: "milliseconds" },
];

/** How long each page of the demo takes in this process, with all stores in memory. */
export async function rendering(quick: boolean, tell: (share: number) => void): Promise<Table> {
  const portal = await portalInMemory();
  const send = (request: Request) => portal.handle(request, { address: "192.0.2.7" });
  const [admin, user] = [new Visitor(URL_OF_PORTAL, send), new Visitor(URL_OF_PORTAL, send)];
  await admin.signIn(pickHere("admin"));
  await user.signIn(pickHere("user"));
  const pages = await pagesOf(admin, user);
  const times = quick ? 50 : 500;
  const rows: Row[] = [];
  for (const [at, { route, path }] of pages.entries()) {
    const render = async () => void (await (await send(admin.request(path))).text());
    for (let i = 0; i < times; i++) await render(); // until all of it is compiled
    const wall: number[] = [];
    const cpu: number[] = [];
    for (let i = 0; i < times; i++) {
      const stop = startCpu();
      const from = performance.now();
      await render();
      wall.push(performance.now() - from);
      cpu.push(stop() / 1_000);
    }
    rows.push({ name: route, kind: "ours", cells: cellsOf(wall, cpu) });
    tell((at + 1) / pages.length);
  }
  await portal.close();
  return {
    name: "portal-rendering",
    title: "Time of a page",
    about: `From the \`Request\` to the text of the \`Response\` in one process, without a framework: ${times} times each page of the demo, for an administrator with subscriptions. Records, subscriptions and counters are in memory, so the session, the catalog and the HTML remain.`,
    of: "page",
    columns: COLUMNS,
    rows,
  };
}

const cellsOf = (wall: readonly number[], cpu: readonly number[]): Row["cells"] => [
  { value: quantile(wall, 0.95), target: { atMost: MOST } },
  { value: quantile(cpu, 0.95), target: { atMost: MOST } },
  { value: median(cpu) },
];

/** The demo's portal without a server, a store or an issuer. */
async function portalInMemory(): Promise<Portal> {
  const subscriptions = new MemorySubscriptionRepository();
  const options = {
    tenantId: "11111111-2222-4333-8444-555555555555",
    ...(await catalogOfDemo()),
    subscriptions,
  };
  return createPortal({
    auth: createProductAuth(options),
    records: new MemoryRecordRepository(),
    subscriptions: administerSubscriptions({ repository: subscriptions }),
    publicUrl: URL_OF_PORTAL,
    title: "Contoso APIs",
    signIn: [providerHere],
    administrators: { roles: ["Portal.Admin"] },
    groups: { partners: { displayName: "Partners", role: "Partner" } },
    development: true,
  });
}

const APPLICATIONS = {
  pro: "aaaaaaaa-1111-4222-8333-444444444444",
  analytics: "aaaaaaaa-1111-4222-8333-555555555555",
};

async function catalogOfDemo(): Promise<CatalogOptions> {
  const file = new URL("../../../examples/portal/dist/catalog.js", import.meta.url);
  const demo = (await import(file.href)) as {
    catalog: (audienceOf: (product: "pro" | "analytics") => string) => CatalogOptions;
  };
  return demo.catalog((product) => APPLICATIONS[product]);
}
