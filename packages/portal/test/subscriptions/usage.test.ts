import type { CounterStore } from "@product-auth/core/counters";
import { expect } from "chai";
import { keysOf, linkOf } from "../support/visitor.js";
import { createWorld } from "../support/world.js";

const LIMITED = {
  products: {
    starter: {
      displayName: "Starter",
      accepts: ["key"],
      rateLimit: { calls: 5, renewalPeriod: 60 },
      quota: { calls: 10_000, renewalPeriod: 2_592_000 },
    },
  },
  apis: { orders: { displayName: "Orders", path: "orders", products: ["starter"] } },
} as const;

describe("rates and quotas", () => {
  it("are in words on the page of the product", async () => {
    const { text } = await createWorld({ auth: LIMITED }).guest.open("/products/starter");
    expect(text)
      .to.include("<li>5 calls per minute</li>")
      .and.include("<li>10,000 calls per month (30 days)</li>");
  });

  it("what is used is on the page of the subscription", async () => {
    const world = createWorld({ auth: LIMITED });
    const adele = await world.user();
    const [key] = keysOf(await adele.fill("/products/starter/subscribe", { name: "Test" }));
    const path = linkOf(await adele.open("/subscriptions"), "Test");
    expect(cellsOf(await adele.open(path)).map((cells) => cells.slice(0, 3))).to.deep.equal([
      ["5 calls per minute", "product Starter", "0 calls"],
      ["10,000 calls per month (30 days)", "product Starter", "0 calls"],
    ]);
    const decision = await world.auth.authorize(
      {
        method: "GET",
        path: "/orders",
        header: (name) => (name === "ocp-apim-subscription-key" ? key : undefined),
        query: () => undefined,
      },
      world.auth.anyProduct,
    );
    expect(decision).to.include({ outcome: "admit" });
    expect(cellsOf(await adele.open(path)).map((cells) => cells[2])).to.deep.equal(["1 call", "1 call"]);
  });

  it("is “not known at the moment” while the counters are down", async () => {
    const down = () => Promise.reject(new Error("down"));
    const store: CounterStore = { take: down, read: down, reset: down } as never;
    const world = createWorld({ auth: { ...LIMITED, counters: { store, onChange: () => undefined } } });
    const adele = await world.user();
    await adele.fill("/products/starter/subscribe", { name: "Test" });
    const page = await adele.open(linkOf(await adele.open("/subscriptions"), "Test"));
    expect([page.status, page.h1]).to.deep.equal([200, "Test"]);
    expect(cellsOf(page).map((cells) => [cells[0], cells[2]])).to.deep.equal([
      ["5 calls per minute", "not known at the moment"],
      ["10,000 calls per month (30 days)", "not known at the moment"],
    ]);
  });

  const cellsOf = ({ text }: { readonly text: string }) =>
    [...text.matchAll(/<tr>([\s\S]*?)<\/tr>/g)]
      .map(([, row = ""]) =>
        [...row.matchAll(/<td[^>]*>([\s\S]*?)<\/td>/g)].map(([, cell = ""]) =>
          cell.replaceAll(/<[^>]+>/g, "").trim(),
        ),
      )
      .filter((cells) => cells.length > 0);
});
