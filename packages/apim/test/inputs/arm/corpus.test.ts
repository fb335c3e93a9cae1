import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import type { Json } from "#src/json/json-value.js";
import type { ImportReport } from "#src/report/report.js";
import { resourcesOfTemplate } from "#src/inputs/arm/resources-of-template.js";
import { resourcesOfState } from "#src/inputs/terraform/resources-of-state.js";

const cases = fileURLToPath(new URL("../../../test/corpus/cases/", import.meta.url));
const readJson = (path: string) => JSON.parse(readFileSync(path, "utf8")) as Json;

function resourcesOf(name: string) {
  const folder = join(cases, name, "input");
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  const main = files.find((file) => file.endsWith(".json"))!;
  const json = readJson(join(folder, main));
  if (name.startsWith("terraform")) return resourcesOfState(json, { at: main });
  const readLinked = (file: string) => {
    const [at, ...others] = files.filter((each) => basename(each) === file);
    return at === undefined || others.length > 0
      ? undefined
      : { at, text: readFileSync(join(folder, at), "utf8") };
  };
  return resourcesOfTemplate(json, { at: main, readLinked });
}

/** The place of a rule, without its line: where the document stands. */
const sourceOf = (at: string) => at.slice(0, at.lastIndexOf(":"));

describe("resources of the corpus", () => {
  const names = readdirSync(cases).filter((name) => /^(?:arm|terraform)-/.test(name));
  for (const name of names)
    it(name, () => {
      const report = readJson(join(cases, name, "expected.json")) as unknown as ImportReport;
      const { resources, findings, keys } = resourcesOf(name);
      const named = (type: string) =>
        resources.filter((each) => each.type === type).map((each) => each.names.join("/"));
      expect(named("products")).to.have.members(Object.keys(report.products));
      expect(named("apis")).to.have.members(Object.keys(report.apis));
      expect(named("products/apis")).to.have.members(
        Object.entries(report.apis).flatMap(([api, { products }]) =>
          products.map((product) => `${product}/${api}`),
        ),
      );
      expect(named("subscriptions")).to.have.members(report.subscriptions.map(({ id }) => id));
      expect([...keys.keys()]).to.have.members(
        report.subscriptions.filter((each) => each.keys === "present").map(({ id }) => id),
      );
      const documents = resources.filter(({ type }) => type.endsWith("policies")).map(({ at }) => at);
      expect(documents).to.include.members(report.rules.map(({ at }) => sourceOf(at)));
      expect(findings.map(({ severity, code, at }) => ({ severity, code, at }))).to.have.deep.members(
        report.findings.filter(({ code }) => /link|arm/.test(code)),
      );
      expect([...new Set(findings.flatMap(({ holds = [] }) => holds))]).to.have.members(report.held);
    });
});
