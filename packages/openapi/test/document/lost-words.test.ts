import { ConfigurationError, createProductAuth, type Rule } from "@product-auth/core";
import { expect } from "chai";
import fc from "fast-check";
import { compareOpenApi, rulesFromOpenApi, type GuardingInstance } from "#src/index.js";
import { readOpenApi } from "#src/text/index.js";
import { reportOf } from "../support/report.js";

type Members = Record<string, unknown>;

/** A document that is open but for `GET /orders`, which demands a key of pro. */
interface Plain {
  readonly root: Members;
  readonly item: Members;
  readonly operation: Members;
  readonly scheme: Members;
}

const SECURED = { security: [{ pro: [] }], "x-product": "pro" };

/** A way to write that `GET /orders` demands a key of pro, which a reader may pass over. */
type Spelling = (plain: Plain) => void;

const move = (from: Members, to: Members, ...names: string[]) => {
  for (const name of names) {
    to[name] = from[name];
    delete from[name];
  }
};

/** Puts the members of a holder behind a `$ref`, all but some. */
const refer = (name: string, holder: Members, root: Members, ...stay: string[]) => {
  const names = Object.keys(holder).filter((one) => !stay.includes(one));
  const target: Members = {};
  move(holder, target, ...names);
  root[`x-${name}`] = target;
  holder["$ref"] = `#/x-${name}`;
};

const SPELLINGS: Readonly<Record<string, Spelling>> = {
  "as it is": () => undefined,
  "the path behind a $ref": ({ item, root }) => refer("item", item, root),
  "the path behind a $ref, and the method beside it": ({ item, root }) => refer("item", item, root, "get"),
  "the path behind a $ref, and x-product beside it": ({ item, operation, root }) => {
    move(operation, item, "x-product");
    refer("item", item, root, "x-product");
  },
  "the operation behind a $ref": ({ operation, root }) => refer("operation", operation, root),
  "the operation behind a $ref, and security beside it": ({ operation, root }) =>
    refer("operation", operation, root, "security"),
  "the operation behind a $ref, and x-product beside it": ({ operation, root }) =>
    refer("operation", operation, root, "x-product"),
  "the scheme behind a $ref": ({ scheme, root }) => refer("scheme", scheme, root),
  "the scheme behind a $ref, and x-product beside it": ({ operation, scheme, root }) => {
    move(operation, scheme, "x-product");
    refer("scheme", scheme, root, "x-product");
  },
  "the method in capitals": ({ item }) => {
    item["GET"] = item["get"];
    delete item["get"];
  },
  "a merge key in the operation": ({ operation }) => {
    operation["<<"] = { ...SECURED };
    delete operation["security"];
    delete operation["x-product"];
  },
  "a merge key in the path": ({ item, operation }) => {
    item["<<"] = { get: operation };
    delete item["get"];
  },
  "a merge key in the scheme": ({ operation, scheme }) => {
    scheme["<<"] = { "x-product": "pro" };
    delete operation["x-product"];
  },
  ...Object.fromEntries(
    ["x-products", "X-Product", "x_product", "xProduct"].flatMap((name) => [
      [
        `${name} in the operation`,
        ({ operation }: Plain) => {
          move(operation, operation, "x-product");
          operation[name] = "pro";
        },
      ],
      [
        `${name} in the scheme`,
        ({ operation, scheme }: Plain) => {
          delete operation["x-product"];
          scheme[name] = "pro";
        },
      ],
      [
        `${name} in the document`,
        ({ operation, root }: Plain) => {
          delete operation["x-product"];
          root[name] = "pro";
        },
      ],
    ]),
  ),
};

function documentIn(spellings: readonly string[]): Members {
  const operation: Members = { operationId: "list", ...structuredClone(SECURED) };
  const item: Members = { get: operation };
  const scheme: Members = { type: "apiKey", in: "header", name: "Ocp-Apim-Subscription-Key" };
  const root: Members = {
    openapi: "3.1.0",
    security: [],
    paths: { "/health": { get: {} }, "/orders": item },
    components: { securitySchemes: { pro: scheme } },
  };
  for (const name of spellings) SPELLINGS[name]!({ root, item, operation, scheme });
  return root;
}

const options = {
  tenantId: "aaaabbbb-0000-cccc-1111-dddd2222eeee",
  subscriptions: [],
  products: {
    starter: { audience: "55556666-ffff-7777-aaaa-8888bbbb9999", accepts: ["token", "key"] },
    pro: { audience: "7b0c9e11-2222-4333-8444-955566667777", accepts: ["token", "key"] },
  },
} as const;

/** An instance whose guards are their rules. */
const auth = createProductAuth(options);
const instance: GuardingInstance<string, Rule, "open"> = {
  catalog: auth.catalog,
  requireProduct: () => undefined,
  require: (rule) => auth.requirement(rule as Rule<"pro">, "require(rule)").rule as Rule,
  open: () => "open",
};

/** The rule of `GET /orders`; `"refused"` for a document that is refused, or without the operation. */
function ruleIn(document: unknown): unknown {
  try {
    return rulesFromOpenApi(document, instance).ruleAt("GET", "/orders");
  } catch (error) {
    if (error instanceof ConfigurationError) return "refused";
    throw error;
  }
}

/** Whether a check of the document finds nothing. */
function isClean(document: unknown): boolean {
  const report = reportOf({ "GET /health": ["open"], "GET /orders": ["open"] });
  try {
    const { drifts, problems } = compareOpenApi(document, report);
    return drifts.length + problems.length === 0;
  } catch (error) {
    if (error instanceof ConfigurationError) return false;
    throw error;
  }
}

const RULE = { product: "pro", accepts: ["key"] };

describe("what a document says about access is never passed over in silence", () => {
  for (const name of Object.keys(SPELLINGS))
    it(name, () => {
      const document = documentIn([name]);
      expect(ruleIn(document)).to.be.deep.oneOf([RULE, "refused"]);
      expect(isClean(document)).to.equal(false);
    });

  it("any two ways at once", () => {
    const names = fc.subarray(Object.keys(SPELLINGS), { minLength: 2, maxLength: 2 });
    fc.assert(
      fc.property(names, (chosen) => {
        const document = documentIn(chosen);
        expect(ruleIn(document)).to.be.deep.oneOf([RULE, "refused"]);
        expect(isClean(document)).to.equal(false);
      }),
      { numRuns: 40, seed: 11 },
    );
  });

  it("references alone are followed", () => {
    for (const part of ["path", "operation", "scheme"])
      expect(ruleIn(documentIn([`the ${part} behind a $ref`]))).to.deep.equal(RULE);
  });
});

describe("what a text says about access is never passed over in silence", () => {
  const SCHEMES = "{ key: { type: apiKey, in: header, name: Ocp-Apim-Subscription-Key } }";
  const demanding = "{ security: [{ key: [] }] }";
  const open = "{ security: [] }";
  const paths: Readonly<Record<string, string>> = {
    "security twice": `{ /orders: { get: { security: [{ key: [] }], security: [] } } }`,
    "security twice, in two spellings": `{ /orders: { get: { "security": [{ key: [] }], security: [] } } }`,
    "a method twice": `{ /orders: { get: ${demanding}, get: ${open} } }`,
    "a path twice": `{ /orders: { get: ${demanding} }, /orders: { get: ${open} } }`,
    "a merge key": `{ /orders: { get: { <<: *secured, summary: a } } }`,
    "a merge key over several": `{ /orders: { get: { <<: [*secured], summary: a } } }`,
  };
  const texts = Object.entries(paths).flatMap(([what, value]): readonly [string, string][] => {
    const yaml = `openapi: 3.1.0\nx-common: &secured ${demanding}\nsecurity: []\npaths: ${value}\n`;
    const json = value
      .replaceAll(/([\w/]+):/g, '"$1":')
      .replaceAll('""', '"')
      .replaceAll(/summary": a/g, 'summary": "a"');
    return [
      [`${what}, in YAML`, `${yaml}components: { securitySchemes: ${SCHEMES} }\n`],
      ...(value.includes("*")
        ? []
        : [[`${what}, in JSON`, `{"openapi":"3.1.0","paths":${json}}`] as [string, string]]),
    ];
  });
  for (const [what, text] of texts)
    it(what, () => expect(() => readOpenApi(text)).to.throw(ConfigurationError, /twice|merge key/));
});
