import { readFileSync } from "node:fs";
import { createPostgresSubscriptions } from "@product-auth/postgres";
import { launchPostgres, serviceFor, type OwnService } from "@product-auth/testkit/services";
import { expect } from "chai";
import pg from "pg";
import request from "supertest";
import {
  createApi,
  createCounters,
  createLimitedApi,
  createRecords,
  migrate,
  replaceKey,
  writeMigrations,
} from "./readme.js";
import { stored } from "./support/subscriptions.js";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const sql = [...readme.matchAll(/^```sql\n(.*?)^```/gms)].map(([, block]) => block!);

describe("the README of @product-auth/postgres", () => {
  let server: OwnService;
  before(async function () {
    server = await serviceFor(this, () => launchPostgres({ tls: true }));
  });
  after(() => server?.stop());

  const as = (role: string) => server.url.replace("postgres@", `${role}@`);
  const ask = async (text: string, role = "postgres") => {
    const client = new pg.Client({ connectionString: as(role), ssl: { ca: server.ca } });
    await client.connect();
    try {
      return await client.query<Record<string, unknown>>(text);
    } finally {
      await client.end();
    }
  };

  it("its code works with the rights that it grants, and these are the least", async () => {
    await migrate(server.url, server.ca!);
    await ask("CREATE ROLE orders_api LOGIN; CREATE ROLE orders_admin LOGIN");
    expect(sql).to.have.length(3);
    await ask(sql[0]!);

    const key = await replaceKey(as("orders_admin"), server.ca!);
    const { app, close } = createApi(as("orders_api"), server.ca!);
    await request(app).get("/orders").set("Ocp-Apim-Subscription-Key", key).expect(200);
    await request(app).get("/orders").set("Ocp-Apim-Subscription-Key", "another").expect(401);
    await close();

    for (const role of ["orders_api", "orders_admin"]) {
      await migrate(as(role), server.ca!); // up to date: it only looks
      for (const statement of ["DROP TABLE product_auth.subscriptions", "CREATE TABLE product_auth.more ()"])
        expect(await ask(statement, role).then(String, String), role).to.match(/denied|must be owner/);
    }
    for (const statement of [
      "SELECT 1 FROM product_auth.records",
      "DELETE FROM product_auth.subscriptions",
      "UPDATE product_auth.subscriptions SET state = 'active'",
      "INSERT INTO product_auth.subscription_keys SELECT * FROM product_auth.subscription_keys",
    ])
      expect(await ask(statement, "orders_api").then(String, String)).to.contain("permission denied");
  });

  it("the rights of the administration are enough: it also deletes", async () => {
    const repository = createPostgresSubscriptions({
      connectionString: as("orders_admin"),
      connection: { ssl: { ca: server.ca } },
    });
    await repository.insert(stored("a"));
    await repository.replace(stored("a", { version: 2 }));
    expect(await repository.delete("a")).to.equal(true);
    await repository.close();
  });

  it("the rights of the counters are enough, and these are the least", async () => {
    await ask("CREATE ROLE orders_limits LOGIN");
    await ask(sql[1]!);
    const auth = createLimitedApi(as("orders_limits"), server.ca!);
    const usage = await auth.limits.of({ subscription: { id: "a", scope: "/products/pro" } });
    expect(usage.map(({ used }) => used)).to.deep.equal([0, 0]);
    await auth.close();
    const store = createCounters(as("orders_limits"), server.ca!);
    for (const kind of ["token-bucket", "fixed-window"] as const) {
      const counter = { key: kind, kind, limit: 1, amount: 1, period: 0, anchor: 0, isMadeUp: false };
      const minute = { ...counter, period: 60_000 };
      expect(await store.take([minute], 0)).to.deep.equal({ used: [1] });
      expect(await store.take([minute], 0)).to.have.property("waits");
      await store.add([minute], 0);
      await store.reset([kind]);
      expect(await store.read([minute], 0)).to.deep.equal([0]);
    }
    expect((await store.check()).join()).to.match(/^fsync is off[^,]*,[^,]*$/); // as the test's server is set
    await store.close();
    for (const statement of ["SELECT 1 FROM product_auth.subscriptions", "DROP TABLE product_auth.counters"])
      expect(await ask(statement, "orders_limits").then(String, String)).to.match(/denied|must be owner/);
  });

  it("the rights of the records are enough, and these are the least", async () => {
    await ask("CREATE ROLE orders_portal LOGIN");
    await ask(sql[2]!);
    const [records, other] = [
      createRecords(as("orders_portal"), server.ca!),
      createRecords(as("orders_portal"), server.ca!),
    ];
    await records.migrate(); // up to date: it only looks
    const notified = new Promise((resolve) =>
      other.onChange((change) => change !== "everything" && resolve(change.records)),
    );
    await new Promise<void>((resolve) => other.onChange((change) => change === "everything" && resolve()));
    const record = { kind: "user", id: "a", version: 1, value: { email: "a@example.com" } };
    await records.write([{ put: record }]);
    expect(await notified).to.deep.equal([{ kind: "user", id: "a" }]);
    await records.write([{ put: { ...record, version: 2 } }]);
    expect((await other.list("user")).records).to.deep.equal([{ ...record, version: 2 }]);
    await records.write([{ remove: { kind: "user", id: "a", version: 2 } }]);
    expect(await records.deleteExpired()).to.equal(0);
    await Promise.all([records.close(), other.close()]);
    for (const statement of ["SELECT 1 FROM product_auth.subscriptions", "DROP TABLE product_auth.records"])
      expect(await ask(statement, "orders_portal").then(String, String)).to.match(/denied|must be owner/);
  });

  it("no key is in the database, only digests", async () => {
    const key = await replaceKey(server.url, server.ca!);
    const { rows } = await ask("SELECT to_jsonb(k) AS key FROM product_auth.subscription_keys k");
    expect(rows.length).to.be.above(1);
    expect(JSON.stringify(rows)).not.to.contain(key.slice(5, -4));
  });

  it("the SQL of migrations holds the whole schema", async () => {
    await ask("CREATE DATABASE by_hand");
    const url = server.url.replace(/postgres$/, "by_hand");
    const client = new pg.Client({ connectionString: url, ssl: { ca: server.ca } });
    await client.connect();
    await client.query(writeMigrations());
    await client.end();
    expect(await replaceKey(url, server.ca!)).to.match(/^pask_/);
  });
});
