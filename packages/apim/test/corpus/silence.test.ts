import { readdirSync, readFileSync } from "node:fs";
import { importConfiguration } from "@product-auth/apim";
import { expect } from "chai";
import { accessElements } from "#src/xml/access-elements.js";
import { corpusCases } from "./cases.js";

/** Places of access elements in policy files, found without the reader. */
function placesIn(folder: string): readonly string[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".xml"),
  );
  return files.flatMap((name) => {
    const text = readFileSync(`${folder}/${name}`, "utf8").replaceAll("\r\n", "\n");
    const withoutComments = text.replaceAll(/<!--.*?-->/gs, (comment) => comment.replaceAll(/[^\n]/g, " "));
    return withoutComments
      .split("\n")
      .flatMap((line, index) =>
        [...line.matchAll(/<([a-z-]+)[\s/>]/g)]
          .filter((element) => accessElements.has(element[1]!))
          .map(() => `${name}:${index + 1}`),
      );
  });
}

describe("access elements of the corpus", () => {
  it("stand in a rule or a finding, all of them", async () => {
    let looked = 0;
    for (const { id, input, options } of corpusCases) {
      const { rules, findings } = (await importConfiguration([input], options)).report;
      const named = new Set([...rules, ...findings].map(({ at }) => at));
      // Findings about a whole file, or about the folder of a revision.
      const whole = findings.flatMap(({ code, at }) => {
        if (code === "unreadable" || code === "template") return [at.replace(/\d+$/, "")];
        return code === "revision-skipped" ? [at.replace(/[^/]+$/, "")] : [];
      });
      for (const place of placesIn(input)) {
        looked++;
        const isNamed = named.has(place) || whole.some((start) => place.startsWith(start));
        expect(isNamed, `${id} ${place}`).to.equal(true);
      }
    }
    expect(looked).to.be.above(60);
  });
});
