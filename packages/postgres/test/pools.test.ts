import { createPostgresSubscriptions } from "@product-auth/postgres";
import { launchPostgres, serviceFor, type OwnService } from "@product-auth/testkit/services";
import { expect } from "chai";
import pg from "pg";
import { databaseFor, type Database } from "./support/database.js";
import { stored } from "./support/subscriptions.js";

const digest = (id: string) => stored(id).keys[0]!.digest;

describe("pools", () => {
  let database: Database;
  before(async function () {
    database = await databaseFor(this);
  });
  after(() => database?.drop());

  it("a pool of the caller's stays open after close(), and is as it was", async () => {
    const pool = new pg.Pool({ connectionString: database.url });
    const store = await database.open("given", { pool });
    await store.findByKeyDigest("x");
    await store.close();
    expect((await pool.query<{ one: number }>("SELECT 1 AS one")).rows).to.deep.equal([{ one: 1 }]);
    expect(pool.listenerCount("error")).to.equal(0);
    await pool.end();
  });

  it("its own pool is closed: nothing can be asked any more", async () => {
    const store = await database.open("own");
    await store.close();
    expect(await store.findByKeyDigest("x").then(String, String)).to.contain("after calling end");
  });

  it("1,000 look-ups at once over a pool of 10 are all answered, each with its own", async () => {
    const pool = new pg.Pool({ connectionString: database.url, max: 10 });
    const store = await database.open("many", { pool, timeout: 10_000 });
    const ids = Array.from({ length: 100 }, (_, i) => `s${i}`);
    await Promise.all(ids.map((id) => store.insert(stored(id))));
    const asked = Array.from({ length: 1_000 }, (_, i) => (i % 10 === 9 ? "nobody" : ids[i % 100]!));
    const found = await Promise.all(asked.map((id) => store.findByKeyDigest(digest(id))));
    expect(found.map((one) => one?.id ?? "nobody")).to.deep.equal(asked);
    expect(pool.totalCount).to.equal(10);
    await store.close();
    await pool.end();
  });

  it("a look-up is one question to the server", async () => {
    const texts: string[] = [];
    class Counting extends pg.Client {
      constructor(config?: pg.ClientConfig) {
        super(config);
        const query = this.query.bind(this) as (...all: unknown[]) => unknown;
        this.query = ((question: { text: string }, ...rest: unknown[]) => {
          texts.push(question.text);
          return query(question, ...rest);
        }) as unknown as typeof this.query;
      }
    }
    const pool = new pg.Pool({ connectionString: database.url, Client: Counting });
    const store = await database.open("one-question", { pool });
    await store.insert(stored("a"));
    texts.length = 0;
    expect((await store.findByKeyDigest(digest("a")))?.id).to.equal("a");
    expect(texts).to.have.length(1);
    await store.close();
    await pool.end();
  });
});

describe("a server that is lost", function () {
  this.timeout(20_000);
  let server: OwnService;
  before(async function () {
    server = await serviceFor(this, launchPostgres);
  });
  after(() => server?.stop());

  for (const kind of ["own", "given"] as const)
    it(`onProblem is told, and the process lives on, with idle connections of its ${kind} pool`, async () => {
      const problems: Error[] = [];
      const pool = new pg.Pool({ connectionString: server.url, connectionTimeoutMillis: 1_000 });
      const store = createPostgresSubscriptions({
        ...(kind === "own" ? { connectionString: server.url } : { pool }),
        onProblem(problem) {
          problems.push(problem);
          throw new Error("an observer that throws");
        },
      });
      await store.migrate();
      await new Promise<void>((resolve) => store.onChange((change) => change === "everything" && resolve()));
      await server.stop();
      const listensAgain = new Promise<void>((resolve) =>
        store.onChange((change) => change === "everything" && resolve()),
      );
      const since = Date.now();
      expect(await store.findByKeyDigest("x").then(String, String)).to.match(/ECONNREFUSED|terminat/);
      expect(Date.now() - since).to.be.below(500);
      await server.restart();
      await listensAgain;
      expect(await store.findByKeyDigest("x")).to.equal(undefined);
      // The listener, and its attempts. A look-up may find the idle connection ended before the pool does.
      expect(problems.length).to.be.above(0);
      await store.close();
      await pool.end();
    });

  it("a server that takes connections and never answers: a look-up is given up in time", async () => {
    const { createServer } = await import("node:net");
    const silent = createServer(() => {}).listen(0, "127.0.0.1");
    await new Promise((resolve) => silent.once("listening", resolve));
    const { port } = silent.address() as { port: number };
    const problems: Error[] = [];
    const store = createPostgresSubscriptions({
      connectionString: `postgres://postgres@127.0.0.1:${port}/postgres`,
      timeout: 200,
      onProblem: (problem) => void problems.push(problem),
    });
    store.onChange(() => {});
    const since = Date.now();
    expect(await store.findByKeyDigest("x").then(String, String)).to.match(/200 ms|timeout/);
    expect(Date.now() - since).to.be.within(150, 1_000);
    await store.close();
    silent.close();
  });

  it("a question that the server does not finish is given up in time, and its connection with it", async () => {
    const pool = new pg.Pool({ connectionString: server.url, max: 1 });
    const store = createPostgresSubscriptions({ pool, timeout: 300 });
    await store.migrate();
    await store.insert(stored("a"));
    const blocker = new pg.Client(server.url);
    await blocker.connect();
    await blocker.query("BEGIN; LOCK TABLE product_auth.subscription_keys IN ACCESS EXCLUSIVE MODE");
    const outcome = await store.findByKeyDigest(digest("a")).then(String, String);
    expect(outcome).to.match(/300 ms|timeout/);
    const isFree = pool.query("SELECT 1").then(() => true);
    const isStuck = new Promise<boolean>((resolve) => setTimeout(resolve, 2_000, false));
    expect(await Promise.race([isFree, isStuck]), "its pool of one connection is free").to.equal(true);
    await blocker.query("ROLLBACK");
    await blocker.end();
    expect((await store.findByKeyDigest(digest("a")))?.id).to.equal("a");
    await store.close();
    await pool.end();
  });
});
