import { expect } from "chai";
import type { Json } from "#src/json/json-value.js";
import { read, service, template } from "./support.js";
import { POLICY, namesOf, findingsOf, deployment, one } from "./templates.js";

describe("resourcesOfTemplate, loops, conditions, parameters and specifications", () => {
  describe("loops", () => {
    const loop = (count: Json, members: Readonly<Record<string, Json>> = {}) =>
      one({
        ...(service("products", "[concat('svc/p', copyIndex(1))]") as object),
        copy: { name: "loop", count },
        ...members,
      });
    it("are unrolled", () =>
      expect(namesOf(read(loop(3)))).to.deep.equal(["products p1", "products p2", "products p3"]));
    it("run not at all for 0", () => expect(read(loop(0)).resources).to.deep.equal([]));
    it("run 1,000 times at most", () => {
      expect(read(loop(1000)).resources).to.have.length(1000);
      expect(findingsOf(read(loop(1001)))).to.deep.equal(["lost arm-loop main.json#products"]);
    });
    for (const count of ["[length(parameters('x'))]", -1, 1.5, null, "3", {}])
      it(`are lost for a count of ${JSON.stringify(count)}`, () =>
        expect(findingsOf(read(loop(count)))).to.deep.equal(["lost arm-loop main.json#products"]));
    it("of policies hold everything when their names are unknown", () => {
      const json = loop("[parameters('x')]", {
        type: "Microsoft.ApiManagement/service/apis/policies",
        name: "[concat('svc/', parameters('names')[copyIndex()], '/policy')]",
      });
      expect(findingsOf(read(json))).to.deep.equal(["lost arm-loop main.json#apis/policies global"]);
    });
    it("of deployments hold everything", () => {
      const nested = deployment(
        { template: template({ resources: [] }) },
        { copy: { name: "d", count: "[x()]" } },
      );
      expect(findingsOf(read(one(nested)))).to.deep.equal(["lost arm-loop main.json global"]);
    });
  });

  describe("conditions", () => {
    const rows: readonly [Json, number, readonly string[]][] = [
      [false, 0, []],
      ["[equals(1, 2)]", 0, []],
      ["[not(parameters('off'))]", 1, []],
      ["[parameters('flag')]", 1, ["difference arm-condition main.json"]],
    ];
    for (const [condition, count, findings] of rows)
      it(JSON.stringify(condition), () => {
        const product = { ...(service("products", "svc/gold") as object), condition };
        const parameters = { off: { type: "bool", defaultValue: false }, flag: { type: "bool" } };
        const result = read(one(product, { parameters }));
        expect(result.resources).to.have.length(count);
        expect(findingsOf(result)).to.deep.equal(findings);
      });
    it("of a policy stand at its scope", () => {
      const policy = service("apis/policies", "svc/a/policy", {
        condition: "[x()]",
        properties: { value: POLICY },
      });
      expect(findingsOf(read(one(policy)))).to.deep.equal(["difference arm-condition main.json#api:a"]);
    });
    it("do not cascade to children", () => {
      const child = { type: "policies", name: "policy", properties: { value: POLICY } };
      const api = service("apis", "svc/a", { condition: false, resources: [child] });
      expect(namesOf(read(one(api)))).to.deep.equal(["apis/policies a/policy"]);
    });
  });

  describe("parameters", () => {
    const json = one(service("products", "[concat('svc/', parameters('Name'))]"), {
      parameters: { name: { type: "string", defaultValue: "preset" } },
    });
    const values = { name: { value: "given" } };
    it("come from a file", () => {
      for (const parameters of [{ parameters: values }, values, { parameters: { NAME: { value: "given" } } }])
        expect(namesOf(read(json, {}, { parameters }))).to.deep.equal(["products given"]);
    });
    it("of a file hold no expressions", () => {
      const parameters = { parameters: { name: { value: "[toUpper('x')]" } } };
      expect(namesOf(read(json, {}, { parameters }))).to.deep.equal(["products [toUpper('x')]"]);
    });
    it("have defaults", () => expect(namesOf(read(json))).to.deep.equal(["products preset"]));
  });

  describe("specifications", () => {
    const document = JSON.stringify({ openapi: "3.0.1", paths: { "/": { get: { operationId: "list" } } } });
    const api = (format: string, value: string) =>
      service("apis", "svc/a", { properties: { path: "a", format, value } });
    it("give operations, but those that the template declares", () => {
      const declared = service("apis/operations", "svc/a/List", {
        properties: { method: "GET", urlTemplate: "/x" },
      });
      for (const format of ["openapi", "openapi+json", "swagger-json"])
        expect(namesOf(read(one(api(format, document))))).to.deep.equal(["apis a", "apis/operations a/list"]);
      expect(namesOf(read(template({ resources: [api("openapi", document), declared] })))).to.deep.equal([
        "apis a",
        "apis/operations a/List",
      ]);
    });
    it("behind an address give none", () => {
      const result = read(one(api("openapi-link", "https://files.example/a.json")));
      expect(namesOf(result)).to.deep.equal(["apis a"]);
      expect(result.findings).to.deep.equal([]);
    });
    it("that cannot be read are lost", () =>
      expect(findingsOf(read(one(api("openapi", "{{{"))))).to.deep.equal([
        "lost unreadable main.json api:a",
      ]));
  });
});
