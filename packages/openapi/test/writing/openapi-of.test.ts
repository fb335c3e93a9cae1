import { ConfigurationError } from "@product-auth/core";
import { expect } from "chai";
import { compareOpenApi, openApiOf } from "#src/index.js";
import { reportOf } from "../support/report.js";

const oauth = {
  authorizationUrl: "https://login.example/authorize",
  tokenUrl: "https://login.example/token",
};

const report = reportOf({
  "GET /health": ["open"],
  "GET /orders": ["use", { product: "starter" }],
  "POST /orders": ["use", { product: "starter", scopes: ["Orders.Write"] }],
  "GET /orders/:id": [
    "use",
    {
      anyOf: [
        { product: "pro", accepts: ["key"] },
        { product: "starter", roles: ["Orders.Audit"] },
      ],
    },
  ],
  "GET /free": [{ product: "free" }],
  "ALL /any": ["use"],
  "GET /files/*path": ["use"],
});

describe("openApiOf: a new document", () => {
  const written = openApiOf(report, { oauth });

  it("has every route that OpenAPI can describe, with its security", () =>
    expect(written).to.deep.equal({
      openapi: "3.1.0",
      info: { title: "API", version: "1" },
      paths: {
        "/free": operation("get", { security: [{ subscriptionKey: [] }, {}], "x-product": "free" }),
        "/health": operation("get", { security: [] }),
        "/orders": {
          ...operation("get", { security: [{ token: [] }, { subscriptionKey: [] }], "x-product": "starter" }),
          ...operation("post", { security: [{ user: ["Orders.Write"] }], "x-product": "starter" }),
        },
        "/orders/{id}": operation("get", {
          parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
          security: [{ "client-starter": ["Orders.Audit"] }, { "subscriptionKey-pro": [] }],
        }),
      },
      components: {
        securitySchemes: {
          subscriptionKey: { type: "apiKey", in: "header", name: "Ocp-Apim-Subscription-Key" },
          token: { type: "http", scheme: "bearer", bearerFormat: "JWT" },
          user: {
            type: "oauth2",
            flows: { authorizationCode: { ...oauth, scopes: { "Orders.Write": "Orders.Write" } } },
          },
          "subscriptionKey-pro": {
            type: "apiKey",
            in: "header",
            name: "Ocp-Apim-Subscription-Key",
            "x-product": ["pro"],
          },
          "client-starter": { type: "http", scheme: "bearer", bearerFormat: "JWT", "x-product": ["starter"] },
        },
      },
    }));
  it("says what the application demands", () =>
    expect(compareOpenApi(written, report).drifts).to.deep.equal([]));
  it("needs addresses for scopes", () =>
    expect(() => openApiOf(report)).to.throw(
      ConfigurationError,
      "#/paths/~1orders/post: demands scopes or roles",
    ));
});

function operation(method: string, members: object) {
  return { [method]: { responses: { default: { description: "The response of the API" } }, ...members } };
}

describe("openApiOf: a document that there is", () => {
  const document = {
    openapi: "3.0.3",
    info: { title: "Orders", version: "7" },
    "x-product": "starter",
    security: [{ entra: [] }, { apim: [] }],
    paths: {
      "/health": { get: { summary: "Alive?" } },
      "/orders": {
        get: { summary: "List", tags: ["orders"] },
        post: {
          summary: "Create",
          security: [],
          "x-product": "pro",
          responses: { 201: {}, 401: { description: "Ours" } },
        },
      },
      "/elsewhere": { get: { security: [{ apim: [] }] } },
      "/linked": { $ref: "#/components/pathItems/linked" },
    },
    components: {
      schemas: { Order: { type: "object" } },
      pathItems: { linked: { get: {} } },
      securitySchemes: {
        apim: { type: "apiKey", in: "header", name: "ocp-apim-subscription-key" },
        entra: {
          type: "oauth2",
          flows: {
            authorizationCode: { ...oauth, scopes: { "api://orders/Orders.Write": "Create orders" } },
          },
        },
      },
    },
  };
  const before = structuredClone(document);
  const written = openApiOf(report, { document, responses: true }) as unknown as typeof document;

  it("is not changed itself", () => expect(document).to.deep.equal(before));
  it("keeps all that is not about access, and what says the same already", () => {
    const { paths, ...rest } = written;
    const { paths: _, ...restBefore } = before;
    expect(rest).to.deep.equal(restBefore);
    expect(paths["/elsewhere"]).to.deep.equal(before.paths["/elsewhere"]);
    expect(paths["/linked"]).to.deep.equal(before.paths["/linked"]);
    expect(paths["/orders"].get).to.include({ summary: "List" }).and.not.to.have.property("security");
  });
  it("does not change what several paths may refer to", () =>
    expect(openApiOf(reportOf({ "GET /linked": [{ accepts: ["key"] }] }), { document })).to.deep.equal(
      document,
    ));
  it("gets the security of other operations, by its own schemes and spellings, and inherited products", () => {
    expect(written.paths["/health"].get).to.deep.include({ summary: "Alive?", security: [] });
    const { summary, security, ...post } = written.paths["/orders"].post as Record<string, unknown>;
    expect([summary, security]).to.deep.equal(["Create", [{ entra: ["api://orders/Orders.Write"] }]]);
    expect(post).not.to.have.property("x-product");
  });
  it("gets the responses that it lacks", () => {
    const { responses } = written.paths["/orders"].post;
    expect(Object.keys(responses)).to.deep.equal(["201", "401", "403", "503"]);
    expect(responses[401].description).to.equal("Ours");
    expect(written.paths["/health"].get).not.to.have.property("responses");
  });
});
