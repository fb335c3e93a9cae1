import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect } from "chai";
import type { Page } from "playwright-core";
import { stories } from "./support/stories.js";
import { everyPage } from "./support/every-page.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

stories("accessibility", ({ person, isFirst }) => {
  // axe is a script, and the pages are the same in every framework.
  if (!isFirst) return;

  for (const [colorScheme, width] of appearances())
    it(`axe finds nothing on any page, ${colorScheme}, ${width} px`, async function () {
      this.timeout(240_000); // some 60 pages, on a busy machine
      const admin = await person({ colorScheme, viewport: { width, height: 900 } });
      for await (const name of everyPage(admin)) {
        expect(await violationsOn(admin.page), name).to.deep.equal([]);
        expect(await isScrolledSideways(admin.page), `${name} scrolls sideways`).to.equal(false);
      }
    });

  it("no page scrolls sideways at 320 px", async function () {
    this.timeout(120_000);
    const admin = await person({ viewport: { width: 320, height: 640 } });
    for await (const name of everyPage(admin))
      expect(await isScrolledSideways(admin.page), name).to.equal(false);
  });
});

/** Each color scheme and each width once; all combinations with `BROWSER=all`. */
function appearances(): readonly (readonly [colorScheme: "light" | "dark", width: number])[] {
  const some = [
    ["light", 1280],
    ["dark", 390],
  ] as const;
  return process.env["BROWSER"] === "all" ? [...some, ["light", 390], ["dark", 1280]] : some;
}

/** The rules of axe that a page breaks, with the elements. */
async function violationsOn(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
  });
}

const isScrolledSideways = (page: Page) =>
  page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth");
