import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigurationError, createProductAuth, type CatalogOptions } from "#src/index.js";
import { loadCatalog, locateProblems, readCatalog, watchCatalog } from "#src/catalog-file/index.js";
import { expect } from "chai";
import { problemsOf } from "../options/problems-of.js";

const places = (text: string) =>
  problemsOf(() => readCatalog(text, "shop.json")).map(({ path, message }) => `${path}: ${message}`);

describe("readCatalog", () => {
  it("gives options to spread, without the schema, and frozen", () => {
    const catalog = readCatalog('{ "$schema": "x", "products": { "gold": { "accepts": ["key"] } } }');
    expect(catalog).to.deep.equal({ products: { gold: { accepts: ["key"] } } });
    expect([catalog, catalog.products, catalog.products["gold"]].map(Object.isFrozen)).to.not.include(false);
    expect(createProductAuth({ ...catalog, subscriptions: [] }).products).to.deep.equal(["gold"]);
  });
  it("reads a file that begins with a byte order mark", () =>
    expect(readCatalog('\uFEFF{ "products": { "gold": { "accepts": ["key"] } } }').products).to.have.key(
      "gold",
    ));
  it("leaves to the start what depends on other options: a store may hold the subscriptions", () =>
    expect(places('{ "products": { "gold": { "accepts": ["key"] } } }')).to.deep.equal([]));

  it("tells of every problem at once, each with line and column", () => {
    const text = `{
  "products": {
    "gold": { "accepts": ["key"] },
    "lite": {}
  },
  "apis": {
    "orders.v1": {
      "path": "orders",
      "products": ["gold", "golt"],
      "operations": { "read": { "method": "G T", "urlTemplate": "/" } }
    },
    "copy": { "path": "Orders" }
  },
  "subscriptions": [
    { "id": "a", "scope": "/products/lite", "primaryKey": "k" }
  ],
  "clientApplications": [{ "id": "1", "products": ["x"], "state": "active" }]
}`;
    expect(places(text)).to.deep.equal([
      "shop.json:4:13 products.lite.audience: is missing",
      "shop.json:9:28 apis.orders.v1.products[1]: is an unknown product",
      "shop.json:10:43 apis.orders.v1.operations.read.method: is not an HTTP method",
      "shop.json:12:23 apis.copy.path: is also the path of orders.v1",
      "shop.json:17:52 clientApplications[0].products[0]: is an unknown product",
      "shop.json:15:27 subscriptions[0].scope: is not a product that accepts keys",
    ]);
  });
  it("tells of wrong forms and still reads the rest", () =>
    expect(
      places(
        '{ "products": { "gold": { "accepts": ["key"] } },\n "apis": { "a": { "path": "*" } },\n "clients": [],\n "subscriptions": 1 }',
      ),
    ).to.deep.equal([
      "shop.json:4:19 subscriptions: is a number",
      "shop.json:3:13 clients: is not an option",
      "shop.json:2:27 apis.a.path: is not a path",
    ]));
  it("finds names that hold dots, brackets and digits", () => {
    const text = (name: string) => `{ "products": {\n"${name}": { "accepts": ["key"], "x": 1 } } }`;
    for (const name of ["a.b", "1", "a-1"]) {
      const [place] = places(text(name));
      expect(place).to.match(new RegExp(`^shop.json:2:${name.length + 32} `));
    }
  });
  it("says where the JSON ends being JSON, and quotes nothing of it", () =>
    expect(places('{ "products": {\n  "gold": s3cret } }')).to.deep.equal([
      "shop.json:2:11: is not valid JSON from this position on",
    ]));
  for (const text of ["1", "[]", "null", '"x"'])
    it(`${text} is no catalog`, () => expect(places(text)[0]).to.match(/^shop.json:1:1/));
});

it("locateProblems adds file, line and column; a missing value has those of its parent", () => {
  const text = '\uFEFF{\n  "products": { "a.b": { "audience": 1 } }\n}';
  const paths = ["products.a.b.audience", "products.a.b.role", "options"];
  const located = locateProblems(
    text,
    paths.map((path) => ({ path, message: "m", fix: "f" })),
    "shop.json",
  );
  expect(located.map(({ path }) => path)).to.deep.equal([
    "shop.json:2:38 products.a.b.audience",
    "shop.json:2:24 products.a.b.role",
    "shop.json:1:1",
  ]);
});

describe("catalog files", () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "catalog-"));
    path = join(folder, "shop.json");
  });
  afterEach(() => rm(folder, { recursive: true }));

  const written = (product: string) => JSON.stringify({ products: { [product]: { accepts: ["key"] } } });
  const failure = (file: string) => loadCatalog(file).then(String, (error: Error) => error.message);

  it("are loaded", async () => {
    await writeFile(path, written("gold"));
    expect((await loadCatalog(path)).products).to.have.key("gold");
  });
  it("that are missing, or folders, are said by name", async () => {
    expect(await failure(path)).to.contain(`${path}: does not exist`);
    expect(await failure(folder)).to.contain(`${folder}: cannot be read`);
  });
  it("name the file, not the folder, in their problems", async () => {
    await writeFile(path, "{");
    expect(await failure(path)).to.contain("1. shop.json:1:2: is not valid JSON");
  });

  /** Watches, and collects what happens; `until` waits for so many things. */
  function watching(update: (catalog: CatalogOptions<string, string>) => void = () => undefined) {
    const happened: string[] = [];
    const watch = watchCatalog(
      path,
      {
        update: (catalog) => {
          update(catalog);
          happened.push(Object.keys(catalog.products).join());
        },
      },
      { onProblem: ({ message }) => void happened.push(message.split("\n")[1]!.trim()), interval: 0.02 },
    );
    const until = async (count: number) => {
      while (happened.length < count) await new Promise((later) => setTimeout(later, 5));
      return happened;
    };
    return { watch, happened, until };
  }

  for (const interval of [0, -1, 3_601, NaN, Infinity]) {
    it(`are not watched every ${interval} seconds: a timer would ring all the time, or hardly ever`, () => {
      const watch = () =>
        watchCatalog(path, { update: () => undefined }, { onProblem: () => undefined, interval });
      expect(watch).to.throw(ConfigurationError, `watchCatalog interval: is ${interval}`);
    });
  }

  it("that are watched are taken over at once and with every change", async () => {
    await writeFile(path, written("gold"));
    const { watch, until } = watching();
    await until(1);
    await writeFile(`${path}.new`, written("silver"));
    await rename(`${path}.new`, path);
    expect(await until(2)).to.deep.equal(["gold", "silver"]);
    watch.close();
  });
  it("with problems change nothing and are told of once", async () => {
    await writeFile(path, written("gold"));
    const { watch, happened, until } = watching();
    await until(1);
    await writeFile(`${path}.new`, "{ broken");
    await rename(`${path}.new`, path);
    expect((await until(2))[1]).to.equal("1. shop.json:1:3: is not valid JSON from this position on");
    await new Promise((later) => setTimeout(later, 100));
    expect(happened).to.have.length(2);
    await rm(path);
    expect((await until(3))[2]).to.match(/shop.json: does not exist$/);
    await writeFile(`${path}.new`, written("silver"));
    await rename(`${path}.new`, path);
    expect((await until(4))[3]).to.equal("silver");
    watch.close();
  });
  it("name OpenAPI documents by their own folder, wherever the process runs", async () => {
    const products = { gold: { accepts: ["key"] } };
    const document = { openapi: "3.1.0" };
    const apis = {
      orders: { path: "orders", openapi: "apis/orders.yaml" },
      absolute: { path: "absolute", openapi: join(folder, "absolute.json") },
      inline: { path: "inline", openapi: document },
      none: { path: "none" },
    };
    await writeFile(path, JSON.stringify({ products, apis }));
    const expected = [join(folder, "apis/orders.yaml"), join(folder, "absolute.json"), document, undefined];
    const openapiOf = (given: CatalogOptions<string, string>) =>
      Object.values(given.apis ?? {}).map(({ openapi }) => openapi);
    expect(openapiOf(await loadCatalog(path))).to.deep.equal(expected);
    expect(openapiOf(readCatalog(JSON.stringify({ products, apis })))[0]).to.equal("apis/orders.yaml");
    const auth = createProductAuth<string, string>({
      products: { gold: { accepts: ["key"] } },
      subscriptions: [],
    });
    const { watch, until } = watching((catalog) => auth.update(catalog));
    await until(1);
    watch.close();
    expect([...auth.catalog.apis.values()].map(({ openapi }) => openapi)).to.deep.equal(expected);
  });
  it("apply whatever `update` can change, and policies and APIs that disappear are told of", async () => {
    const products = { gold: { accepts: ["key"] } };
    const [policies, apis] = [
      { ipFilter: { action: "allow", addresses: ["10.0.0.0/8"] } },
      { orders: { path: "orders" } },
    ];
    const given: CatalogOptions<string, string>[] = [];
    await writeFile(path, JSON.stringify({ products, policies, apis }));
    const { watch, until } = watching((catalog) => given.push(catalog));
    await until(1);
    const replace = async (content: object, happened: number) => {
      await writeFile(`${path}.new`, JSON.stringify(content));
      await rename(`${path}.new`, path);
      return (await until(happened)).at(-1);
    };
    await replace({ products, policies: {}, apis: {} }, 2);
    expect(given).to.deep.equal([
      { products, policies, apis },
      { products, policies: {}, apis: {} },
    ]);
    const isMissing = "is missing from the catalog file, which had it before; the file is not applied";
    expect(await replace({ products, apis }, 3)).to.equal(`1. policies: ${isMissing}`);
    expect(await replace({ products, policies }, 4)).to.equal(`1. apis: ${isMissing}`);
    expect(given).to.have.length(2);
    watch.close();
  });
  it("that the instance refuses are told of", async () => {
    await writeFile(path, written("gold"));
    const auth = createProductAuth<string, string>({
      products: { silver: { accepts: ["key"] } },
      subscriptions: [],
    });
    auth.requirement({ product: "silver" }, "orders");
    const { watch, until } = watching((catalog) => auth.update(catalog));
    expect(await until(1)).to.deep.equal(['1. orders.product: names an unknown product, "silver"']);
    expect(auth.products).to.deep.equal(["silver"]);
    watch.close();
  });
  it("whose subscriptions change say that these are read at start-up only", async () => {
    const withKey = (primaryKey: string) =>
      JSON.stringify({
        products: { gold: { accepts: ["key"] } },
        subscriptions: [{ id: "a", scope: "/products/gold", primaryKey }],
      });
    await writeFile(path, withKey("one"));
    const { watch, until } = watching();
    await until(1);
    await writeFile(`${path}.new`, withKey("two"));
    await rename(`${path}.new`, path);
    expect((await until(3))[2]).to.contain("read at start-up only");
    watch.close();
  });
  it("are not looked at any more once the watch is closed", async () => {
    await writeFile(path, written("gold"));
    const { watch, happened, until } = watching();
    await until(1);
    watch.close();
    await writeFile(path, written("silver"));
    await new Promise((later) => setTimeout(later, 100));
    expect(happened).to.deep.equal(["gold"]);
  });
});
