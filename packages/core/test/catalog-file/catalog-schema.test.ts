import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { ConfigurationError } from "#src/index.js";
import { readCatalog } from "#src/catalog-file/index.js";
import { expect } from "chai";
import { catalogForm } from "#src/options/check.js";
import { isValid, resolve, type JsonSchema } from "./json-schema.js";

const path = createRequire(import.meta.url).resolve("@product-auth/core/catalog.schema.json");
const schema = JSON.parse(readFileSync(path, "utf8")) as JsonSchema;

/** What of a form that the options are checked by can be compared. */
interface Shape {
  readonly type: string;
  readonly entries?: Readonly<Record<string, Shape>>;
  readonly wrapped?: Shape;
  readonly value?: Shape;
  readonly item?: Shape;
  readonly options?: readonly unknown[];
  readonly literal?: unknown;
  readonly pipe?: readonly { readonly type: string; readonly requirement?: unknown }[];
}

/** The forms to choose from. Those of a lazy one are chosen by what is given. */
const choices = ({ options = [] }: Shape): readonly Shape[] =>
  (options as readonly Shape[]).flatMap((one) => (one.type === "lazy" ? choices(one) : [one]));

/** A place may hold a variable as well, unless its form takes any text. */
function withoutVariable(json: JsonSchema): { readonly json: JsonSchema; readonly variable: boolean } {
  const [one, other, ...more] = json.anyOf ?? [];
  const variable = other?.$ref === "#/$defs/variable" && more.length === 0;
  return { json: variable ? one! : json, variable };
}

/** Every difference between the published schema and the form that is checked, by path. */
function differences(given: JsonSchema, shape: Shape, at: string): string[] {
  const { json, variable } = withoutVariable(given.$ref === undefined ? given : resolve(given.$ref, schema));
  const same = (what: string, one: unknown, other: unknown) =>
    JSON.stringify(one) === JSON.stringify(other)
      ? []
      : [`${at}: ${what} ${JSON.stringify(one)}, checked ${JSON.stringify(other)}`];
  switch (shape.type) {
    case "optional":
      return differences(given, shape.wrapped!, at);
    case "strict_object": {
      const entries = Object.entries(shape.entries!);
      const needed = entries.filter(([, { type }]) => type !== "optional").map(([name]) => name);
      return [
        ...same("type", json.type, "object"),
        ...same("others", json.additionalProperties, false),
        ...same("names", Object.keys(json.properties ?? {}).sort(), entries.map(([name]) => name).sort()),
        ...same("required", [...(json.required ?? [])].sort(), needed.sort()),
        ...entries.flatMap(([name, entry]) =>
          differences(json.properties?.[name] ?? {}, entry, `${at}.${name}`),
        ),
      ];
    }
    case "record":
      return [
        ...same("type", json.type, "object"),
        ...differences(json.additionalProperties || {}, shape.value!, `${at}.*`),
      ];
    case "array":
      return [...same("type", json.type, "array"), ...differences(json.items ?? {}, shape.item!, `${at}[]`)];
    case "picklist":
      return [...same("values", json.enum, shape.options), ...same("variable", variable, true)];
    case "lazy":
    case "union": {
      // A date object cannot stand in a file.
      const options = choices(shape).filter(({ type }) => type !== "date");
      if (options.length === 1) return differences(given, options[0]!, at);
      return options.flatMap((option, i) => differences(json.anyOf?.[i] ?? {}, option, `${at}|${i}`));
    }
    case "literal":
      return same("value", json.const, shape.literal);
    case "string": {
      const limit = (type: string) => shape.pipe?.find((action) => action.type === type)?.requirement;
      return [
        ...same("type", json.type, "string"),
        ...same("least length", json.minLength, limit("min_length")),
        ...same("greatest length", json.maxLength, limit("max_length")),
      ];
    }
    case "number": {
      const bound = (type: string) => shape.pipe?.find((action) => action.type === type)?.requirement;
      const isWhole = shape.pipe?.some((action) => action.type === "safe_integer");
      return [
        ...same("type", json.type, "number"),
        ...same("minimum", json.minimum, bound("min_value")),
        ...same("maximum", json.maximum, bound("max_value")),
        ...same("multiple", json.multipleOf, isWhole ? 1 : undefined),
        ...same("variable", variable, true),
      ];
    }
    case "custom": // any object
      return same("type", json.type, "object");
    default:
      return same("type", json.type, shape.type);
  }
}

describe("catalog.schema.json", () => {
  it("says the same as the form that catalogs are checked by", () =>
    expect(differences(schema, catalogForm as unknown as Shape, "catalog")).to.deep.equal([]));
  it("is draft 2020-12", () =>
    expect(schema).to.include({ $schema: "https://json-schema.org/draft/2020-12/schema" }));
});

const product = { accepts: ["key"] };
const ORDERS = { path: "orders", products: ["gold"] };
const RATE = { calls: 5, renewalPeriod: 60 };
const KEYED = { ...RATE, counterKey: ["caller"] };
const one = { id: "a", scope: "/products/gold", primaryKey: "k" };
const client = { id: "00001111-aaaa-2222-bbbb-3333cccc4444", products: ["gold"], state: "active" };

const ENV = {
  ...{ ACCEPTS: "open", STATE: "published", GROUP: "partners", STAGE: "test", NUMBER: "3" },
  ...{ DOCUMENT: "orders.json", KEY: "k-1" },
};

function accepts(catalog: object): boolean {
  try {
    readCatalog(JSON.stringify(catalog), "catalog.json", undefined, { env: ENV });
    return true;
  } catch (error) {
    if (error instanceof ConfigurationError) return false;
    throw error;
  }
}

describe("the schema and readCatalog accept", () => {
  const examples: Readonly<Record<string, object>> = {
    "one product": { products: { gold: product } },
    "a schema for editors": { $schema: "./catalog.schema.json", products: { gold: product } },
    "what is provisioned": {
      products: { gold: product },
      provision: {
        instance: "shop-test",
        clients: {
          batch: { displayName: "Batch", products: ["gold"], ownerId: "zoe", applicationId: client.id },
        },
      },
    },
    "a product with everything": {
      products: {
        gold: {
          displayName: "Gold",
          audience: ["api://55556666-ffff-7777-aaaa-8888bbbb9999"],
          role: false,
          clients: ["00001111-aaaa-2222-bbbb-3333cccc4444"],
          requiredClaims: [{ name: "scp", values: ["a"], match: "any", separator: " " }],
          accepts: ["token", "key", "open"],
          state: "notPublished",
          description: "**Gold**",
          approvalRequired: true,
          subscriptionsLimit: 0,
          terms: "Be kind.",
          groups: ["partners"],
        },
      },
    },
    "an API with everything": {
      products: { gold: product },
      apis: {
        orders: {
          ...ORDERS,
          displayName: "Orders",
          subscriptionRequired: false,
          subscriptionKeyParameterNames: { header: "x-key", query: "key" },
          description: "Orders.",
          openapi: "orders.YAML",
          operations: {
            read: { method: "GET", urlTemplate: "/{id}", displayName: "Read order", description: "One." },
          },
        },
      },
    },
    "an OpenAPI document": {
      products: { gold: product },
      apis: { orders: { ...ORDERS, openapi: { openapi: "3.1.0" } } },
    },
    "limits at every place": {
      products: {
        gold: {
          ...product,
          rateLimit: {
            ...{
              ...RATE,
              algorithm: "token-bucket",
              per: "subscription",
              remainingCallsHeaderName: "X-Left",
            },
            apis: { orders: { ...RATE, operations: { read: RATE } } },
          },
          quota: { bandwidth: 1, renewalPeriod: 0, apis: { orders: { calls: 1 } } },
        },
      },
      apis: {
        orders: {
          ...ORDERS,
          rateLimit: { ...RATE, operations: { read: RATE } },
          operations: {
            read: {
              ...{ method: "GET", urlTemplate: "/{id}" },
              quotaByKey: [{ ...KEYED, firstPeriodStart: "2026-01-01T00:00:00Z", counterName: "n" }],
            },
          },
        },
      },
      policies: {
        rateLimitByKey: [
          {
            ...RATE,
            counterKey: [
              "caller",
              { header: "x" },
              { claim: "c" },
              { text: "t" },
              { firstOf: ["user", "ip"] },
            ],
            incrementCount: 2,
            incrementCondition: { status: ["2xx", 404], statusNot: [204] },
          },
        ],
      },
    },
    subscriptions: {
      products: { gold: product },
      subscriptions: [
        { ...one, secondaryKey: "k2", state: "active", endDate: "2030-01-01", ownerState: "active" },
      ],
    },
    "client applications": {
      products: { gold: product },
      clientApplications: [{ ...client, ownerId: "zoe" }],
    },
    "variables in place of numbers, words and texts": {
      products: {
        gold: {
          ...{ accepts: ["key", "${env:ACCEPTS}"], state: "${env:STATE}", groups: ["${env:GROUP}"] },
          ...{ displayName: "Gold ${env:STAGE}", subscriptionsLimit: "${env:NUMBER}" },
          rateLimit: { calls: "${env:NUMBER}", renewalPeriod: 60 },
        },
      },
      apis: { orders: { path: "${env:STAGE}/orders", products: ["gold"], openapi: "${env:DOCUMENT}" } },
      subscriptions: [{ ...one, primaryKey: "${env:KEY}" }],
    },
  };
  for (const [name, catalog] of Object.entries(examples))
    it(name, () => expect([isValid(catalog, schema), accepts(catalog)]).to.deep.equal([true, true]));
});

describe("the schema and readCatalog refuse", () => {
  const examples: Readonly<Record<string, object>> = {
    nothing: {},
    "no product": { products: {} },
    "a list": [],
    "a list of products": { products: [product] },
    "an option that is no part of a catalog": { products: { gold: product }, tenantId: "x" },
    "a product's name with a space": { products: { "go ld": product } },
    "a misspelt member": { products: { gold: { accept: ["key"] } } },
    "an unknown kind of credential": { products: { gold: { accepts: ["cookie"] } } },
    "a description that is too long": { products: { gold: { ...product, description: "x".repeat(1001) } } },
    "less than no subscription": { products: { gold: { ...product, subscriptionsLimit: -1 } } },
    "no group": { products: { gold: { ...product, groups: [] } } },
    "a group's name with a space": { products: { gold: { ...product, groups: ["part ners"] } } },
    "a document in another format": {
      products: { gold: product },
      apis: { orders: { ...ORDERS, openapi: "orders.xml" } },
    },
    "an empty name": { products: { gold: { ...product, displayName: " " } } },
    "a role that is true": { products: { gold: { ...product, role: true } } },
    "a claim without a name": { products: { gold: { ...product, requiredClaims: [{ values: ["a"] }] } } },
    "an API without a path": { products: { gold: product }, apis: { orders: {} } },
    "no operation": { products: { gold: product }, apis: { orders: { ...ORDERS, operations: {} } } },
    "an operation without a template": {
      products: { gold: product },
      apis: { orders: { ...ORDERS, operations: { read: { method: "GET" } } } },
    },
    "an empty key": { products: { gold: product }, subscriptions: [{ ...one, primaryKey: "" }] },
    "a long key": { products: { gold: product }, subscriptions: [{ ...one, primaryKey: "k".repeat(257) }] },
    "an unknown state": { products: { gold: product }, subscriptions: [{ ...one, state: "enabled" }] },
    "a subscription without a scope": {
      products: { gold: product },
      subscriptions: [{ id: "a", primaryKey: "k" }],
    },
    "a client without a state": {
      products: { gold: product },
      clientApplications: [{ id: "1", products: [] }],
    },
    "a limit of no calls": { products: { gold: { ...product, rateLimit: { ...RATE, calls: 0 } } } },
    "a list as a limit": { products: { gold: { ...product, rateLimit: [] } } },
    "a rate limit of everything": { products: { gold: product }, policies: { rateLimit: RATE } },
    "a quota of an API": { products: { gold: product }, apis: { orders: { ...ORDERS, quota: RATE } } },
    "a quota of nothing": { products: { gold: { ...product, quota: { renewalPeriod: 1 } } } },
    "an empty counter key": {
      products: { gold: { ...product, rateLimitByKey: [{ ...KEYED, counterKey: [] }] } },
    },
    "an unknown part of a counter key": {
      products: { gold: { ...product, rateLimitByKey: [{ ...KEYED, counterKey: [{ cookie: "x" }] }] } },
    },
    "an empty condition": {
      products: { gold: { ...product, rateLimitByKey: [{ ...KEYED, incrementCondition: {} }] } },
    },
    "a policy that is no list": { products: { gold: { ...product, quotaByKey: KEYED } } },
    "a date that is a number": { products: { gold: product }, subscriptions: [{ ...one, endDate: 0 }] },
  };
  for (const [name, catalog] of Object.entries(examples))
    it(name, () => expect([isValid(catalog, schema), accepts(catalog)]).to.deep.equal([false, false]));
});
