import { createProductAuth } from "#src/index.js";
import { expect } from "chai";
import { settle } from "#src/options/settings.js";
import { problemsOfOptions } from "./problems-of.js";
import { refused } from "./refused-options.js";

const products = {
  gold: { accepts: ["key"] },
  free: { accepts: ["open"] },
  trial: { accepts: ["open", "key"] },
  lite: { audience: "api://55556666-ffff-7777-aaaa-8888bbbb9999" },
} as const;
const base = { tenantId: "aaaabbbb-0000-cccc-1111-dddd2222eeee", products, subscriptions: [] };
const orders = { path: "orders", products: ["gold"] } as const;
const withApis = (apis: object) => ({ ...base, apis });
const with1 = (over: object) => withApis({ orders: { ...orders, ...over } });
const doing = (operations: object) => with1({ operations });

const NO_PATH = "is not a path";
const NO_TEMPLATE = "is not a URL template";
const AT = "apis.orders";

const DOCUMENT = `${AT}.openapi`;
const OPERATION = `${AT}.operations.read`;
const read = { method: "GET", urlTemplate: "/{id}" };
refused("what portals show of APIs", [
  [with1({ description: "x".repeat(10_001) }), `${AT}.description`, "has 10001 characters", /1 to 10000/],
  [with1({ openapi: "" }), DOCUMENT, "is empty", /a string/],
  [with1({ openapi: 1 }), DOCUMENT, "is a number", /path of an OpenAPI document, or the document/],
  [with1({ openapi: [] }), DOCUMENT, "is a list", /path of an OpenAPI document, or the document/],
  [with1({ openapi: "orders.xml" }), DOCUMENT, "is not the path of a JSON or YAML file", /\.yaml or \.yml/],
  [with1({ openapi: "https://evil.example/orders.json" }), DOCUMENT, "is a URL", /path of a JSON or YAML/],
  [with1({ openapi: "FILE:///etc/orders.json" }), DOCUMENT, "is a URL", /path of a JSON or YAML file/],
  [with1({ openapi: { get: () => 1 } }), DOCUMENT, "holds something other than data", /JSON values/],
  [with1({ openApi: "a.json" }), `${AT}.openApi`, "is not an option", /did you mean "openapi"\?/],
  [doing({ read: { ...read, displayName: "" } }), `${OPERATION}.displayName`, "is empty", /1 to 300/],
  [
    doing({ read: { ...read, description: "x".repeat(1001) } }),
    `${OPERATION}.description`,
    "has 1001 characters",
    /1 to 1000 characters/,
  ],
]);

refused("APIs", [
  [withApis([orders]), "apis", "is a list", /one entry per API/],
  [{ ...base, apis: "orders" }, "apis", "is a string", /one entry per API/],
  [withApis({ orders: "orders" }), AT, "is a string", /an object/],
  [withApis({ "or ders": orders }), "apis.or ders", "is not an API name", /letters, digits/],
  [withApis({ "": orders }), "apis.", "is not an API name", /letters, digits/],
  [withApis({ ["a".repeat(81)]: orders }), `apis.${"a".repeat(81)}`, "is not an API name", /80/],
  [
    withApis(JSON.parse('{ "__proto__": 1 }') as object),
    "apis.__proto__",
    "is a reserved name",
    /JavaScript/,
  ],
  [with1({ path: undefined }), `${AT}.path`, "is missing", /a string/],
  [with1({ path: 1 }), `${AT}.path`, "is a number", /a string/],
  [with1({ pathh: "x" }), `${AT}.pathh`, "is not an option", /did you mean "path"\?/],
  [with1({ path: "a//b" }), `${AT}.path`, NO_PATH, /"v2\/orders"/],
  [with1({ path: "../a" }), `${AT}.path`, NO_PATH, /"v2\/orders"/],
  [with1({ path: "a\\b" }), `${AT}.path`, NO_PATH, /"v2\/orders"/],
  [with1({ path: "a?b" }), `${AT}.path`, NO_PATH, /"v2\/orders"/],
  [with1({ path: "orders/{id}" }), `${AT}.path`, NO_PATH, /parameters belong in operations/],
  [with1({ path: "orders/*" }), `${AT}.path`, NO_PATH, /parameters belong in operations/],
  [with1({ path: "caf%C3%A9" }), `${AT}.path`, NO_PATH, /decoded/],
  [
    withApis({ orders, Orders: { path: "/ORDERS/" } }),
    "apis.Orders.path",
    "is also the path of orders",
    /case/,
  ],
  [
    withApis({ a: { path: "" }, b: { path: "/" } }),
    "apis.b.path",
    "is also the path of a",
    /a different path/,
  ],
  [
    with1({ products: ["gold", "golt"] }),
    `${AT}.products[1]`,
    "is an unknown product",
    /did you mean "gold"\?/,
  ],
  [with1({ products: ["Premium"] }), `${AT}.products[0]`, "is an unknown product", /gold, free, trial, lite/],
  [
    with1({ products: ["free", "gold", "trial"] }),
    `${AT}.products`,
    "has more than one open product: free and trial",
    /keep one of them/,
  ],
  [with1({ subscriptionRequired: "no" }), `${AT}.subscriptionRequired`, "is a string", /./],
  [
    with1({ subscriptionKeyParameterNames: { header: "x key" } }),
    `${AT}.subscriptionKeyParameterNames.header`,
    "is not a header name",
    /hyphens/,
  ],
  [
    with1({ products: ["lite"], subscriptionKeyParameterNames: { header: "Authorization" } }),
    `${AT}.subscriptionKeyParameterNames.header`,
    "is also the header of tokens",
    /a separate header/,
  ],
  [
    with1({ subscriptionKeyParameterNames: { headr: "x-key" } }),
    `${AT}.subscriptionKeyParameterNames.headr`,
    "is not an option",
    /did you mean "header"\?/,
  ],
  [{ ...base, unmatchedPaths: "open" }, "unmatchedPaths", 'is "open"', /"any-product"/],
]);

refused("operations", [
  [doing({}), `${AT}.operations`, "is empty", /remove it/],
  [doing({ read: { method: "GET" } }), `${AT}.operations.read.urlTemplate`, "is missing", /./],
  [
    doing({ read: { method: "GET", urlTemplate: "/", url: "/" } }),
    `${AT}.operations.read.url`,
    "is not an option",
    /known names are method, urlTemplate/,
  ],
  [
    doing({ read: { method: "GET /", urlTemplate: "/" } }),
    `${AT}.operations.read.method`,
    "is not an HTTP method",
    /GET, POST/,
  ],
  ...["/{id", "/id}", "/{}", "/{id}-{x}", "/a*", "/*/lines", "/a%20b"].map(
    (urlTemplate) =>
      [
        doing({ read: { method: "GET", urlTemplate } }),
        `${AT}.operations.read.urlTemplate`,
        NO_TEMPLATE,
        /"\/\{id\}\/lines"/,
      ] as const,
  ),
  [
    doing({
      read: { method: "GET", urlTemplate: "/{id}" },
      get: { method: "get", urlTemplate: "/{other}/" },
    }),
    `${AT}.operations.get`,
    "matches the same requests as read",
    /keep one/,
  ],
]);

refused("keys of APIs", [
  [
    { ...withApis({ orders }), subscriptions: [{ id: "a", scope: "/apis/ordres", primaryKey: "k" }] },
    "subscriptions[0].scope",
    "is not an API",
    /\/apis\/orders/,
  ],
  [
    { ...base, subscriptions: [{ id: "a", scope: "/apis", primaryKey: "k" }] },
    "subscriptions[0].scope",
    "is not a product that accepts keys",
    /\/products\/gold/,
  ],
  [{ ...base, subscriptionKeyPepper: "" }, "subscriptionKeyPepper", "is empty", /current/],
  [{ ...base, subscriptionKeyPepper: { previous: [] } }, "subscriptionKeyPepper.current", "is missing", /./],
  [
    { ...base, subscriptionCache: { ttl: -1 } },
    "subscriptionCache.ttl",
    "is -1",
    /^write 0 or more seconds$/,
  ],
  [{ ...base, subscriptionCache: { max: 0 } }, "subscriptionCache.max", "is 0", /^write 1 or more answers$/],
  [{ ...base, subscriptionDates: "ignore" }, "subscriptionDates", 'is "ignore"', /"audit"/],
]);

describe("options: APIs that are accepted", () => {
  const cases = [
    ["a path with slashes at its ends", { orders: { path: "/Shop/orders/" } }],
    ["an empty path beside others", { root: { path: "" }, orders }],
    ["one open product among others", { orders: { path: "orders", products: ["gold", "free", "lite"] } }],
    [
      "two open products in two APIs",
      { a: { path: "a", products: ["free"] }, b: { path: "b", products: ["trial"] } },
    ],
    [
      "one template for two methods",
      {
        orders: {
          ...orders,
          operations: {
            a: { method: "GET", urlTemplate: "/{id}" },
            b: { method: "put", urlTemplate: "/{id}" },
          },
        },
      },
    ],
    [
      "keys in Authorization where no product takes tokens",
      { orders: { ...orders, subscriptionKeyParameterNames: { header: "Authorization" } } },
    ],
  ] as const;
  for (const [name, apis] of cases)
    it(name, () => expect(problemsOfOptions(withApis(apis))).to.deep.equal([]));

  it("an open product needs no subscriptions", () => {
    const auth = createProductAuth({ products: { free: { accepts: ["open"] } } });
    expect(auth.products).to.deep.equal(["free"]);
  });
  it("every problem at once, in the order of the options", () => {
    const paths = problemsOfOptions({
      ...withApis({ "a b": { path: "*", products: ["x"] }, c: { path: "c", operations: {} } }),
      clientApplications: [{ id: "1", products: ["x"], state: "active" }],
    }).map(({ path }) => path);
    expect(paths).to.deep.equal([
      "apis.a b",
      "apis.a b.path",
      "apis.a b.products[0]",
      "apis.c.operations",
      "clientApplications[0].products[0]",
    ]);
  });
});

describe("options: what is made of an API", () => {
  const settled = (api: object, more: object = {}) =>
    settle({ ...base, ...more, apis: { orders: { ...orders, ...api } } }).apis.get("orders")!;

  it("defaults", () =>
    expect(settled({ products: undefined as never })).to.deep.include({
      name: "orders",
      displayName: "orders",
      path: "orders",
      segments: ["orders"],
      products: [],
      subscriptionRequired: true,
      operations: undefined,
    }));
  it("a key name of its own changes that one alone", () => {
    const names = { subscriptionKeyParameterNames: { header: "X-All", query: "all" } };
    expect(settled({ subscriptionKeyParameterNames: { header: "X-One" } }, names).key).to.deep.equal({
      header: "x-one",
      headerAsWritten: "X-One",
      query: "all",
    });
    expect(settled({ subscriptionKeyParameterNames: { query: "one" } }, names).key).to.deep.equal({
      header: "x-all",
      headerAsWritten: "X-All",
      query: "one",
    });
  });
  it("the path keeps its case, and loses its slashes", () =>
    expect(settled({ path: "/Shop/Orders/" })).to.deep.include({
      path: "Shop/Orders",
      segments: ["Shop", "Orders"],
    }));
});
