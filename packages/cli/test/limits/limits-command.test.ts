import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createProductAuth, type RequestView } from "@product-auth/core";
import { loadCatalog } from "@product-auth/core/catalog";
import type { CounterStore } from "@product-auth/core/counters";
import { JsonFileSubscriptionRepository, administerSubscriptions } from "@product-auth/core/subscriptions";
import { createPostgresCounters } from "@product-auth/postgres";
import { createRedisCounters } from "@product-auth/redis";
import { serviceFor, startPostgres, startRedis, type SkippableContext } from "@product-auth/testkit/services";
import { expect } from "chai";
import { runOnceAsProgram, type Ended } from "../run.js";
import { newFolder } from "../subscriptions/support/command.js";

const KEY = "contoso-key";
const bucket = (calls: number) => ({ calls, renewalPeriod: 86_400, algorithm: "token-bucket" });
const CATALOG = {
  policies: { rateLimitByKey: [{ ...bucket(1_000), counterKey: ["ip"] }] },
  products: {
    pro: {
      accepts: ["key"],
      rateLimit: bucket(100),
      quota: { calls: 1_000, bandwidth: 40_000, renewalPeriod: 604_800 },
    },
    lite: {
      accepts: ["token"],
      audience: "api://55556666-ffff-7777-aaaa-8888bbbb9999",
      rateLimit: bucket(5),
    },
  },
  apis: { orders: { path: "orders", products: ["pro", "lite"] } },
  subscriptions: [
    { id: "contoso", scope: "/products/pro", primaryKey: KEY, startDate: "2026-01-01T00:00:00Z" },
    { id: "elsewhere", scope: "/apis/orders", primaryKey: "elsewhere-key" },
  ],
};

interface Counting {
  readonly args: readonly string[];
  /** The store as an API uses it. */
  open(): Promise<CounterStore>;
}

let made = 0;
const COUNTINGS: Readonly<Record<string, (context: SkippableContext) => Promise<Counting>>> = {
  async redis(context) {
    const { url } = await serviceFor(context, startRedis);
    const prefix = `{test-${process.pid}-limits-${++made}}:`;
    return {
      args: ["--counters", url, "--counters-prefix", prefix],
      open: async () => createRedisCounters({ url, prefix }),
    };
  },
  async postgres(context) {
    const { url } = await serviceFor(context, startPostgres);
    const schema = `test_${process.pid}_limits_${++made}`;
    return {
      args: ["--counters", url, "--counters-schema", schema],
      async open() {
        const counters = createPostgresCounters({ connectionString: url, schema });
        await counters.migrate();
        return counters;
      },
    };
  },
};

const ordersWith = (key: string): RequestView => ({
  method: "GET",
  path: "/orders",
  header: (name) => (name === "ocp-apim-subscription-key" ? key : undefined),
  query: () => undefined,
  address: () => "203.0.113.9",
});

describe("product-auth limits", function () {
  this.timeout(30_000); // processes
  let folder: Awaited<ReturnType<typeof newFolder>>;
  before(async () => {
    folder = await newFolder();
    await writeFile(join(folder.path, "catalog.json"), JSON.stringify(CATALOG));
  });
  after(() => folder.remove());

  const run = (args: readonly string[], env: Record<string, string> = {}): Promise<Ended> =>
    runOnceAsProgram(
      [args.find((arg) => /^redis:|^postgres/.test(arg))?.split(":")[0]],
      ["limits", ...args],
      {
        cwd: folder.path,
        env,
      },
    );

  for (const [name, countingIn] of Object.entries(COUNTINGS))
    describe(`with counters in ${name}`, () => {
      let counting: Counting;
      before(async function () {
        counting = await countingIn(this);
        const auth = createProductAuth({
          ...(await loadCatalog(join(folder.path, "catalog.json"))),
          tenantId: "aaaabbbb-0000-cccc-1111-dddd2222eeee",
          counters: { store: await counting.open() },
        });
        for (let call = 0; call < 3; call++)
          expect((await auth.authorize(ordersWith(KEY), auth.anyProduct)).outcome).to.equal("admit");
        await auth.close();
      });

      it("show prints what the API has counted, and no key", async () => {
        const { code, stdout, stderr } = await run(["show", "contoso", ...counting.args]);
        expect({ code, stderr }).to.deep.equal({ code: 0, stderr: "" });
        const rows = stdout.split("\n").map((line) => line.split(/ {2,}/));
        expect(rows[0]).to.deep.equal(["KIND", "PLACE", "USED", "PERIOD", "RENEWED"]);
        expect(rows[1]).to.deep.equal(["rate", "product:pro", "3 of 100", "1 d"]);
        expect(rows[2]!.slice(0, 4)).to.deep.equal(["quota", "product:pro", "3 of 1000", "7 d"]);
        // Weeks from the start of the subscription, a Thursday.
        expect(new Date(rows[2]![4]!).getUTCDay()).to.equal(4);
        expect(rows[3]!.slice(0, 4)).to.deep.equal(["bandwidth", "product:pro", "0 of 40000 KB", "7 d"]);
        expect(rows[4]).to.deep.equal(["rate", "global", "by call, of 1000", "1 d"]);
        expect(rows).to.have.lengthOf(6);
      });

      it("reset needs --yes; it begins again, and is in the audit", async () => {
        const hesitant = await run(["reset", "contoso", ...counting.args]);
        expect(hesitant).to.include({ code: 2, stdout: "" });
        const shown = await run(["show", "contoso", ...counting.args, "--json"]);
        expect(JSON.parse(shown.stdout)).to.have.nested.property("limits[1].used", 3);
        const { code, stdout, stderr } = await run([
          ...["reset", "contoso", "--yes", "--json", "--by", "ann", "--comment", "by request"],
          ...counting.args,
        ]);
        expect(code).to.equal(0);
        const { limits, ...document } = JSON.parse(stdout) as { limits: { used?: number }[] };
        expect(document).to.deep.equal({ subscription: "contoso", scope: "/products/pro", reset: 3 });
        expect(limits.map(({ used }) => used)).to.deep.equal([0, 0, 0, undefined]);
        const { at, ...event } = JSON.parse(stderr.replace("audit: ", "")) as Record<string, unknown>;
        expect(Math.abs(Date.now() - Date.parse(at as string))).to.be.below(60_000);
        expect(event).to.deep.equal({
          action: "reset-limits",
          subscriptionId: "contoso",
          by: "ann",
          counters: 3,
          comment: "by request",
        });
      });

      it("reads and resets a client application, of one product or of all", async () => {
        const store = await counting.open();
        const auth = createProductAuth({
          ...(await loadCatalog(join(folder.path, "catalog.json"))),
          tenantId: "aaaabbbb-0000-cccc-1111-dddd2222eeee",
          counters: { store },
        });
        const [limit] = await auth.limits.of({ client: "c1", product: "lite" });
        await auth.close();
        expect(limit).to.include({ place: "product:lite", used: 0 });
        const one = await run(["show", "--client", "c1", "--product", "lite", "--json", ...counting.args]);
        expect(JSON.parse(one.stdout)).to.deep.include({ client: "c1", product: "lite" });
        expect(one.stdout).not.to.contain("product:pro");
        const audit = ["--audit", `${name}.jsonl`];
        const all = await run(["reset", "--client", "c1", "--yes", ...audit, ...counting.args]);
        expect(all).to.include({ code: 0, stderr: "" });
        expect(all.stdout)
          .to.match(/^4 counters of client c1 reset\.$/m)
          .and.contain("product:pro");
        expect(await readFile(join(folder.path, `${name}.jsonl`), "utf8")).to.contain('"clientId":"c1"');
      });
    });

  describe("without an answer from a store", () => {
    const counters = ["--counters", "redis://127.0.0.1:1"];

    it("1: no such subscription, in the catalog or in the store", async () => {
      const repository = await JsonFileSubscriptionRepository.open(join(folder.path, "s.json"), {
        create: true,
      });
      await administerSubscriptions({ repository }).create({ id: "here", scope: "/products/pro" });
      await repository.close();
      for (const store of [[], ["--store", "file:s.json"]])
        expect(await run(["show", "gone", ...store, ...counters])).to.deep.equal({
          code: 1,
          stdout: "",
          stderr: "product-auth: There is no subscription gone\n",
        });
      const found = await run(["show", "here", "--store", "file:s.json", ...counters]);
      expect(found.stderr).to.contain("ECONNREFUSED");
    });

    it("0: a subscription that only limits by call count has no counter to ask for", async () => {
      const { code, stdout } = await run(["show", "elsewhere", ...counters]);
      expect({ code, rows: stdout.trimEnd().split("\n").length }).to.deep.equal({ code: 0, rows: 2 });
      expect(stdout).to.contain("by call, of 1000");
    });

    it("2: a store that cannot be reached, in one line without the password", async () => {
      for (const scheme of ["redis", "postgres"]) {
        const url = `${scheme}://ann:correct-horse@127.0.0.1:1/`;
        for (const said of [
          await run(["show", "contoso", "--counters", url]),
          await run(["show", "contoso", "--counters-env", "C"], { C: url }),
        ]) {
          expect(said).to.include({ code: 2, stdout: "" });
          expect(said.stderr).to.match(/^[^\n]*ann:…@127\.0\.0\.1:1\/: .*ECONNREFUSED[^\n]*\n$/);
          expect(said.stderr).not.to.contain("horse");
        }
      }
    });

    it("2: a limit that PostgreSQL cannot count, before it is asked", async () => {
      const sliding = { products: { pro: { accepts: ["key"], rateLimit: { calls: 1, renewalPeriod: 60 } } } };
      await writeFile(join(folder.path, "sliding.json"), JSON.stringify(sliding));
      const args = ["show", "--client", "c1", "--catalog", "sliding.json"];
      const said = await run([...args, "--counters", "postgres://127.0.0.1:1/x"]);
      expect(said).to.include({ code: 2, stdout: "" });
      expect(said.stderr).to.contain("products.pro.rateLimit.algorithm is sliding-window");
    });

    for (const [args, line] of [
      [[], "write what to do: show or reset"],
      [["shwo", "contoso"], "Did you mean show?"],
      [["list"], "There are show and reset."],
      [["show", ...counters], "show needs a SUBSCRIPTION, or --client ID."],
      [["show", "a", "b", ...counters], "show takes one SUBSCRIPTION"],
      [["show", "a", "--client", "b", ...counters], "either a SUBSCRIPTION or --client"],
      [["show", "a", "--product", "pro", ...counters], "--product belongs to --client"],
      [["show", "--client", "a", "--store", "file:s.json", ...counters], "--store is for a SUBSCRIPTION"],
      [["show", "--client", "a", "--product", "prp", ...counters], "no such product. Did you mean pro?"],
      [["show", "a", "--by", "ann", ...counters], "show takes no --by."],
      [["show", "a", "--json", "--json", ...counters], "give --json once."],
      [["show", "a", "--countres", "x"], 'there is no option "--countres". Did you mean --counters?'],
      [["show", "a", "--counters"], "--help lists the options."],
      [["show", "contoso"], "memory of an application cannot be read from outside"],
      [["show", "contoso", "--counters", "file:c.json"], "memory of an application cannot be read"],
      [["show", "contoso", "--counters", "memory"], "of no known kind"],
      [["show", "contoso", "--counters-env", "NOT_SET"], "NOT_SET that is not set"],
      [["show", "contoso", ...counters, "--counters-schema", "x"], "--counters-schema is for postgres://"],
      [["show", "contoso", ...counters, "--catalog", "none.json"], "none.json does not exist"],
      [["show", "contoso", ...counters, "--catalog", "s.json"], "s.json:"],
      [["reset", "contoso", ...counters, "--yes", "--audit", "."], "nothing was done"],
    ] as const)
      it(`2: ${args.join(" ")}`, async () => {
        const said = await run(args);
        expect(said).to.include({ code: 2, stdout: "" });
        expect(said.stderr)
          .to.match(/^product-auth: .*\n$/)
          .and.contain(line);
      });

    it("a key in place of an id is refused, and not repeated", async () => {
      const { generateKey } = await import("@product-auth/core/subscriptions");
      const key = generateKey();
      const said = await run(["show", key, ...counters]);
      expect(said.code).to.equal(2);
      expect(said.stderr).to.contain("that is a key").and.not.to.contain(key);
    });
  });
});
