import { expect } from "chai";
import fc from "fast-check";
import { importedOf, type Configured } from "./configured.js";
import { written } from "./written.js";
import { started } from "../loading/started.js";

type Api = (Configured["apis"] & {})[string];
const api = (path: string, ...templates: readonly string[]): Api => ({
  ...{ path, subscriptionRequired: false },
  operations: Object.fromEntries(templates.map((template, i) => [`op-${i}`, `GET ${template}`])),
});

describe("an API around the path of one that is left out", () => {
  const cases: readonly (readonly [name: string, outer: Api, isHeld: boolean])[] = [
    ["with unknown operations", api("shop"), true],
    ["with the empty path", api(""), true],
    ["with a wildcard", api("shop", "/*"), true],
    ["with a wildcard below the path", api("", "/shop/admin/x/*"), true],
    ["with a parameter there", api("shop", "/{id}"), true],
    ["with the segment itself", api("Shop", "/Admin/users"), true],
    ["with a variable in its path", api("${env:BASE}", "/list"), true],
    ["with other operations", api("shop", "/orders", "/", "/orders/{id}"), false],
    ["with shorter operations", api("", "/{id}", "/shop"), false],
    ["beside it", api("shop/adm", "/*"), false],
    ["inside of it", api("shop/admin/users", "/*"), false],
  ];
  for (const [name, outer, isHeld] of cases)
    it(`${name} is ${isHeld ? "held too" : "written"}`, () => {
      const { held } = written({ apis: { outer, admin: { path: "shop/admin" } }, held: ["api:admin"] });
      expect(held.map(({ scope }) => scope)).to.deep.equal(["api:admin", ...(isHeld ? ["api:outer"] : [])]);
    });

  it("is held when it has the empty path and the path of the other one could not be read", () => {
    const { held } = written({ apis: { root: api("", "/*"), shop: api("shop") }, held: ["api:unread"] });
    expect(held.map(({ scope }) => scope)).to.deep.equal(["api:root", "api:unread"]);
  });

  it("is held whatever holds the inner one", () => {
    const policies = {
      "api:admin":
        '<validate-jwt header-name="Authorization" require-scheme="Basic"><openid-config url="https://a.example/x" /><audiences><audience>a</audience></audiences></validate-jwt>',
    };
    const { held } = written({ apis: { outer: api("shop"), admin: api("shop/admin") }, policies });
    expect(held.map(({ scope }) => scope)).to.deep.equal(["api:admin", "api:outer"]);
  });

  it("answers no call to an API that is left out", () => {
    const segment = fc.constantFrom("a", "b", "{p}", "*");
    const template = fc.array(segment, { maxLength: 3 }).map((segments) => `/${segments.join("/")}`);
    const literal = fc
      .array(fc.constantFrom("a", "b"), { maxLength: 3 })
      .map((segments) => segments.join("/"));
    return fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.record({ path: literal, templates: fc.uniqueArray(template, { maxLength: 2 }) }), {
          selector: ({ path }) => path,
          minLength: 2,
          maxLength: 4,
        }),
        fc.array(literal, { minLength: 8, maxLength: 8 }),
        async (given, rests) => {
          const apis = Object.fromEntries([
            ...given.map(({ path, templates }, i) => [`api-${i}`, api(path, ...templates)] as const),
            ["another", api("z")] as const,
          ]);
          const { call } = await started(importedOf({ apis, held: ["api:api-0"] }));
          const inner = given[0]!.path;
          for (const rest of rests) {
            const path = `/${[inner, rest].filter((part) => part !== "").join("/")}`;
            const others = given.slice(1).map((one) => one.path);
            const belongsElsewhere = others.some(
              (other) => other.length > inner.length && `${path}/`.startsWith(`/${other}/`),
            );
            if (!belongsElsewhere) expect(await call({ path }), path).to.equal(404);
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});
