import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  launchPostgres,
  launchRedis,
  serviceFor,
  startPostgres,
  startRedis,
  type OwnService,
} from "@product-auth/testkit/services";
import { expect } from "chai";
import { runProgram } from "../run.js";
import { newFolder, run } from "./support/command.js";

const PASSWORD = "correct-horse";

describe("a store that cannot be used ends with 2 and one line without the password", function () {
  this.timeout(30_000); // many processes
  let folder: Awaited<ReturnType<typeof newFolder>>;
  before(async () => void (folder = await newFolder()));
  after(() => folder.remove());

  const list = (store: string) => run(["list", "--store", store], { cwd: folder.path });
  const failing = async (store: string, line: RegExp) => {
    for (const said of [
      await list(store),
      await run(["list", "--store-env", "STORE"], { cwd: folder.path, env: { STORE: store } }),
    ]) {
      expect({ code: said.code, stdout: said.stdout }).to.deep.equal({ code: 2, stdout: "" });
      expect(said.stderr).to.match(line);
      expect(said.stderr).not.to.contain(PASSWORD).and.not.to.contain("horse");
      expect(said.stderr.trimEnd()).not.to.contain("\n");
    }
  };
  const withPassword = (url: string, user: string) =>
    url.replace(/\/\/([^@/]*@)?/, `//${user}:${encodeURIComponent(PASSWORD)}@`);

  for (const scheme of ["postgres", "postgresql", "redis", "rediss"])
    it(`nobody at ${scheme}://`, () =>
      failing(
        `${scheme}://ann:${PASSWORD}@127.0.0.1:1/`,
        /: \w+:\/\/ann:…@127\.0\.0\.1:1\/: .*ECONNREFUSED/,
      ));

  it("a password that cuts the address", async () => {
    for (const cut of ["/", "?", "#"])
      await failing(
        `postgres://ann:12${cut}${PASSWORD}@db.example.com/x`,
        /special characters of the password/,
      );
  });

  it("a password among the parameters", () =>
    failing(
      `postgres://127.0.0.1:1/x?user=ann&password=${PASSWORD}`,
      /postgres:\/\/127\.0\.0\.1:1\/x: .*ECONNREFUSED/,
    ));

  it("a wrong password at Redis", async function () {
    const { url } = await serviceFor(this, startRedis);
    await failing(withPassword(url, "ann"), /redis:\/\/ann:…@.*WRONGPASS/);
  });

  it("an unknown user and an unmigrated database at PostgreSQL", async function () {
    const { url } = await serviceFor(this, startPostgres);
    await failing(withPassword(url, "nobody_here"), /:\/\/nobody_here:…@.*role "nobody_here" does not exist/);
    const said = await run(["list", "--store", url, "--schema", "no_such_schema"], { cwd: folder.path });
    expect(said).to.include({ code: 2, stdout: "" });
    expect(said.stderr).to.match(/does not exist; product-auth subscriptions migrate makes the tables\n$/);
  });

  it("TLS: a certificate that is not trusted is refused, one that is trusted is not", async function () {
    const servers: OwnService[] = [];
    try {
      for (const launch of [launchPostgres, launchRedis]) {
        const server = await serviceFor(this, () => launch({ tls: true }));
        servers.push(server);
        await writeFile(join(folder.path, "ca.pem"), server.ca!);
        const isPostgres = server.url.startsWith("postgres");
        const store = isPostgres ? `${server.url}?sslmode=verify-full` : server.url;
        await failing(withPassword(store, "postgres"), /self-signed certificate/);
        const trusted = isPostgres ? `${store}&sslrootcert=ca.pem` : store;
        const env = { NODE_EXTRA_CA_CERTS: join(folder.path, "ca.pem") }; // a process reads it once
        if (isPostgres)
          expect((await run(["migrate", "--store", trusted], { cwd: folder.path })).code).to.equal(0);
        const words = ["subscriptions", "list", "--store", trusted];
        expect(await runProgram(words, { cwd: folder.path, env })).to.deep.equal({
          code: 0,
          stdout: "There are no such subscriptions.\n",
          stderr: "",
        });
      }
    } finally {
      for (const server of servers) await server.stop();
    }
  });
});
