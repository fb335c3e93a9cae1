import { startEntra, type Entra } from "@product-auth/emulator";
import { expect } from "chai";
import { codes, entraEnv, newFolder, reported, write } from "./run-doctor.js";

describe("doctor: issuers", () => {
  let entra: Entra;
  let folder: Awaited<ReturnType<typeof newFolder>>;

  before(async () => {
    folder = await newFolder();
    entra = await startEntra({ products: { gold: {} }, clients: {} });
    const { audience } = entra.products["gold"]!;
    await write(folder.path, "catalog.json", { products: { gold: { displayName: "Gold", audience } } });
  });
  after(async () => {
    await entra.close();
    await folder.remove();
  });
  afterEach(() => {
    entra.faults.clear();
    entra.clock.reset();
  });

  const examined = (more: readonly string[] = []) =>
    reported(folder.path, ["catalog.json", ...more], entraEnv(entra));
  const resultsOf = async (more: readonly string[] = []) => {
    const report = await examined(more);
    const own = report.checks.filter(({ group }) => group === "issuers");
    return { report, results: own.map(({ check, result }) => `${check} ${result}`) };
  };
  const both = ["/v2.0", ""].map((version) => `${version}/.well-known/openid-configuration`);
  const sources = () => both.map((path) => `${entra.origin}/${entra.tenantId}${path}`).sort();

  it("that answer: documents, keys and clock", async () => {
    const { report, results } = await resultsOf();
    expect(results).to.have.members([
      ...["discovery passed", "keys passed", "discovery passed", "keys passed"],
      "clock passed",
    ]);
    expect(report.findings.map(({ code, at }) => `${code} ${at}`)).to.deep.equal([`D07 ${entra.origin}`]);
    expect(report.exit).to.equal(0);
  });

  it("whose document cannot be fetched: D01", async () => {
    entra.faults.outage({ path: "discovery", status: 503 });
    const { report, results } = await resultsOf();
    expect(codes(report)).to.deep.equal(sources().map((from) => `D01 error ${from}`));
    expect(results).to.include("discovery failed").and.include("keys skipped");
    expect(report.exit).to.equal(1);
  });

  it("that never answer: D01 within the timeout", async () => {
    entra.faults.hang("discovery");
    const { report } = await resultsOf(["--timeout", "1"]);
    expect(codes(report)).to.deep.equal(sources().map((from) => `D01 error ${from}`));
    expect(report.findings.find(({ code }) => code === "D01")!.message).to.contain("1000 ms");
  });

  it("whose keys cannot be fetched, or are none: D03", async () => {
    for (const fault of [
      () => entra.faults.outage({ path: "keys", status: 500 }),
      () => entra.faults.garbage("empty-keys", "keys"),
    ]) {
      entra.faults.clear();
      fault();
      const { report, results } = await resultsOf();
      expect(results).to.include("discovery passed").and.include("keys failed");
      expect(codes(report)).to.have.length(2);
      for (const code of codes(report)) expect(code).to.match(/^D0[13] error/);
    }
    expect(codes(await examined())[0]).to.match(/^D03/);
  });

  it("that do not know the tenant, or are another one: D02", async () => {
    const unknown = await reported(
      folder.path,
      ["catalog.json", "--tenant", "unknown.example"],
      entraEnv(entra),
    );
    expect(unknown.findings.find(({ code }) => code === "D02")!.message).to.contain("tenantId is unknown to");
    await write(folder.path, "issuer.json", {
      issuers: [{ issuer: `${entra.issuer}/` }],
      products: { gold: { displayName: "Gold", audience: "orders" } },
    });
    const other = await reported(folder.path, ["issuer.json"]);
    expect(codes(other)).to.deep.equal([`D02 error ${entra.discoveryUrl}`]);
    expect(other.findings[0]!.fix).to.contain("the two differ by the slash at the end");
  });

  for (const [seconds, code] of [
    [0, undefined],
    [-90, "D05 warning"],
    [90, "D05 warning"],
    [-400, "D06 error"],
    [400, "D06 error"],
  ] as const)
    it(`whose clock differs by ${seconds} s: ${code ?? "nothing"}`, async () => {
      entra.clock.advance(seconds);
      const report = await examined();
      expect(codes(report)).to.deep.equal(code === undefined ? [] : [`${code} ${entra.origin}`]);
      const clock = report.checks.find(({ check }) => check === "clock")!;
      if (seconds !== 0) expect(clock.detail).to.match(seconds < 0 ? /ahead$/ : /behind$/);
    });
});
