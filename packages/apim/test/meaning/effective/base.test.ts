import { expect } from "chai";
import fc from "fast-check";
import type { Scope } from "#src/report/scope.js";
import { interpret } from "#src/meaning/interpret.js";
import { apiOf, configurationOf, documentOf, productOf } from "../support/configuration.js";

/** Documents as words: `a` is a check, `BASE`, `F` and `G` stand for others, `END` answers. */
const words = fc.array(fc.constantFrom("a", "b", "c", "BASE", "F", "G", "END"), { maxLength: 5 });
const inFragments = fc.array(fc.constantFrom("d", "e", "END"), { maxLength: 3 });
const documents = fc.record({
  global: fc.option(words),
  "product:p": fc.option(words),
  "api:x": fc.option(words),
  "operation:x/o": fc.option(words),
  "fragment:G": inFragments,
  "fragment:F": inFragments.chain((list) => fc.constantFrom(list, [...list, "G"], ["G", ...list])),
});

const elements: Readonly<Record<string, string>> = {
  BASE: "<base />",
  F: '<include-fragment fragment-id="F" />',
  G: '<include-fragment fragment-id="G" />',
  END: "<return-response />",
};

function documentIn(scope: Scope, list: readonly string[]) {
  const inner = list
    .map((word) => elements[word] ?? `<check-header name="${word}" failed-check-httpcode="400" />`)
    .join("\n");
  return documentOf(
    scope,
    scope.startsWith("fragment:")
      ? `<fragment>\n${inner}</fragment>`
      : `<policies><inbound>\n${inner}</inbound></policies>`,
  );
}

describe("base and fragments in any documents", () => {
  it("expand as text that is put into text", () => {
    fc.assert(
      fc.property(documents, (given) => {
        const present = Object.entries(given).flatMap(([scope, list]) =>
          list ? [[scope as Scope, list] as const] : [],
        );
        const { effective, rules } = interpret(
          configurationOf({
            apis: [apiOf("x", { products: ["p"] })],
            products: [productOf("p")],
            documents: present.map(([scope, list]) => documentIn(scope, list)),
          }),
        );
        const names = new Map(rules.map(({ at, rule }) => [at, rule.kind === "header" ? rule.name : ""]));
        for (const { operation, context, rules: places } of effective)
          expect(places.map((place) => names.get(place)).join(" ")).to.equal(
            expanded(given, operation, context),
          );
      }),
      { numRuns: 300 },
    );
  });
});

type Documents = typeof documents extends fc.Arbitrary<infer Given> ? Given : never;

function expanded(given: Documents, operation: string, context: string): string {
  const put = (list: readonly string[] | null, base: string): string =>
    (list?.join(" ") ?? "BASE").replaceAll("BASE", base);
  const global = put(given.global ?? [], "");
  const product = context === "api" ? global : put(given["product:p"], global);
  const api = put(given["api:x"], product);
  const whole = operation === "*" ? api : put(given["operation:x/o"], api);
  const [reached = ""] = whole
    .replaceAll("F", given["fragment:F"].join(" "))
    .replaceAll("G", given["fragment:G"].join(" "))
    .split("END");
  return reached.trim().replaceAll(/ +/g, " ");
}
