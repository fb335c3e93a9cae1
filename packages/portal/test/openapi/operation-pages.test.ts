import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PORTAL_CHANNEL, type PortalMessage } from "@product-auth/portal";
import { expect } from "chai";
import { startPortal, type TestPortal, type TestUser } from "../support/portal-with-sessions.js";
import { ordersDocument } from "./orders-document.js";

const products = {
  starter: { displayName: "Starter", accepts: ["key"] },
  partner: { displayName: "Partner", accepts: ["key"], groups: ["partners"] },
} as const;

describe("pages of operations", () => {
  const folder = mkdtempSync(join(tmpdir(), "portal-openapi-"));
  const file = join(folder, "orders.json");
  const problems: string[] = [];
  const listen = (message: unknown) => {
    const { kind, problem } = message as PortalMessage & { kind: "document" };
    if (kind === "document") problems.push(`${problem.api}: ${problem.message}`);
  };
  let portal: TestPortal;
  let adele: TestUser;

  before(async () => {
    subscribe(PORTAL_CHANNEL, listen);
    writeFileSync(file, JSON.stringify(ordersDocument));
    const operations = {
      list: { method: "GET", urlTemplate: "/" },
      create: { method: "POST", urlTemplate: "/", displayName: "Place an order" },
      read: { method: "GET", urlTemplate: "/{id}" },
    };
    portal = await startPortal({
      products,
      apis: {
        orders: { displayName: "Orders", path: "orders", products: ["starter"], openapi: file, operations },
        everything: { displayName: "Everything", path: "", products: ["starter"], openapi: ordersDocument },
        hidden: { displayName: "Hidden", path: "hidden", products: ["partner"], openapi: ordersDocument },
        plain: {
          path: "plain",
          products: ["starter"],
          operations: { files: { method: "GET", urlTemplate: "/files/*", displayName: "Files" } },
        },
        bare: { displayName: "Bare", path: "bare", products: ["starter"] },
        old: { displayName: "Old", path: "old", products: ["starter"], openapi: { swagger: "2.0" } },
      },
    });
    adele = await portal.signIn("Adele");
  });

  after(() => {
    unsubscribe(PORTAL_CHANNEL, listen);
    portal.close();
    rmSync(folder, { recursive: true });
  });

  const text = async (path: string, user: Pick<TestUser, "get"> = portal) => (await user.get(path)).text();

  it("the API lists the catalog's operations, with names of the document where it has none", async () => {
    const page = await text("/apis/orders");
    expect(page).to.include('<a href="/developer/apis/orders/operations/list">List orders</a>');
    expect(page).to.include('<a href="/developer/apis/orders/operations/create">Place an order</a>');
    expect(page).to.include('<a href="/developer/apis/orders/operations/read">Read order</a>');
    expect(page).not.to.include("Delete order");
  });

  it("an API that lists none has those of the document, by operationId or a slug", async () => {
    const page = await text("/apis/everything");
    expect(page).to.include("/apis/everything/operations/get-reports-year");
    const partner = await portal.signIn("Petra", { groups: ["partners"] });
    expect(await text("/apis/hidden", partner)).to.include("/apis/hidden/operations/get-reports-year");
  });

  it("operations below the path of another API belong to that API", async () => {
    const page = await text("/apis/everything");
    expect(page).not.to.include("/apis/everything/operations/listOrders");
    expect(page).not.to.include("readOrder");
    expect(await text("/apis/everything/openapi.json")).not.to.match(/"(?:List|Read) order"/);
    // The path of the API is not in the document: it is no excuse to show those of the others.
    const reports = await startPortal({
      products,
      apis: {
        reports: { path: "report", products: ["starter"], openapi: ordersDocument },
        orders: { path: "orders", products: ["partner"], openapi: ordersDocument },
      },
    });
    const shown = await (await reports.get("/apis/reports")).text();
    expect(shown).to.include("Read report");
    expect(shown).not.to.match(/(?:List|Read|Create) order/);
    reports.close();
  });

  it("the page of an operation has parameters, examples and a curl command", async () => {
    const page = await text("/apis/orders/operations/read");
    expect(page).to.include("<h1>Read order</h1>");
    expect(page).to.include(`GET ${portal.origin}/orders/{id}`);
    expect(page).to.include("Number of the order");
    expect(page).to.include("list of string");
    expect(page).to.include("string (uuid)");
    expect(page).not.to.include("<code>Authorization</code>");
    expect(page).to.include("&quot;item&quot;: &quot;tea&quot;");
    expect(page).to.include(`curl &#39;${portal.origin}/orders/42&#39;`);
    expect(page).to.include("&quot;Ocp-Apim-Subscription-Key: $SUBSCRIPTION_KEY&quot;");
    expect(page).to.include("/developer/products/starter");
  });

  it("texts of a document are text", async () => {
    const page = await text("/apis/orders/operations/read");
    expect(page).not.to.include("<script>alert");
    expect(page).to.include("&lt;script&gt;alert(1)&lt;/script&gt;");
  });

  it("visitors are asked to sign in before they try it", async () => {
    const page = await text("/apis/orders/operations/read");
    expect(page).to.include(
      '<a href="/developer/signin?returnTo=%2Fdeveloper%2Fapis%2Forders%2Foperations%2Fread">Sign in to try it</a>',
    );
    expect(page).not.to.include("<form id=");
  });

  it("users get a form that only the script shows", async () => {
    const page = await text("/apis/orders/operations/create", adele);
    expect(page).to.match(/<form id="call" novalidate hidden>/);
    for (const label of ["No credential", "Subscription key", "Key", "Body"])
      expect(page).to.include(`${label}</label>`);
    expect(page).not.to.include("Get a 15-minute key");
    expect(page).not.to.include("&quot;id&quot;");
  });

  it("an operation from the catalog alone has a page", async () => {
    const page = await text("/apis/plain/operations/files", adele);
    expect(page).to.include("<h1>Files</h1>");
    expect(page).to.include('<label for="parameter-0">path</label>');
    expect(await text("/apis/bare")).to.include("This API lists no operations.");
  });

  for (const path of [
    "/apis/orders/operations/delete",
    "/apis/orders/operations/deleteOrder",
    "/apis/hidden/operations/get-reports-year",
    "/apis/hidden/openapi.json",
    "/apis/bare/openapi.json",
    "/apis/none/openapi.json",
  ])
    it(`${path} is not found`, async () => {
      expect((await portal.get(path)).status).to.equal(404);
    });

  it("the group's members find the hidden API", async () => {
    const partner = await portal.signIn("Paul", { groups: ["partners"] });
    expect((await partner.get("/apis/hidden/operations/get-reports-year")).status).to.equal(200);
  });

  it("openapi.json has the visible operations, and our own address as the only server", async () => {
    const response = await portal.get("/apis/orders/openapi.json");
    expect(response.headers.get("content-type")).to.match(/^application\/json/);
    const document = (await response.json()) as Record<string, unknown>;
    expect(document["servers"]).to.deep.equal([{ url: `${portal.origin}/orders` }]);
    expect(document["x-team"]).to.equal("shop");
    const paths = document["paths"] as Record<string, Record<string, unknown>>;
    expect(Object.keys(paths)).to.have.members(["/", "/{orderId}"]);
    expect(Object.keys(paths["/{orderId}"] ?? {})).to.have.members(["parameters", "get"]);
    expect(JSON.stringify(document)).not.to.match(/Delete order|Read report|Hidden|"url":"[^"]*attacker/);
  });

  it("openapi.json of an API without a document is made from the catalog", async () => {
    const portalWithRead = await startPortal({
      products,
      apis: {
        a: {
          path: "a",
          products: ["starter"],
          operations: { read: { method: "GET", urlTemplate: "/{id}" } },
        },
      },
    });
    const document = (await (await portalWithRead.get("/apis/a/openapi.json")).json()) as {
      paths: Record<string, unknown>;
    };
    portalWithRead.close();
    expect(document.paths["/{id}"]).to.have.nested.property("get.operationId", "read");
  });

  it("a bad document is reported once, and the page stands from the catalog", async () => {
    for (let i = 0; i < 3; i++) expect((await portal.get("/apis/old")).status).to.equal(200);
    expect(problems).to.deep.equal([
      "old: The OpenAPI document is Swagger 2.0; convert it to OpenAPI 3.0 or later",
    ]);
  });

  it("a file is read again when it changes, good or bad", async () => {
    problems.length = 0;
    const write = (content: string, seconds: number) => {
      writeFileSync(file, content);
      utimesSync(file, seconds, seconds);
    };
    write(JSON.stringify(ordersDocument).replace("List orders", "All orders"), 1_800_000_001);
    expect(await text("/apis/orders")).to.include(">All orders</a>");
    write("{", 1_800_000_002);
    expect(await text("/apis/orders")).to.include(">GET /</a>");
    expect(await text("/apis/orders")).to.include(">Place an order</a>");
    expect(problems).to.have.length(1);
    rmSync(file);
    expect(await text("/apis/orders/operations/read")).to.include("<h1>GET /{id}</h1>");
    expect(problems[1]).to.match(/cannot be read: ENOENT$/);
    write(JSON.stringify(ordersDocument), 1_800_000_003);
    expect(await text("/apis/orders")).to.include(">List orders</a>");
  });
});
