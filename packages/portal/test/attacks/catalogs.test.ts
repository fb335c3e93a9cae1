import type { ProductAuthOptions } from "@product-auth/core";
import { expect } from "chai";
import { startPortal } from "../support/start-portal.js";

type Catalog = Pick<ProductAuthOptions, "products" | "apis">;

describe("a catalog", () => {
  it("of 2,000 products and 2,000 APIs with 20,000 operations is shown and searched in time", async () => {
    const numbers = Array.from({ length: 2000 }, (_, i) => i);
    const operations = Object.fromEntries(
      numbers.slice(0, 10).map((i) => [`op-${i}`, { method: "GET", urlTemplate: `/items-${i}/{id}` }]),
    );
    const catalog = {
      products: Object.fromEntries(
        numbers.map((i) => [`p-${i}`, { displayName: `Product ${i}`, accepts: ["key"] }]),
      ),
      apis: Object.fromEntries(
        numbers.map((i) => [`a-${i}`, { path: `a-${i}`, products: [`p-${i}`], operations }]),
      ),
    } as unknown as Catalog;
    const world = await startPortal({ catalog });
    try {
      const browser = world.browser();
      await browser.get("/?q=items"); // documents are made once
      for (const path of ["/", "/products", "/apis", "/?q=items-7", "/?q=product+1999"]) {
        const start = performance.now();
        const { status, text } = await browser.get(path);
        const took = performance.now() - start;
        expect(status).to.equal(200);
        expect(took, `${path}: ${text.length} characters`).to.be.lessThan(1500);
      }
    } finally {
      await world.close();
    }
  }).timeout(20_000);

  it("has a page for each of its names, those of the portal's own pages too", async () => {
    for (const name of ["subscribe", "openapi.json", "operations", "keys", "a-b", "a.b"]) {
      const catalog = {
        products: { [name]: { displayName: "The product", accepts: ["key"] } },
        apis: { [name]: { displayName: "The API", path: "a", products: [name] } },
      } as unknown as Catalog;
      const world = await startPortal({ catalog });
      const browser = world.browser();
      const { text } = await browser.get("/");
      for (const words of ["The product", "The API"]) {
        const link = new RegExp(`href="/developer([^"]+)"[^>]*>${words}<`).exec(text)?.[1] ?? "";
        expect((await browser.get(link)).h1, link).to.equal(words);
      }
      await world.close();
    }
  });
});
