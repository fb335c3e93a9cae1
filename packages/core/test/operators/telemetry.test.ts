import { expect } from "chai";
import {
  createProductAuth,
  type DecisionEvent,
  MemorySubscriptionStore,
  type ProductAuthOptions,
  type RequestView,
  type SubscriptionStore,
  type Telemetry,
  type WatchedInstance,
} from "#src/index.js";

const view = (key?: string): RequestView => ({
  method: "GET",
  path: "/orders",
  header: (name) => (name === "ocp-apim-subscription-key" ? key : undefined),
  query: () => undefined,
});

const options: ProductAuthOptions<"pro"> = {
  products: { pro: { accepts: ["key"] } },
  subscriptions: [{ id: "contoso", scope: "/products/pro", primaryKey: "some-key" }],
};

/** Records what it is informed of, as lines. */
class Recorded implements Telemetry {
  readonly lines: string[] = [];
  readonly watched = new Set<WatchedInstance>();

  watch(instance: WatchedInstance): () => void {
    this.watched.add(instance);
    return () => void this.watched.delete(instance);
  }
  decided({ outcome, code, credential }: DecisionEvent): void {
    this.lines.push(["decided", outcome, code, credential].join(" "));
  }
  took(seconds: number, outcome: string): void {
    expect(seconds).to.be.at.least(0);
    this.lines.push(`took ${outcome}`);
  }
  queried(store: string, seconds: number, failed: boolean): void {
    expect(seconds).to.be.at.least(0);
    this.lines.push(`queried ${store}${failed ? ", failed" : ""}`);
  }
  lookedUp(cache: string, found: boolean): void {
    this.lines.push(`looked up ${cache}${found ? ", found" : ""}`);
  }
  fetchedKeys(_seconds: number, failed: boolean): void {
    this.lines.push(`fetched${failed ? ", failed" : ""}`);
  }
}

describe("the option telemetry", () => {
  /** The lines of these requests, each decided before the next. */
  async function linesOf(
    keys: readonly (string | undefined)[],
    more: Partial<ProductAuthOptions<"pro">> = {},
  ) {
    const telemetry = new Recorded();
    const auth = createProductAuth({ ...options, ...more, telemetry });
    const requirement = auth.requirement({ product: "pro" });
    for (const key of keys) await auth.authorize(view(key), requirement);
    await auth.close();
    return telemetry.lines;
  }
  const asynchronous = (find: (digest: string) => unknown) =>
    ({ findByKeyDigest: async (digest: string) => find(digest) }) as SubscriptionStore;
  const known = new MemorySubscriptionStore(
    options.subscriptions as ConstructorParameters<typeof MemorySubscriptionStore>[0],
  );

  it("receives each decision and its duration; a list of subscriptions is no store", async () =>
    expect(await linesOf(["some-key", undefined])).to.deep.equal([
      "decided admit  key",
      "took admit",
      "decided refuse key_missing none",
      "took refuse",
    ]));

  it("receives look-ups and queries of a store that answers later", async () => {
    const subscriptions = asynchronous((digest) => known.findByKeyDigest(digest));
    expect(await linesOf(["some-key", "some-key"], { subscriptions })).to.deep.equal([
      "looked up subscriptions",
      "queried subscriptions",
      "decided admit  key",
      "took admit",
      "looked up subscriptions, found",
      "decided admit  key",
      "took admit",
    ]);
  });

  it("receives failed queries", async () => {
    const subscriptions = asynchronous(() => Promise.reject(new Error("down")));
    expect(await linesOf(["some-key"], { subscriptions })).to.deep.equal([
      "looked up subscriptions",
      "queried subscriptions, failed",
      "decided unavailable subscriptions_unavailable key",
      "took unavailable",
    ]);
  });

  it("receives a query that is not answered in time, once", async () => {
    const subscriptions = asynchronous(() => new Promise(() => undefined));
    const lines = await linesOf(["some-key"], { subscriptions, storeTimeout: 0.01 });
    expect(lines.filter((line) => line.startsWith("queried"))).to.deep.equal([
      "queried subscriptions, failed",
    ]);
  });

  it("receives questions to a store of counters, until its failure keeps it from being asked", async () => {
    const products = { pro: { accepts: ["key"], rateLimit: { calls: 9, renewalPeriod: 60 } } } as const;
    const down = () => Promise.reject(new Error("down"));
    const store = { take: down, add: down, read: down, reset: down };
    const counters = { store, onChange: () => undefined };
    expect(await linesOf(["some-key", "some-key"], { products, counters })).to.deep.equal([
      "queried counters, failed",
      "decided admit  key",
      "took admit",
      "decided admit  key",
      "took admit",
    ]);
  });

  it("receives fetches of keys, and look-ups of tokens", async () => {
    const telemetry = new Recorded();
    const auth = createProductAuth({
      issuer: "https://issuer.example",
      products: { pro: { audience: "api://pro", role: false, clients: ["a"] } },
      fetch: async () => new Response("{}", { status: 500 }),
      telemetry,
    });
    await auth.ready().catch(() => undefined);
    const bearer: RequestView = {
      ...view(),
      header: (name) => (name === "authorization" ? "Bearer a.b.c" : undefined),
    };
    await auth.authorize(bearer, auth.anyProduct);
    expect(telemetry.lines).to.include.members(["fetched, failed", "looked up tokens"]);
    await auth.close();
  });

  it("can read an instance until it is closed", async () => {
    const telemetry = new Recorded();
    const auth = createProductAuth({ ...options, telemetry, clock: () => 7 });
    const [instance] = telemetry.watched;
    expect(instance!.health()).to.deep.equal(auth.health());
    expect(instance!.clock()).to.equal(7);
    await auth.close();
    expect(telemetry.watched.size).to.equal(0);
  });

  describe("whose methods", () => {
    const warnings: Error[] = [];
    let printers: NodeJS.WarningListener[];
    const hear = (warning: Error) => void warnings.push(warning);
    before(() => {
      printers = process.listeners("warning");
      process.removeAllListeners("warning").on("warning", hear); // Node would print it
    });
    beforeEach(() => void warnings.splice(0));
    after(() => {
      process.off("warning", hear);
      for (const printer of printers) process.on("warning", printer);
    });

    const throwing = (thrown: unknown) => () => {
      throw thrown;
    };
    const misbehaving: Readonly<Record<string, () => unknown>> = {
      "throw an error": throwing(new Error("a bug in telemetry")),
      "throw nothing at all": throwing(undefined),
      "throw an object without a prototype": throwing(Object.create(null)),
      reject: () => Promise.reject(new Error("a bug in telemetry")),
      "never resolve": () => new Promise(() => undefined),
    };
    const keys = ["some-key", "other-key", undefined];

    for (const [what, misbehave] of Object.entries(misbehaving))
      it(`${what}, affects no request: the first error of each method is a process warning`, async () => {
        const bad = new Proxy({} as Telemetry, { get: () => misbehave, has: () => true });
        const decided = (telemetry?: Telemetry) => {
          const auth = createProductAuth({ ...options, ...(telemetry && { telemetry }) });
          const requirement = auth.requirement({ product: "pro" });
          // A promise would be a request that waits for its telemetry.
          const found = keys.map((key) => auth.authorize(view(key), requirement));
          return { found, end: auth.close() };
        };
        const [disturbed, undisturbed] = [decided(bad), decided()];
        expect(disturbed.found).to.deep.equal(undisturbed.found);
        await Promise.all([disturbed.end, undisturbed.end]);
        await new Promise((resolve) => setImmediate(resolve));
        // Of watch, decided and took; what never resolves is no function either, which ends `watch`.
        const times = what === "never resolve" ? 1 : 3;
        expect(warnings.map(({ name }) => name)).to.deep.equal(
          Array(times).fill("ProductAuthObserverWarning"),
        );
        if (what === "throw an error") expect(warnings[0]!.message).to.equal("a bug in telemetry");
      });
  });

  it("is refused when it is something else", () =>
    expect(() => createProductAuth({ ...options, telemetry: {} as Telemetry })).to.throw(
      /telemetry: .*write an object with decided/s,
    ));
});
