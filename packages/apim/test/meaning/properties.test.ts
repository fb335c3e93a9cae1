import { expect } from "chai";
import fc from "fast-check";
import type { Scope } from "#src/report/scope.js";
import { interpret } from "#src/meaning/interpret.js";
import { assembleReport } from "#src/assemble-report.js";
import { accessElements } from "#src/xml/access-elements.js";
import { type Configuration } from "#src/configuration/configuration.js";
import { apiOf, configurationOf, documentOf, productOf } from "./support/configuration.js";

/** An element on a line by itself, so that a place names it. */
interface Node {
  readonly open: string;
  readonly close: string;
  readonly inner: readonly Node[];
}
const leaf = (open: string): Node => ({ open, close: "", inner: [] });

const leaves = fc
  .constantFrom(
    '<rate-limit calls="1" renewal-period="1" />',
    '<quota-by-key calls="1" renewal-period="1" counter-key="@(context.Subscription.Id)" />',
    '<check-header name="X" failed-check-httpcode="400" />',
    "<validate-jwt />",
    '<ip-filter action="allow"><address>1.1.1.1</address></ip-filter>',
    "<validate-client-certificate />",
    '<check-header name="X-Key" failed-check-httpcode="400"><value>one</value></check-header>',
    '<check-header name="X-Key" failed-check-httpcode="400"><value>two</value></check-header>',
    '<include-fragment fragment-id="f" />',
    '<include-fragment fragment-id="g" />',
    "<base />",
    "<cors />",
    "<unheard-of />",
    '<set-header name="Authorization" />',
    '<return-response><set-status code="403" /></return-response>',
    '<return-response><set-status code="302" /></return-response>',
  )
  .map(leaf);

const containers = [
  ['<choose><when condition="@(context.Request.Method == &quot;GET&quot;)">', "</when></choose>"],
  ['<choose><when condition="@(x)">', "</when></choose>"],
  ["<choose><otherwise>", "</otherwise></choose>"],
  ['<retry condition="@(x)">', "</retry>"],
  ["<wait>", "</wait>"],
  ['<limit-concurrency key="a" max-count="1">', "</limit-concurrency>"],
  ["<unheard-of>", "</unheard-of>"],
  ["<trace>", "</trace>"],
  ['<return-response><set-status code="200" />', "</return-response>"],
] as const;

const nodes = fc.letrec<{ list: readonly Node[]; node: Node }>((tie) => ({
  list: fc.array(tie("node"), { maxLength: 4 }),
  node: fc.oneof(
    { depthSize: "small" },
    leaves,
    fc
      .record({ container: fc.constantFrom(...containers), inner: tie("list") })
      .map(({ container: [open, close], inner }) => ({ open, close, inner })),
  ),
}));

const written = (list: readonly Node[]): readonly string[] =>
  list.flatMap(({ open, close, inner }) => [open, ...written(inner), ...(close === "" ? [] : [close])]);

const sections = fc.constantFrom("inbound", "inbound", "inbound", "outbound");
const scopes: readonly Scope[] = [
  "global",
  "product:p",
  "api:x",
  "operation:x/o",
  "fragment:f",
  "fragment:g",
];

const configurations: fc.Arbitrary<Configuration> = fc
  .tuple(...scopes.map((scope) => fc.option(fc.tuple(fc.constant(scope), sections, nodes.list))))
  .map((documents) =>
    configurationOf({
      products: [productOf("p")],
      apis: [apiOf("x", { products: ["p"] })],
      documents: documents.flatMap((document) => {
        if (document === null) return [];
        const [scope, section, list] = document;
        const root = scope.startsWith("fragment:")
          ? ["<fragment>", "</fragment>"]
          : [`<policies><${section}>`, `</${section}></policies>`];
        return [documentOf(scope, [root[0], ...written(list), root[1]].join("\n"))];
      }),
    }),
  );

const reportOf = (configuration: Configuration) =>
  assembleReport(configuration, interpret(configuration), { accept: [], strict: false, today: "2030-01-01" });

/** Places of access elements, found without the reader. */
const placesOf = ({ documents }: Configuration): readonly string[] =>
  documents.flatMap(({ source, text }) =>
    text.split("\n").flatMap((line, index) => {
      const name = /^<([a-z-]+)/.exec(line)?.[1] ?? "";
      return accessElements.has(name) ? [`${source}:${index + 1}`] : [];
    }),
  );

describe("any configuration", () => {
  it("names each access element in a rule or a finding", () => {
    fc.assert(
      fc.property(configurations, (configuration) => {
        const { rules, findings } = reportOf(configuration);
        const named = new Set([...rules, ...findings].map(({ at }) => at));
        expect(placesOf(configuration).filter((place) => !named.has(place))).to.deep.equal([]);
      }),
      { numRuns: 150 },
    );
  });

  it("has the same report in any order of its documents", () => {
    fc.assert(
      fc.property(configurations, fc.infiniteStream(fc.nat()), (configuration, order) => {
        const keys = new Map(
          configuration.documents.map((document) => [document, order.next().value as number]),
        );
        const documents = configuration.documents.toSorted((a, b) => keys.get(a)! - keys.get(b)!);
        expect(reportOf({ ...configuration, documents })).to.deep.equal(reportOf(configuration));
      }),
      { numRuns: 60 },
    );
  });

  it("holds what it held, and the scope, when an element is added that is lost", () => {
    fc.assert(
      fc.property(configurations, fc.nat(), (configuration, which) => {
        const { documents } = configuration;
        const target = documents[which % Math.max(documents.length, 1)];
        if (target === undefined) return;
        const changed = {
          ...target,
          text: target.text
            .replace(/<(inbound|fragment)>/, "<$1><not-a-policy />")
            .replace("<outbound>", "<inbound><not-a-policy /></inbound><outbound>"),
        };
        const before = reportOf(configuration).held;
        const after = reportOf({
          ...configuration,
          documents: documents.map((each) => (each === target ? changed : each)),
        }).held;
        expect(after).to.include.members([...before]);
        if (target.scope.startsWith("operation:")) expect(after).to.include("api:x");
        else if (!target.scope.startsWith("fragment:")) expect(after).to.include(target.scope);
      }),
      { numRuns: 60 },
    );
  });

  it("has rules in effective policies that are in the list of rules", () => {
    fc.assert(
      fc.property(configurations, (configuration) => {
        const { rules, effective } = reportOf(configuration);
        const places = new Set(rules.map(({ at }) => at));
        for (const policy of effective)
          expect(policy.rules.filter((at) => !places.has(at))).to.deep.equal([]);
      }),
      { numRuns: 60 },
    );
  });
});
