import { expect } from "chai";
import { planCatalog, problemsOfProvision, type ProvisionCatalog } from "@product-auth/graph";

const withClient = (client: unknown, name = "batch") => ({
  products: { gold: {} },
  provision: { clients: { [name]: client } },
});
const shared = "api://11111111-2222-4333-8444-555555555555";

describe("problemsOfProvision", () => {
  const rows: readonly (readonly [what: string, catalog: unknown, problems: readonly string[]])[] = [
    ["a product without an audience", { products: { gold: {} } }, []],
    ["a client", withClient({ products: ["gold"], ownerId: "zoe", displayName: "Batch" }), []],
    ["no catalog", undefined, ["options is missing"]],
    [
      "a role with a space",
      { products: { gold: { role: "Gold all" } } },
      ['products.gold.role is "Gold all", which contains spaces'],
    ],
    [
      "a role with a dot at the start",
      { products: { gold: { role: ".Gold" } } },
      ["products.gold.role begins with a dot"],
    ],
    [
      "a role with a backslash",
      { products: { gold: { role: "a\\b" } } },
      ["products.gold.role contains a backslash"],
    ],
    [
      "a role with an umlaut",
      { products: { gold: { displayName: "Größe" } } },
      ["products.gold.role by default contains characters that are not printable ASCII"],
    ],
    [
      "a long role",
      { products: { gold: { role: "r".repeat(121) } } },
      ["products.gold.role has 121 characters"],
    ],
    [
      "a long display name",
      { products: { gold: { displayName: "d".repeat(201), role: "r" } } },
      ["products.gold.displayName has 201 characters"],
    ],
    [
      "roles of products with keys only",
      { products: { gold: { accepts: ["key"], displayName: "Größe" } } },
      [],
    ],
    [
      "one audience and role for two",
      { products: { a: { audience: shared, role: "r" }, b: { audience: shared, role: "r" } } },
      ["products.b.role is also the role of a, which has the same audience"],
    ],
    [
      "an unknown product",
      withClient({ products: ["silver"] }),
      ["provision.clients.batch.products[0] is not a product of the catalog"],
    ],
    [
      "an inherited product",
      withClient({ products: ["toString"] }),
      ["provision.clients.batch.products[0] is not a product of the catalog"],
    ],
    [
      "a product without tokens",
      { ...withClient({ products: ["gold", "key"] }), products: { gold: {}, key: { accepts: ["key"] } } },
      ["provision.clients.batch.products[1] is key, which accepts no tokens or has no app role"],
    ],
    ["no products", withClient({ products: [] }), ["provision.clients.batch.products is empty"]],
    ["products left out", withClient({}), ["provision.clients.batch.products is missing"]],
    [
      "unknown members",
      {
        ...withClient({ products: ["gold"], secret: "x" }),
        provision: { instances: "x", clients: { batch: { products: ["gold"], secret: "x" } } },
      },
      ["provision.instances is not an option", "provision.clients.batch.secret is not an option"],
    ],
    [
      "an impossible name",
      withClient({ products: ["gold"] }, "a b"),
      ["provision.clients.a b is not a client name"],
    ],
    [
      "an impossible instance",
      { products: { gold: {} }, provision: { instance: "Shop" } },
      ["provision.instance is not an instance name"],
    ],
    [
      "an instance that is too long",
      { products: { gold: {} }, provision: { instance: "a".repeat(41) } },
      ["provision.instance is not an instance name"],
    ],
    [
      "an id that is none",
      withClient({ products: ["gold"], applicationId: "x" }),
      ["provision.clients.batch.applicationId is not a GUID"],
    ],
    ["a list for provision", { products: { gold: {} }, provision: [] }, ["provision is a list"]],
    [
      "an empty name",
      withClient({ products: ["gold"], displayName: " " }),
      ["provision.clients.batch.displayName is not a text"],
    ],
    [
      "several at once",
      { products: { gold: { role: ".x", colour: 1 } }, provision: { instance: "" } },
      [
        "products.gold.colour is not an option",
        "products.gold.role begins with a dot",
        "provision.instance is not an instance name",
      ],
    ],
  ];
  for (const [what, catalog, problems] of rows)
    it(what, () => {
      expect(problemsOfProvision(catalog).map(({ path, message }) => `${path} ${message}`)).to.deep.equal(
        problems,
      );
      expect(problemsOfProvision(catalog).every(({ fix }) => fix !== "")).to.equal(true);
    });

  it("an application that is a client and a product", () => {
    const catalog = {
      products: { gold: { audience: ["api://other", shared] } },
      provision: { clients: { batch: { products: ["gold"], applicationId: shared.slice(6).toUpperCase() } } },
    };
    expect(problemsOfProvision(catalog).map(({ path, message }) => `${path} ${message}`)).to.deep.equal([
      "provision.clients.batch.applicationId is the application of the product gold",
    ]);
  });

  it("one id for two clients", () => {
    const client = { products: ["gold"], applicationId: "11111111-2222-4333-8444-555555555555" };
    const catalog = { products: { gold: {} }, provision: { clients: { a: client, b: client } } };
    expect(problemsOfProvision(catalog)[0]?.path).to.equal("provision.clients.b.applicationId");
  });

  it("planCatalog refuses them before any call, options too", async () => {
    let calls = 0;
    const options = {
      ...{
        tenantId: "common",
        graphUrl: "http://graph.example/v1.0",
        timeout: 0,
        adopt: { "products.no": true as const },
      },
      credential: { getToken: () => Promise.resolve(null) },
      fetch: () => Promise.reject(new Error(`call ${++calls}`)),
    };
    const refusal = (catalog: unknown) =>
      planCatalog(catalog as ProvisionCatalog, options).then(
        () => "",
        (error: Error) => error.message,
      );
    expect(await refusal({ products: { gold: { role: ".x" } } })).to.include("products.gold.role");
    for (const path of ["tenantId", "graphUrl", "timeout", "products.no"])
      expect(await refusal({ products: { gold: {} } })).to.include(path);
    expect(calls).to.equal(0);
  });

  it("an address that would swallow the path: no call is made", async () => {
    for (const graphUrl of ["https://graph.microsoft.com/v1.0?", "https://graph.microsoft.com/v1.0#"]) {
      const fetch = () => Promise.reject(new Error("called"));
      const options = { tenantId: "contoso.com", credential: { getToken: fetch }, graphUrl, fetch };
      const error: unknown = await planCatalog({ products: { gold: {} } }, options).catch(
        (one: unknown) => one,
      );
      expect(String(error)).to.match(/graphUrl: contains a query or a fragment/);
    }
  });
});
