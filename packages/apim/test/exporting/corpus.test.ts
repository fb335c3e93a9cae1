import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { Import } from "@product-auth/apim";
import { importConfiguration } from "#src/import-configuration.js";
import { corpusCases } from "../corpus/cases.js";
import { comparable, exportOf, importOf, writtenBy } from "./support.js";

describe("export of what an import wrote", () => {
  for (const { id, input, options } of corpusCases)
    it(`gives the import again: ${id}`, async () => {
      await expectAgain(await importConfiguration([input], options));
    });

  const documents = corpusCases.flatMap(({ id, input }) => {
    const [name, ...more] = readdirSync(input);
    const isDocument = more.length === 0 && /\.(xml|cshtml|tpl|tftpl)$/.test(name!);
    return isDocument ? [{ id, text: readFileSync(join(input, name!), "utf8") }] : [];
  });
  // Callers choose what an unverified claim counts: the gateway may, the catalog does not.
  const unsayable = ["rate-by-unverified-claim"];
  for (const [where, path] of [
    ["a product", "products/gold/policy.xml"],
    ["an operation", "apis/orders/operations/list/policy.xml"],
  ] as const)
    for (const { id, text } of documents)
      it(`gives the document again that stands at ${where}: ${id}`, async () => {
        const first = await importOf({ files: new Map([...SERVICE, [path, text]]) });
        await (unsayable.includes(id) ? expectClosed(first) : expectAgain(first));
      });
});

const SERVICE = new Map([
  ["products/gold/productInformation.json", '{"properties":{"displayName":"Gold","state":"published"}}'],
  ["products/gold/apis/orders/productApiInformation.json", "{}"],
  ["apis/orders/apiInformation.json", '{"properties":{"displayName":"Orders","path":"orders"}}'],
  [
    "apis/orders/specification.json",
    JSON.stringify({
      openapi: "3.0.1",
      paths: {
        "/": { get: { operationId: "list" }, post: { operationId: "create" } },
        "/{id}": { delete: { operationId: "remove" } },
      },
    }),
  ],
]);

async function expectAgain(first: Import): Promise<void> {
  const written = writtenBy(first);
  if (written === undefined) return;
  const exported = exportOf(written);
  expect(exported.findings.filter(({ severity }) => severity === "lost")).to.deep.equal([]);
  const second = await importOf(exported);
  expect(second.report.findings.filter(({ severity }) => severity === "lost")).to.deep.equal([]);
  expect(comparable(writtenBy(second)!)).to.deep.equal(comparable(written));
}

async function expectClosed(first: Import): Promise<void> {
  const exported = exportOf(writtenBy(first)!);
  expect(exported.findings.map(({ severity, code }) => `${severity} ${code}`)).to.include(
    "lost export-policy",
  );
  const { effective, rules } = (await importOf(exported)).report;
  const its = effective.filter(({ context }) => context === "product:gold");
  const { rules: places } = its.find(({ operation }) => operation === "list") ?? its[0]!;
  const chain = places.flatMap((place) => rules.filter(({ at }) => at === place));
  expect(chain.map(({ rule }) => rule)).to.deep.equal([{ kind: "deny", status: 403 }]);
}
