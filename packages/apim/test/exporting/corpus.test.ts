import { expect } from "chai";
import type { Import } from "@product-auth/apim";
import { importConfiguration } from "#src/import-configuration.js";
import { corpusCases } from "../corpus/cases.js";
import { documents } from "../round-trip/services/documents.js";
import { SCOPES, serviceFiles } from "../round-trip/services/lifted.js";
import { comparable, exportOf, importOf, writtenBy } from "./support.js";

describe("export of what an import wrote", () => {
  for (const { id, input, options, absent } of corpusCases)
    it(`gives the import again: ${id}`, async () => {
      const files = await expectAgain(await importConfiguration([input], options));
      for (const text of files.values())
        for (const secret of absent) expect(text.includes(secret), "a secret").to.equal(false);
    });

  // Callers choose what an unverified claim counts: the gateway may, the catalog does not.
  const unsayable = ["rate-by-unverified-claim"];
  for (const [name, text] of documents)
    it(`gives the document again, whatever its scope: ${name}`, async () => {
      for (const scope of SCOPES) {
        const first = await importOf({ files: new Map(Object.entries(serviceFiles({ [scope]: text }))) });
        await (unsayable.includes(name) ? expectClosed(first) : expectAgain(first));
      }
    });
});

/** Resolves to the files of the export. */
async function expectAgain(first: Import): Promise<ReadonlyMap<string, string>> {
  const written = writtenBy(first);
  if (written === undefined) return new Map();
  const exported = exportOf(written);
  expect(exported.findings.filter(({ severity }) => severity === "lost")).to.deep.equal([]);
  const second = await importOf(exported);
  expect(second.report.findings.filter(({ severity }) => severity === "lost")).to.deep.equal([]);
  expect(comparable(writtenBy(second)!)).to.deep.equal(comparable(written));
  return exported.files;
}

/** Every scope of the documents has calls of this operation with a key of this product. */
async function expectClosed(first: Import): Promise<void> {
  const exported = exportOf(writtenBy(first)!);
  expect(exported.findings.map(({ severity, code }) => `${severity} ${code}`)).to.include(
    "lost export-policy",
  );
  const { effective, rules } = (await importOf(exported)).report;
  const its = effective.filter(({ api, context }) => api === "orders" && context === "product:gold");
  const { rules: places } = its.find(({ operation }) => operation === "create") ?? its[0]!;
  const chain = places.flatMap((place) => rules.filter(({ at }) => at === place));
  expect(chain.map(({ rule }) => rule)).to.deep.equal([{ kind: "deny", status: 403 }]);
}
