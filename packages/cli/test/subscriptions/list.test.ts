import { digestKey, type StoredSubscription } from "@product-auth/core/subscriptions";
import { expect } from "chai";
import { SHOPS, type Shop } from "./support/stores.js";

interface List {
  readonly subscriptions: readonly { readonly id: string }[];
  readonly next?: string;
}

const COUNT = 2_100;
const idOf = (n: number) => `s${String(n).padStart(4, "0")}`;
const stored = (n: number): StoredSubscription => ({
  id: idOf(n),
  scope: n % 2 === 0 ? "/products/pro" : "/apis/orders",
  state: n % 3 === 0 ? "suspended" : "active",
  ownerId: n % 700 === 0 ? "contoso" : "fabrikam",
  createdDate: 1_700_000_000_000,
  keys: [{ slot: "primary", digest: digestKey(idOf(n)), hint: "…" }],
  version: 1,
});

describe("list, of more than fits on a page", function () {
  this.timeout(30_000); // many processes
  let shop: Shop;
  before(async function () {
    this.timeout(60_000);
    shop = await SHOPS["redis"]!(this);
    const repository = await shop.open();
    await repository.insert(stored(0));
    await Promise.all(Array.from({ length: COUNT - 1 }, (_, n) => repository.insert(stored(n + 1))));
    await repository.close?.();
  });
  after(() => shop?.remove());

  const list = async (...args: string[]) => {
    const { code, stdout, stderr } = await shop.admin(["list", "--json", ...args]);
    expect(code, stderr).to.equal(0);
    const { subscriptions, next } = JSON.parse(stdout) as List;
    return { ids: subscriptions.map(({ id }) => id), next, stderr };
  };

  it("gives a hundred and says how to go on; --after does", async () => {
    const first = await list();
    expect(first.ids).to.have.length(100);
    expect(first).to.include({ next: idOf(99) });
    expect(first.stderr).to.equal('There are more: --all lists everything, --after "s0099" goes on.\n');
    expect((await list("--after", first.next!, "--limit", "2")).ids).to.deep.equal([idOf(100), idOf(101)]);
  });

  it("--all gives everything once, in order, and tells how far it is", async () => {
    const { ids, next, stderr } = await list("--all");
    expect(ids).to.deep.equal(Array.from({ length: COUNT }, (_, n) => idOf(n)));
    expect(next).to.equal(undefined);
    expect(stderr).to.equal("1000 read, going on…\n2000 read, going on…\n");
  });

  it("--limit may be more than a page", async () => {
    const { ids, next } = await list("--limit", "1500");
    expect(ids).to.have.length(1500);
    expect(next).to.equal(idOf(1499));
  });

  it("--state, --scope and --owner all hold", async () => {
    const wanted = ["--state", "suspended", "--scope", "/products/pro", "--owner", "contoso", "--all"];
    expect((await list(...wanted)).ids).to.deep.equal([idOf(0)]);
    expect((await list("--owner", "nobody")).ids).to.deep.equal([]);
    expect((await shop.admin(["list", "--owner", "nobody"])).stdout).to.equal(
      "There are no such subscriptions.\n",
    );
  });
});
