import { createPrivateKey, X509Certificate } from "node:crypto";
import { once } from "node:events";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { connect, createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { expect } from "chai";
import {
  interruptScenario,
  runScenario,
  startScenario,
  type RunningScenario,
} from "./support/scenario-process.js";

describe("npm run scenario", function () {
  this.timeout(60_000);

  it("explains itself with --help, and names the scenarios", async () => {
    const { code, out } = await runScenario(["--help"]);
    expect(code).to.equal(0);
    expect(out).to.include("--framework NAME").and.include("intranet");
  });

  for (const [what, args, complaint] of [
    ["no name", [], /^Name a scenario: /],
    ["an unknown name", ["intra"], /^There is no scenario "intra"; write one of /],
    ["a name of every object", ["constructor"], /^There is no scenario "constructor"/],
    ["two names", ["intranet", "saas"], /^There is no scenario "intranet saas"/],
    ["an unknown framework", ["intranet", "--framework", "hapi"], /^--framework is "hapi"; write one of /],
    ["a port that is none", ["intranet", "--port", "65536"], /^--port is "65536"/],
    ["an unknown option", ["intranet", "--onse"], /--onse/],
  ] as const)
    it(`refuses ${what} with exit code 2, and starts nothing`, async () => {
      const { code, out, err, left } = await runScenario(args);
      expect({ code, out, left }).to.deep.equal({ code: 2, out: "", left: [] });
      expect(err).to.match(complaint);
    });

  for (const option of ["--port", "--entra-port"])
    it(`names a port that is taken and ${option}, and leaves nothing behind`, async () => {
      const other = createServer().listen(0, "127.0.0.1");
      await once(other, "listening");
      const { port } = other.address() as AddressInfo;
      const { code, err, left } = await runScenario(["intranet", "--once", option, String(port)]);
      other.close();
      expect({ code, left }).to.deep.equal({ code: 1, left: [] });
      expect(err).to.equal(`Port ${port} is taken: choose another with ${option} (0 takes a free one).\n`);
    });

  for (const [signal, after] of [
    ["SIGINT", "Ready after"],
    ["SIGHUP", "ok  1"],
  ] as const)
    it(`ends without a word at ${signal} after "${after}", and leaves nothing behind`, async () => {
      const { code, out, err, left } = await interruptScenario(["intranet", "--once"], { after, signal });
      expect({ code, err, left }).to.deep.equal({ code: 130, err: "", left: [] });
      expect(out).not.to.match(/^NO|Every step/m);
    });

  describe("while it stays up", () => {
    let scenario: RunningScenario;
    before(async () => {
      scenario = await startScenario(["partner-spa"]);
    });
    after(() => scenario.stop());

    it("listens on 127.0.0.1 and on no other address of this machine", async () => {
      const ports = Object.values(scenario.places).flatMap((place) => /:(\d+)/.exec(place)?.[1] ?? []);
      expect(new Set(ports)).to.have.property("size", 4); // app, gateway, API, issuer
      for (const port of ports) {
        expect(await connects("127.0.0.1", port), port).to.equal(true);
        for (const host of ["127.0.0.2", "::1"]) expect(await connects(host, port), host).to.equal(false);
      }
    });

    it("has its certificates where this account alone can read them, without the key of the authority", () => {
      const [name = "", ...more] = readdirSync(scenario.folder);
      expect(more).to.deep.equal([]);
      const folder = join(scenario.folder, name);
      expect(statSync(folder).mode & 0o777).to.equal(0o700);
      expect(readdirSync(folder)).to.have.members(["ca.pem", "server.pem", "server-key.pem"]);
      for (const file of readdirSync(folder)) expect(statSync(join(folder, file)).mode & 0o077).to.equal(0);
      const read = (file: string): string => readFileSync(join(folder, file), "utf8");
      const key = createPrivateKey(read("server-key.pem"));
      expect(new X509Certificate(read("server.pem")).checkPrivateKey(key)).to.equal(true);
      expect(new X509Certificate(read("server.pem")).ca).to.equal(false);
    });

    it("ends everything at Ctrl+C", async () => {
      const { code, err, left } = await scenario.stop();
      expect({ code, err, left }).to.deep.equal({ code: 0, err: "", left: [] });
      const gone = await fetch(scenario.places["API"]!.split(" ", 1)[0]!).catch((error: unknown) => error);
      expect(gone).to.be.instanceOf(TypeError);
    });
  });
});

function connects(host: string, port: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(port) }, () => settle(true)).once("error", () =>
      settle(false),
    );
    const settle = (does: boolean): void => {
      socket.destroy();
      resolve(does);
    };
  });
}
