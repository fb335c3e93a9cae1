import { expect } from "chai";
import { codes, newFolder, reported, write } from "./run-doctor.js";

describe("doctor: stores of a module", () => {
  let folder: Awaited<ReturnType<typeof newFolder>>;
  before(async () => {
    folder = await newFolder();
  });
  after(() => folder.remove());

  const packages = (lines: Readonly<Record<string, string>>) =>
    Object.entries(lines)
      .map(([what, name]) => `import ${what} from ${JSON.stringify(import.meta.resolve(name))};`)
      .join("\n");
  const examined = async (
    module: string,
    args: readonly string[] = [],
    env: Readonly<Record<string, string>> = {},
  ) => {
    await write(folder.path, "options.mjs", module);
    const report = await reported(folder.path, ["options.mjs", "--timeout", "2", ...args], env);
    const stores = report.checks.filter(({ group }) => group === "stores");
    return { report, results: Object.fromEntries(stores.map(({ check, result }) => [check, result])) };
  };

  it("that answer", async () => {
    const { report, results } = await examined(`
      ${packages({ "{ MemoryCounterStore }": "@product-auth/core/counters", "{ MemoryRecordRepository }": "@product-auth/core/records" })}
      export default {
        products: { batch: { accepts: ["key"] } },
        subscriptions: { findByKeyDigest: () => undefined },
        clientApplications: { findClient: async () => undefined },
        counters: { store: new MemoryCounterStore() },
      };
      export const records = new MemoryRecordRepository();
      setInterval(() => undefined, 1000);
      console.log("on the module's own stdout");`);
    expect(codes(report)).to.deep.equal([]);
    expect(results).to.deep.equal({
      subscriptions: "passed",
      clientApplications: "passed",
      counters: "passed",
      records: "passed",
    });
  });

  it("that fail, or never answer: D10, without the password", async () => {
    const { report, results } = await examined(`
      export default {
        products: { batch: { accepts: ["key"] } },
        subscriptions: { findByKeyDigest() { throw new Error("connect postgres://api:s3cret@db refused"); } },
        clientApplications: { findClient: () => new Promise(() => {}) },
        counters: { store: { take() {}, add() {}, reset() {}, read: async () => { throw new Error("LOADING") } , check: () => ["maxmemory-policy is allkeys-lru"] } },
      };`);
    expect(results).to.deep.equal({
      subscriptions: "failed",
      clientApplications: "failed",
      counters: "failed",
      records: "skipped",
    });
    expect(codes(report)).to.deep.equal([
      "D10 error clientApplications",
      "D10 error counters",
      "D10 error subscriptions",
      "D11 warning counters",
    ]);
    expect(JSON.stringify(report)).not.to.contain("s3cret");
  });

  it("that answer garbage", async () => {
    for (const answer of ["{ products: 5 }", "{ products: null }", "null", "'x'"]) {
      const client = ["--client-id", "99999999-2222-4333-8444-555555555555", "--client-secret-env", "SECRET"];
      const module = `
        export default {
          tenantId: "aaaabbbb-0000-cccc-1111-dddd2222eeee",
          authorityHost: "http://127.0.0.1:9",
          products: { batch: { audience: "api://11111111-2222-4333-8444-555555555555" } },
          clientApplications: { findClient: async () => (${answer}) },
          counters: { store: { take() {}, add() {}, reset() {}, read: async () => [], check: () => "x" } },
        };`;
      const { report, results } = await examined(module, client, { SECRET: "a-client-secret" });
      expect(results).to.include({ clientApplications: "passed", counters: "passed" });
      expect(report.checks.some(({ group, result }) => group === "tokens" && result === "failed")).to.equal(
        true,
      );
    }
  });

  it("in a dead PostgreSQL and a dead Redis: D10", async () => {
    const { report } = await examined(`
      ${packages({ "{ createPostgresRecords, createPostgresSubscriptions }": "@product-auth/postgres", "{ createRedisCounters }": "@product-auth/redis" })}
      const connectionString = "postgres://api:s3cret@127.0.0.1:1/api";
      export default {
        products: { batch: { accepts: ["key"] } },
        subscriptions: createPostgresSubscriptions({ connectionString }),
        counters: { store: createRedisCounters({ url: "redis://:s3cret@127.0.0.1:1" }) },
      };
      export const records = createPostgresRecords({ connectionString });`);
    expect(codes(report).filter((code) => code.startsWith("D10"))).to.deep.equal([
      "D10 error counters",
      "D10 error records",
      "D10 error subscriptions",
    ]);
    expect(JSON.stringify(report)).not.to.contain("s3cret");
  });

  it("of a module that cannot be examined: exit 2", async () => {
    for (const [module, message] of [
      ["export const options = {};", /has no default export with the options/],
      ["throw new Error('no database')", /cannot be examined: no database/],
      ["process.exit(4)", /ended its process \(4\)/],
      ["export default { products: { gold: { audience: 'x', acepts: [] } } }", /unknown|acepts/],
    ] as const) {
      await write(folder.path, "bad.mjs", module);
      const { stdout } = await (await import("./run-doctor.js")).doctor(folder.path, ["bad.mjs", "--json"]);
      const { exit, problems } = JSON.parse(stdout) as {
        exit: number;
        problems: { message: string; path: string }[];
      };
      expect(exit).to.equal(2);
      expect(problems.map((one) => `${one.path} ${one.message}`).join("\n")).to.match(message);
    }
  });
});
