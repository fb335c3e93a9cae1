import { expect } from "chai";
import { importedOf } from "../writing/configured.js";
import { parsed } from "../writing/written.js";
import { started } from "./started.js";

const denied = (condition: string): string =>
  `<choose><when condition="@(${condition})"><return-response><set-status code="403" /></return-response></when></choose>`;

/** `listed` has operations, `unlisted` has none. */
const imported = (condition: string) =>
  importedOf({
    products: { gold: {} },
    apis: {
      listed: { products: ["gold"], operations: { drop: "DELETE /", read: "GET /" } },
      unlisted: { products: ["gold"] },
    },
    policies: { global: denied(condition) },
  });

const heldBy = (condition: string): readonly string[] =>
  parsed(imported(condition)).held.map(({ scope }) => scope);

describe("an API is held when it is unknown whether a rule applies to its calls:", () => {
  const cases: Readonly<Record<string, readonly string[]>> = {
    // Operations that are not in the input may be called all the same.
    'context.Operation.Id == "drop"': ["api:unlisted"],
    'context.Operation.Id != "read"': ["api:unlisted"],
    'context.Request.Method == "GET" && context.Operation.Id == "read"': ["api:unlisted"],
    'context.Api.Id == "listed" && context.Operation.Id == "drop"': [],
    'context.Api.Id == "unlisted" || context.Operation.Id == "drop"': [],
    // A named value that is not in the input has a value in the gateway.
    'context.Request.Method == "{{method}}"': ["api:listed", "api:unlisted"],
    'context.Request.Method != "{{method}}"': ["api:listed", "api:unlisted"],
    'context.Product?.Id == "{{product}}"': ["api:listed", "api:unlisted"],
    'context.Api.Id == "{{api}}"': ["api:listed", "api:unlisted"],
    'context.Operation.Id == "{{operation}}"': ["api:listed", "api:unlisted"],
    'context.Api.Id == "unlisted" && context.Request.Method == "{{method}}"': ["api:unlisted"],
  };
  for (const [condition, held] of Object.entries(cases))
    it(condition, () => expect(heldBy(condition)).to.deep.equal(held));

  it("calls of a held API are refused, and the others decided", async () => {
    const { call } = await started(imported('context.Operation.Id == "drop"'), {
      subscriptions: [{ id: "one", scope: "/products/gold", primaryKey: "k1" }],
    });
    const headers = { "ocp-apim-subscription-key": "k1" };
    expect(await call({ method: "DELETE", path: "/unlisted", headers })).to.equal(404);
    expect(await call({ method: "DELETE", path: "/listed", headers })).to.equal(403);
    expect(await call({ method: "GET", path: "/listed", headers })).to.equal(200);
  });

  it("a denial of GET includes HEAD, which its handler answers", async () => {
    const { call } = await started(imported('context.Request.Method == "GET"'), {
      subscriptions: [{ id: "one", scope: "/products/gold", primaryKey: "k1" }],
    });
    const headers = { "ocp-apim-subscription-key": "k1" };
    for (const path of ["/unlisted", "/listed"])
      expect(await call({ method: "HEAD", path, headers }), path).to.equal(403);
    expect(await call({ method: "DELETE", path: "/unlisted", headers })).to.equal(200);
  });

  it("a method in lower case is that of no request", async () => {
    const { call } = await started(imported('context.Request.Method != "get"'), {
      subscriptions: [{ id: "one", scope: "/products/gold", primaryKey: "k1" }],
    });
    const headers = { "ocp-apim-subscription-key": "k1" };
    expect(await call({ method: "GET", path: "/unlisted", headers })).to.equal(403);
    expect(await call({ method: "GET", path: "/listed", headers })).to.equal(403);
  });
});
