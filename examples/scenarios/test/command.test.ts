import { createServer, type AddressInfo } from "node:net";
import { expect } from "chai";
import { runScenario, startScenario } from "./support/scenario-process.js";

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

  it("names a port that is taken, and leaves nothing behind", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => other.once("listening", resolve));
    const { port } = other.address() as AddressInfo;
    const { code, err, left } = await runScenario(["intranet", "--once", "--port", String(port)]);
    other.close();
    expect({ code, left }).to.deep.equal({ code: 1, left: [] });
    expect(err).to.equal(`Port ${port} is taken: name another with --port and --entra-port.\n`);
  });

  it("stays up after the walk, and ends everything at Ctrl+C", async () => {
    const scenario = await startScenario(["intranet"]);
    const api = scenario.places["API"]!;
    expect((await fetch(`${api}/timesheets`)).status).to.equal(401);
    const { code, err, left } = await scenario.stop();
    expect({ code, err, left }).to.deep.equal({ code: 0, err: "", left: [] });
    const gone = await fetch(api).catch((error: unknown) => error);
    expect(gone).to.be.instanceOf(TypeError);
  });
});
