import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { readConfig } from "../src/config.js";

const DEMO = fileURLToPath(new URL("../../subscriptions.local.json", import.meta.url));
const deployed = {
  AZURE_TENANT_ID: "aaaabbbb-0000-cccc-1111-dddd2222eeee",
  STARTER_AUDIENCE: "api://55556666-ffff-7777-aaaa-8888bbbb9999",
  PRO_AUDIENCE: "api://7b0c9e11-2222-4333-8444-955566667777",
};

describe("the environment", () => {
  let folder: string;
  let own: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "starter-"));
    own = join(folder, "subscriptions.json");
    writeFileSync(
      own,
      JSON.stringify([{ id: "one", scope: "/products/pro", primaryKey: "a-key-of-my-own" }]),
    );
  });
  after(() => rmSync(folder, { recursive: true }));

  const local = (env: NodeJS.ProcessEnv) => readConfig({ SUBSCRIPTIONS_FILE: DEMO, ...env });

  describe("without a tenant: keys and tokens that everybody can have", () => {
    for (const HOST of [undefined, "", " ", "127.0.0.1", "127.9.9.9", "::1", "localhost", "LocalHost"])
      it(`starts with HOST=${HOST}`, () => {
        const { host, entra } = local(HOST === undefined ? {} : { HOST });
        expect([host, entra]).to.deep.equal([HOST?.trim() || "127.0.0.1", "local"]);
      });
    for (const HOST of [
      "0.0.0.0",
      "::",
      "0",
      "192.0.2.7",
      "api.example",
      "127.1",
      "127.0.0.1.nip.io",
      "::ffff:0.0.0.0",
    ])
      it(`does not with HOST=${HOST}`, () =>
        expect(() => local({ HOST })).to.throw(`HOST is "${HOST}", which other machines can reach`));
    for (const NODE_ENV of ["production", "Production", " production", "prod", "staging", "live"])
      it(`does not with NODE_ENV=${NODE_ENV}`, () =>
        expect(() => local({ NODE_ENV })).to.throw("AZURE_TENANT_ID is not set"));
    for (const NODE_ENV of ["", "development", "Test", "ci"])
      it(`starts with NODE_ENV=${NODE_ENV}`, () => expect(local({ NODE_ENV }).entra).to.equal("local"));
  });

  describe("with a tenant", () => {
    const mine = (env: NodeJS.ProcessEnv) => readConfig({ ...deployed, SUBSCRIPTIONS_FILE: own, ...env });

    it("listens anywhere", () => {
      for (const HOST of ["0.0.0.0", "::", "127.0.0.1"])
        expect(mine({ HOST, NODE_ENV: "production" }).host).to.equal(HOST);
    });
    for (const [where, env] of [
      ["on the network", { HOST: "0.0.0.0" }],
      ["in production", { NODE_ENV: "production" }],
    ] as const) {
      it(`${where}, the demo keys do not start`, () =>
        expect(() => mine({ ...env, SUBSCRIPTIONS_FILE: DEMO })).to.throw(
          /SUBSCRIPTIONS_FILE .+ keys of your own/,
        ));
      for (const AZURE_AUTHORITY_HOST of ["http://127.0.0.1:8090", "https://localhost", "http://[::1]:8090"])
        it(`${where}, ${AZURE_AUTHORITY_HOST} does not start`, () =>
          expect(() => mine({ ...env, AZURE_AUTHORITY_HOST })).to.throw("an issuer on this machine"));
      it(`${where}, a national cloud does`, () =>
        expect(mine({ ...env, AZURE_AUTHORITY_HOST: "https://login.microsoftonline.us" }).port).to.equal(
          3000,
        ));
    }
    for (const [name, value] of [
      ["AZURE_TENANT_ID", "contoso"],
      ["AZURE_TENANT_ID", "common"],
      ["STARTER_AUDIENCE", "orders"],
      ["PRO_AUDIENCE", "api://orders.contoso.example"],
      ["AZURE_AUTHORITY_HOST", "login.microsoftonline.us"],
      ["AZURE_AUTHORITY_HOST", "http://login.example"],
    ] as const)
      it(`does not start with ${name}=${value}`, () =>
        expect(() => mine({ [name]: value })).to.throw(new RegExp(`${name} is "${value}": .*write `)));
    it("takes the domain name of a tenant, and an empty AZURE_AUTHORITY_HOST as none", () => {
      const { entra } = mine({ AZURE_TENANT_ID: "contoso.example", AZURE_AUTHORITY_HOST: "" });
      expect(entra).to.include({ tenantId: "contoso.example", authorityHost: undefined });
    });
    it("does not start when the file of subscriptions holds no list", () => {
      const SUBSCRIPTIONS_FILE = join(folder, "no-list.json");
      writeFileSync(SUBSCRIPTIONS_FILE, "{}");
      expect(() => mine({ SUBSCRIPTIONS_FILE })).to.throw("which holds no list");
    });
    it("in development on this machine, both do", () => {
      const env = { SUBSCRIPTIONS_FILE: DEMO, AZURE_AUTHORITY_HOST: "http://127.0.0.1:8090" };
      expect(mine(env).subscriptions).to.have.length(2);
    });
  });

  describe("stores, log and shutdown", () => {
    const database = "postgres://api:a-password@db.example:5432/api";

    it("has none by default, logs what happens, and gives requests in flight 8 seconds", () =>
      expect(local({})).to.deep.include({
        databaseUrl: undefined,
        redisUrl: undefined,
        metricsPort: undefined,
        logLevel: "info",
        shutdown: { delay: 0, timeout: 8 },
      }));

    it("takes the addresses of PostgreSQL and Redis, and then needs no file", () => {
      const env = { ...deployed, DATABASE_URL: database, REDIS_URL: "rediss://cache.example:6380" };
      const { databaseUrl, redisUrl, subscriptions } = readConfig({ ...env, NODE_ENV: "production" });
      expect([databaseUrl, redisUrl, subscriptions]).to.deep.equal([env.DATABASE_URL, env.REDIS_URL, []]);
      expect(readConfig({ ...env, SUBSCRIPTIONS_FILE: "" }).databaseUrl).to.equal(env.DATABASE_URL);
    });

    it("does not start with two places for subscriptions", () =>
      expect(() => local({ DATABASE_URL: database })).to.throw(
        "SUBSCRIPTIONS_FILE and DATABASE_URL are set",
      ));

    for (const [name, value] of [
      ["DATABASE_URL", "mysql://api:a-password@db.example/api"],
      ["DATABASE_URL", "a-password"],
      ["REDIS_URL", "http://:a-password@cache.example"],
    ] as const)
      it(`does not start with ${name}=${value}, and does not repeat its password`, () => {
        let problem = "";
        try {
          readConfig({ ...deployed, SUBSCRIPTIONS_FILE: own, [name]: value });
        } catch (error) {
          problem = (error as Error).message;
        }
        expect(problem).to.include(`${name} is not such an address`).and.not.include("a-password");
      });

    it("serves metrics on another port than the API", () => {
      expect(local({ METRICS_PORT: "9464" }).metricsPort).to.equal(9464);
      expect(() => local({ METRICS_PORT: "3000" })).to.throw("METRICS_PORT is the PORT of the API");
    });

    for (const [name, value] of [
      ["LOG_LEVEL", "loud"],
      ["PORT", "65536"],
      ["METRICS_PORT", "0"],
      ["SHUTDOWN_DELAY", "-1"],
      ["SHUTDOWN_TIMEOUT", "soon"],
    ] as const)
      it(`does not start with ${name}=${value}`, () =>
        expect(() => local({ [name]: value })).to.throw(`${name} is "${value}": write`));
  });
});
