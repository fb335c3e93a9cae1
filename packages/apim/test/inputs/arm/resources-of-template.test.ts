import { expect } from "chai";
import type { Json } from "#src/json/json-value.js";
import { read, service, template } from "./support.js";
import { POLICY, svc, namesOf, findingsOf, one } from "./templates.js";

describe("resourcesOfTemplate", () => {
  describe("names", () => {
    const rows: readonly [string, Json, string][] = [
      ["by concat", service("products", `${svc}gold')]`), "products gold"],
      ["by format", service("products", "[format('{0}/{1}', parameters('svc'), 'gold')]"), "products gold"],
      ["literal with slashes", service("products", "svc/gold"), "products gold"],
      ["types in any case", service("PRODUCTS", "svc/gold"), "products gold"],
      ["of links", service("products/apis", `${svc}gold/orders')]`), "products/apis gold/orders"],
      [
        "of older named values",
        service("properties", "svc/x", { properties: { value: "1" } }),
        "namedValues x",
      ],
      ["of workspaces", service("workspaces/apis", "svc/w/orders"), "workspaces/apis w/orders"],
      [
        "of policies, whose last part never matters",
        service("apis/policies", "[concat('svc/orders/', parameters('x'))]", {
          properties: { value: POLICY },
        }),
        "apis/policies orders/policy",
      ],
      [
        "of the global policy",
        service("policies", "[concat(parameters('svc'), '/policy')]", { properties: { value: POLICY } }),
        "policies policy",
      ],
    ];
    for (const [name, resource, expected] of rows)
      it(name, () => {
        const result = read(one(resource));
        expect(namesOf(result)).to.deep.equal([expected]);
        expect(result.findings).to.deep.equal([]);
      });

    const unknown: readonly [string, Json, string][] = [
      [
        "products",
        service("products", "[concat('svc/', parameters('x'))]"),
        "lost arm-expression main.json#products",
      ],
      ["APIs", service("apis", "[parameters('full')]"), "lost arm-expression main.json#apis"],
      [
        "policies of an unknown API hold everything",
        service("apis/policies", "[concat('svc/', parameters('x'), '/policy')]", {
          properties: { value: POLICY },
        }),
        "lost arm-expression main.json#apis/policies global",
      ],
      [
        "policies of an unknown operation hold the API",
        service("apis/operations/policies", "[concat('svc/orders/', parameters('x'), '/policy')]"),
        "lost arm-expression main.json#apis/operations/policies api:orders",
      ],
      [
        "policies of an API in a parameter of several parts hold everything",
        service("apis/policies", "[concat(parameters('x'), '/policy')]"),
        "lost arm-expression main.json#apis/policies global",
      ],
      [
        "policies of an operation in such a parameter hold everything",
        service("apis/operations/policies", "[concat(parameters('x'), '/list/policy')]"),
        "lost arm-expression main.json#apis/operations/policies global",
      ],
      [
        "subscriptions",
        service("subscriptions", "[guid('x')]"),
        "difference arm-expression main.json#subscriptions",
      ],
      [
        "too few parts",
        service("products/apis", "svc/gold"),
        "lost arm-expression main.json#products/apis links:",
      ],
      ["no name", { type: "Microsoft.ApiManagement/service/apis" }, "lost arm-expression main.json#apis"],
    ];
    for (const [name, resource, expected] of unknown)
      it(`unknown: ${name}`, () => {
        const result = read(one(resource));
        expect(result.resources).to.deep.equal([]);
        expect(findingsOf(result)).to.deep.equal([expected]);
      });

    it("says nothing about resources that guard nothing", () => {
      const resources = [
        service("backends", "[parameters('x')]"),
        service("loggers", "svc/l", { properties: { credentials: { instrumentationKey: "hunter2" } } }),
        { type: "Microsoft.Web/sites", name: "[parameters('x')]", condition: "[parameters('y')]" },
        "text",
        null,
      ];
      const result = read(template({ resources }));
      expect(namesOf(result)).to.deep.equal([]);
      expect(result.findings).to.deep.equal([]);
    });
  });

  it("reads children below their parents, with short or full types", () => {
    const operation = {
      type: "operations",
      name: "create",
      properties: { method: "POST", urlTemplate: "/" },
      resources: [{ type: "policies", name: "policy", properties: { policyContent: POLICY } }],
    };
    const api = service("apis", "svc/orders", {
      properties: { path: "orders" },
      resources: [
        operation,
        service("apis/policies", "svc/orders/policy", { properties: { value: POLICY } }),
      ],
    });
    const root = {
      type: "Microsoft.ApiManagement/service",
      name: "svc",
      resources: [{ type: "products", name: "gold" }],
    };
    const result = read(template({ resources: [api, root] }));
    expect(namesOf(result)).to.deep.equal([
      "apis orders",
      "apis/operations orders/create",
      "apis/operations/policies orders/create/policy",
      "apis/policies orders/policy",
      "products gold",
    ]);
    expect(result.resources.map(({ at }) => at)).to.deep.equal([
      "main.json",
      "main.json",
      "main.json#operation:orders/create",
      "main.json#api:orders",
      "main.json",
    ]);
  });

  it("reads symbolic names, and not what exists already", () => {
    const resources = {
      svc: { existing: true, type: "Microsoft.ApiManagement/service", name: "svc" },
      there: { ...(service("products", "svc/there") as object), existing: true },
      gold: service("products", "svc/gold"),
    };
    expect(namesOf(read(template({ languageVersion: "2.0", resources })))).to.deep.equal(["products gold"]);
  });

  describe("identifiers", () => {
    const rows: readonly [string, string | undefined][] = [
      [
        "[resourceId('Microsoft.ApiManagement/service/products', parameters('svc'), 'gold')]",
        "/products/gold",
      ],
      ["[concat(resourceId('Microsoft.ApiManagement/service', parameters('svc')), '/apis')]", "/apis"],
      ["[resourceId('Microsoft.ApiManagement/service', parameters('svc'))]", "/"],
      ["[concat(parameters('serviceId'), '/products/gold')]", "/products/gold"],
      ["/products/gold", "/products/gold"],
      ["[concat('/products/', parameters('x'))]", undefined],
      ["[resourceId('Microsoft.ApiManagement/service/products', 'svc', parameters('x'))]", undefined],
      ["[concat(parameters('x'), '/gold')]", undefined],
    ];
    for (const [scope, expected] of rows)
      it(scope, () => {
        const result = read(one(service("subscriptions", "svc/s", { properties: { scope } })));
        expect(result.resources[0]?.properties["scope"]).to.equal(expected);
      });
  });

  it("reads subscriptions of older API versions", () => {
    const properties = { productId: "[concat('/products/', 'gold')]", userId: "/users/u", state: "active" };
    expect(
      read(one(service("subscriptions", "svc/s", { properties }))).resources[0]?.properties,
    ).to.deep.equal({
      ...{ state: "active", scope: "/products/gold", ownerId: "/users/u" },
    });
  });
});
