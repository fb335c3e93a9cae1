import { expect } from "chai";
import { compareOpenApi } from "#src/index.js";
import { reportOf, type Guards } from "../support/report.js";

const SCHEMES = {
  token: { type: "http", scheme: "bearer" },
  users: { type: "oauth2", flows: { authorizationCode: {} } },
  key: { type: "apiKey", in: "header", name: "Ocp-Apim-Subscription-Key" },
  other: { type: "apiKey", in: "header", name: "X-Key" },
};

const documentOf = (operation: object, more: object = {}) => ({
  openapi: "3.1.0",
  paths: { "/orders/{id}": { get: operation } },
  components: { securitySchemes: SCHEMES },
  ...more,
});

const driftsOf = (operation: object, guards: Guards, more?: object) =>
  compareOpenApi(documentOf(operation, more), reportOf({ "GET /orders/:id": guards })).drifts;

const kindOf = (operation: object, guards: Guards, more?: object) =>
  driftsOf(operation, guards, more)[0]?.kind ?? "same";

const TOKEN = { security: [{ token: [] }] };
const EITHER = { security: [{ token: [] }, { key: [] }] };

describe("compareOpenApi", () => {
  const table: readonly [string, string, object, Guards][] = [
    ["same", "a token", TOKEN, [{ accepts: ["token"] }]],
    ["same", "what every product accepts", EITHER, ["use"]],
    ["same", "what a product accepts", { ...EITHER, "x-product": "pro" }, [{ product: "pro" }]],
    [
      "same",
      "a guard behind that of the application",
      { ...TOKEN, "x-product": "pro" },
      ["use", { product: "pro", accepts: ["token"] }],
    ],
    ["same", "scopes behind it", { security: [{ users: ["A"] }] }, ["use", { scopes: ["A"] }]],
    [
      "same",
      "any of several scopes",
      { security: [{ users: ["A"] }, { users: ["B"] }] },
      [{ scopes: { any: ["A", "B"] } }],
    ],
    [
      "same",
      "token and key",
      { security: [{ token: [], key: [] }], "x-product": "pro" },
      [{ product: "pro", all: true }],
    ],
    [
      "same",
      "alternatives in another order",
      EITHER,
      [{ anyOf: [{ accepts: ["key"] }, { accepts: ["token"] }] }],
    ],
    ["same", "open", { security: [] }, ["open"]],
    ["same", "open, and neither says so", {}, []],
    ["same", "an open product", { security: [{ key: [] }, {}], "x-product": "free" }, [{ product: "free" }]],
    [
      "same",
      "one alternative for each of two products",
      { security: [{ key: [] }], "x-product": ["pro", "starter"] },
      [
        {
          anyOf: [
            { product: "pro", accepts: ["key"] },
            { product: "starter", accepts: ["key"] },
          ],
        },
      ],
    ],
    ["admits-more", "another credential", TOKEN, [{ anyOf: [{ accepts: ["token"] }, { accepts: ["key"] }] }]],
    ["admits-more", "any product", { ...TOKEN, "x-product": "pro" }, [{ accepts: ["token"] }]],
    ["admits-more", "without a scope", { security: [{ users: ["A", "B"] }] }, [{ scopes: ["A"] }]],
    ["admits-more", "everything", TOKEN, ["open"]],
    ["admits-more", "everything without saying so", TOKEN, []],
    ["demands-more", "a guard that nothing was written of", {}, [{ product: "pro" }]],
    ["demands-more", "a role", TOKEN, [{ roles: ["A"] }]],
    ["demands-more", "both credentials", EITHER, [{ all: true, product: ["starter", "pro"] }]],
    ["differs", "another credential instead", TOKEN, [{ accepts: ["key"] }]],
    [
      "differs",
      "another product",
      { ...TOKEN, "x-product": "pro" },
      [{ product: "starter", accepts: ["token"] }],
    ],
    ["differs", "a user's token instead of a client's", TOKEN, [{ scopes: ["A"] }]],
    ["unreadable", "a key elsewhere", { security: [{ other: [] }] }, [{ accepts: ["key"] }]],
  ];
  for (const [kind, what, operation, guards] of table)
    it(`${kind}: ${what}`, () => expect(kindOf(operation, guards)).to.equal(kind));

  it("a drift tells both sides, the place and what to do", () =>
    expect(
      driftsOf({ operationId: "read", ...EITHER, "x-product": "pro" }, [
        { product: "starter", scopes: ["A"] },
      ]),
    ).to.deep.equal([
      {
        method: "GET",
        path: "/orders/{id}",
        pointer: "#/paths/~1orders~1{id}/get",
        operationId: "read",
        kind: "differs",
        document: "token of pro, or key of pro",
        application: "user's token of starter with A",
        fix: "write what the application demands into the document, or change the guard",
      },
    ]));

  it("missing: no route there, unless the paths are served elsewhere", () => {
    const report = reportOf({ "GET /v1/orders/:id": [{ accepts: ["token"] }] });
    const servers = (...urls: string[]) => ({ servers: urls.map((url) => ({ url })) });
    const kinds = (more: object, basePath?: string) =>
      compareOpenApi(documentOf(TOKEN, more), report, basePath === undefined ? {} : { basePath }).drifts.map(
        ({ kind }) => kind,
      );
    expect(kinds({})).to.deep.equal(["missing"]);
    expect(kinds({}, "/v1")).to.deep.equal([]);
    for (const urls of [["/v1"], ["/v1/"], ["https://api.example/v1", "http://{host}/v1"]])
      expect(kinds(servers(...urls)), urls.join(" ")).to.deep.equal([]);
    for (const urls of [["/v1", "/v2"], ["/{version}"], ["https://api.example"]])
      expect(kinds(servers(...urls)), urls.join(" ")).to.deep.equal(["missing"]);
  });

  it("at every path where the servers of the operation, of its path or of the document are", () => {
    const servers = (...urls: string[]) => ({ servers: urls.map((url) => ({ url })) });
    const report = reportOf({
      "GET /orders/:id": [{ accepts: ["token"] }],
      "GET /v1/orders/:id": [{ accepts: ["token"] }],
      "GET /v2/orders/:id": ["open"],
    });
    const of = (operation: object, item: object, document: object) =>
      compareOpenApi(
        {
          ...documentOf({}, document),
          paths: { "/orders/{id}": { ...item, get: { ...TOKEN, ...operation } } },
        },
        report,
      );
    const table: readonly [object, object, object, string][] = [
      [{}, {}, servers("/v1"), "same"],
      [{}, {}, servers("/v1", "/v2"), "open (/v2/orders/{id})"],
      [{}, {}, servers("https://{region}.example:{port}/v2"), "open"],
      [{}, servers("/v2"), servers("/v1"), "open"],
      [servers("/v2"), servers("/v1"), servers("/v1"), "open"],
      [servers("/"), servers("/v2"), {}, "same"],
      [{ servers: [] }, {}, servers("/v2"), "open"],
      [{}, {}, servers("/{version}"), "no such route"],
      [{}, {}, servers("/v1", "/v3"), "no such route (/v3/orders/{id})"],
    ];
    for (const [operation, item, document, application] of table)
      expect(
        of(operation, item, document).drifts[0]?.application ?? "same",
        JSON.stringify([operation, item, document]),
      ).to.equal(application);
    expect(of({}, {}, servers("/v1", "/v2")).undocumented).to.deep.equal([
      { method: "GET", path: "/orders/:id", state: "guarded" },
    ]);
  });

  it("unknown: the report cannot tell", () => {
    const unknown = [
      { method: "GET", path: "/orders/:id", state: "guarded", guards: [{}] },
      { method: "GET", path: "/orders/:id", state: "guarded", guards: [] },
    ] as const;
    for (const route of unknown)
      expect(compareOpenApi(documentOf(TOKEN), { routes: [route] }).drifts[0]?.kind).to.equal("unknown");
    const twice = reportOf({ "GET /orders/:id": ["use"], "ALL /orders/:order": ["open"] });
    expect(compareOpenApi(documentOf(TOKEN), twice).drifts[0]?.kind).to.equal("unknown");
  });

  it("unknown: an earlier route with other guards takes the requests", () => {
    const document = {
      ...documentOf(TOKEN),
      paths: { "/orders/{id}": { get: { security: [] } }, "/orders/mine": { get: TOKEN } },
    };
    const mine: Guards = [{ accepts: ["token"] }];
    const late = reportOf({ "GET /orders/:id": ["open"], "GET /orders/mine": mine });
    expect(
      compareOpenApi(document, late).drifts.map(({ path, kind, application }) => [path, kind, application]),
    ).to.deep.equal([["/orders/mine", "unknown", "may be answered by GET /orders/:id"]]);
    const early = reportOf({ "GET /orders/mine": mine, "GET /orders/:id": ["open"] });
    expect(compareOpenApi(document, early).drifts).to.deep.equal([]);
  });

  it("a route for every method counts for those without one", () => {
    const report = reportOf({ "ALL /orders/:id": [{ accepts: ["token"] }] });
    const compared = compareOpenApi(documentOf(TOKEN), report);
    expect(compared).to.deep.include({ drifts: [], undocumented: [] });
  });

  it("HEAD is answered by the route for GET", () => {
    const report = reportOf({ "GET /orders/:id": [{ accepts: ["token"] }] });
    const document = { ...documentOf({}), paths: { "/orders/{id}": { head: TOKEN } } };
    expect(compareOpenApi(document, report).drifts).to.deep.equal([]);
  });

  it("undocumented: routes that the document does not describe are no drift", () => {
    const report = reportOf({ "GET /orders/:id": [{ accepts: ["token"] }], "GET /health": ["open"] });
    expect(compareOpenApi(documentOf(TOKEN), report)).to.deep.equal({
      operations: 1,
      drifts: [],
      undocumented: [{ method: "GET", path: "/health", state: "open" }],
      problems: [],
    });
  });

  it("an anonymous guard passes what it does not look at", () => {
    // A key for another product is refused by the second guard; a token is not looked at.
    const operation = { security: [{ token: [] }, { key: [] }], "x-product": [] };
    expect(driftsOf(operation, ["use", { product: "free" }])[0]).to.include({
      kind: "demands-more",
      application: "key of free, or token of any product",
    });
  });
});
