import { expect } from "chai";
import { everyPage } from "./support/every-page.js";
import { lostOn, smallTargetsOn, withTextOf } from "./support/sizes.js";
import { stories } from "./support/stories.js";

stories("sizes", ({ person, isFirst }) => {
  // The pages are the same in every framework.
  if (!isFirst) return;

  // WCAG 2.2, 2.5.8 Target Size (Minimum)
  it("every target measures 24 px, on a phone", async function () {
    this.timeout(120_000);
    const admin = await person({ viewport: { width: 390, height: 900 } });
    const small = new Set<string>();
    for await (const name of everyPage(admin))
      for (const target of await smallTargetsOn(admin.page)) small.add(`${name}: ${target}`);
    expect([...small]).to.deep.equal([]);
  });

  // WCAG 2.2, 1.4.4 Resize Text
  it("text of twice the size is neither cut off nor covered, at 1280 px", async function () {
    this.timeout(120_000);
    const admin = await person({ viewport: { width: 1280, height: 900 } });
    for await (const name of everyPage(admin)) {
      await withTextOf(admin.page, "200%");
      expect(await lostOn(admin.page), name).to.deep.equal([]);
    }
  });
});
