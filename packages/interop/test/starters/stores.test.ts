import { administerSubscriptions } from "@product-auth/core/subscriptions";
import { startEntra, type Entra } from "@product-auth/emulator";
import { createPostgresSubscriptions } from "@product-auth/postgres";
import { serviceFor, startPostgres, startRedis } from "@product-auth/testkit/services";
import { expect } from "chai";
import pg from "pg";
import { eventually, FRAMEWORKS, issuerOf, startStarter, type StarterProcess } from "./support/starters.js";

for (const framework of FRAMEWORKS)
  describe(`two instances of the ${framework} starter with PostgreSQL and Redis`, () => {
    const database = `starter_${framework}_${process.pid}`;
    const client = `${framework}${process.pid}`; // counts apart from those of other runs
    let admin: pg.Client;
    let entra: Entra;
    let repository: ReturnType<typeof createPostgresSubscriptions>;
    let instances: readonly StarterProcess[] = [];

    before(async function () {
      const postgres = await serviceFor(this, startPostgres);
      const redis = await serviceFor(this, startRedis);
      admin = new pg.Client({ connectionString: postgres.url });
      await admin.connect();
      await admin.query(`CREATE DATABASE ${database}`);
      const own = new URL(postgres.url);
      own.pathname = database;
      entra = await startEntra({
        products: { starter: {}, pro: {} },
        clients: { [client]: { products: ["starter"] } },
      });
      const env = { ...issuerOf(entra), DATABASE_URL: own.href, REDIS_URL: redis.url };
      instances = await Promise.all([startStarter(framework, env), startStarter(framework, env)]);
      repository = createPostgresSubscriptions({ connectionString: own.href });
    });

    after(async () => {
      for (const { kill } of instances) kill("SIGKILL");
      await repository?.close();
      await entra?.close();
      await admin?.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
      await admin?.end();
    });

    const statuses = (path: string, headers: Record<string, string>) =>
      Promise.all(instances.map(async ({ origin }) => (await fetch(origin + path, { headers })).status));

    it("admit a key that was made in the database, until it is suspended", async () => {
      const administration = administerSubscriptions({ repository });
      const { subscription, primaryKey } = await administration.create({ scope: "/products/pro" });
      const ask = () => statuses("/reports/2026", { "ocp-apim-subscription-key": primaryKey });
      expect(await ask()).to.deep.equal([200, 200]);
      await administration.suspend(subscription.id);
      expect(await eventually(ask, (all) => all.every((status) => status === 401))).to.deep.equal([401, 401]);
    });

    it("count the calls of a client together", async () => {
      const token = await entra.tokenFor({ client, product: "starter" });
      const answers: number[] = [];
      for (let pair = 0; pair < 6; pair++)
        answers.push(...(await statuses("/orders", { authorization: `Bearer ${token}` })));
      const of = (wanted: number) => answers.filter((status) => status === wanted).length;
      expect([of(200), of(429)]).to.deep.equal([10, 2]);
    });

    it("close their connections to the database, and end with 0 at SIGTERM", async () => {
      for (const { kill } of instances) kill("SIGTERM");
      expect(await Promise.all(instances.map(({ ended }) => ended))).to.deep.equal([0, 0]);
      await repository.close();
      const open = async () =>
        (await admin.query("SELECT 1 FROM pg_stat_activity WHERE datname = $1", [database])).rowCount;
      expect(await eventually(open, (count) => count === 0)).to.equal(0);
    });
  });
