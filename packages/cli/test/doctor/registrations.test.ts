import { startEntra, type Entra } from "@product-auth/emulator";
import { expect } from "chai";
import { runHere } from "../run.js";
import { asClient, codes, doctor, graphEnv, newFolder, reported, write } from "./run-doctor.js";

describe("doctor: registrations", () => {
  let entra: Entra;
  let folder: Awaited<ReturnType<typeof newFolder>>;

  before(async () => {
    folder = await newFolder();
    entra = await startEntra({
      products: { old: { requestedAccessTokenVersion: null } },
      clients: {
        admin: { graphRoles: ["Application Administrator"] },
        reader: { graphRoles: ["Application.Read.All"] },
        nobody: {},
        byHand: { products: ["old"] },
      },
    });
    await write(folder.path, "shop.json", {
      products: { gold: { displayName: "Gold" } },
      provision: { clients: { batch: { displayName: "Batch", products: ["gold"] } } },
    });
  });
  after(async () => {
    await entra.close();
    await folder.remove();
  });
  afterEach(() => entra.faults.clear());

  const examined = (caller = "reader", more: readonly string[] = []) =>
    reported(folder.path, ["shop.json", ...more], graphEnv(entra, caller));

  it("that are missing, then made by product-auth provision, then whole with a token", async () => {
    expect(codes(await examined())).to.deep.equal(["P10 error products.gold", "P30 error clients.batch"]);
    const env = graphEnv(entra);
    const provision = (...args: readonly string[]) =>
      runHere(["provision", "shop.json", ...args], { cwd: folder.path, env });
    expect((await provision("--apply", "--yes")).code).to.equal(0);
    const secret = (await provision("--rotate-secret", "batch")).stdout.trim();
    const report = await examined();
    expect(codes(report)).to.deep.equal([]);
    expect(report.exit).to.equal(0);
    const registrations = report.checks.filter(({ group }) => group === "registrations");
    expect(registrations.map(({ at, result }) => `${at} ${result}`)).to.deep.equal([
      "products.gold passed",
      "clients.batch passed",
    ]);
    const { clients } = JSON.parse((await provision("--json")).stdout) as {
      clients: { batch: { applicationId: string } };
    };
    const { applicationId } = clients.batch;
    const whole = await reported(
      folder.path,
      ["shop.json", "--client-id", applicationId, "--client-secret-env", "DOCTOR_SECRET"],
      { ...graphEnv(entra, "reader"), DOCTOR_SECRET: secret },
    );
    expect(codes(whole)).to.deep.equal([]);
    expect(whole.checks.at(-1)).to.deep.include({ group: "tokens", at: "products.gold", result: "passed" });
  });

  it("that the caller may not read, because the directory role is missing: P01", async () => {
    const report = await examined("nobody");
    expect(codes(report)).to.deep.equal(["P01 error tenant"]);
    expect(report.findings.find(({ code }) => code === "P01")!.fix).to.contain("Application Administrator");
    expect(report.checks.find(({ group }) => group === "registrations")).to.deep.include({
      at: "tenant",
      result: "failed",
    });
  });

  it("of a catalog whose texts have variables", async () => {
    await write(folder.path, "variables.json", { products: { gold: { displayName: "${env:GOLD_NAME}" } } });
    const env = { ...graphEnv(entra, "reader"), GOLD_NAME: "Gold" };
    const { checks } = await reported(folder.path, ["variables.json"], env);
    expect(checks.find(({ at }) => at === "products.gold")!.detail).to.contain("role Product.Gold.All");
  });

  it("with a wrong secret of the caller: P04; throttled: P08", async () => {
    const env = { ...graphEnv(entra), AZURE_CLIENT_SECRET: "a-wrong-secret-value" };
    expect(codes(await reported(folder.path, ["shop.json"], env))).to.deep.equal(["P04 error tenant"]);
    entra.faults.throttle(60, "graph");
    expect(codes(await examined("reader", ["--timeout", "1"]))).to.deep.equal(["P08 error tenant"]);
  });

  it("that were made by hand: P12, and what is wrong with them nevertheless", async () => {
    await write(folder.path, "hand.json", {
      tenantId: entra.tenantId,
      authorityHost: entra.origin,
      products: { old: { displayName: "Old", audience: entra.products["old"]!.audience } },
    });
    expect(codes(await reported(folder.path, ["hand.json"], graphEnv(entra, "reader")))).to.include.members([
      "P12 error products.old",
      "P14 warning products.old",
      "P22 warning products.old",
      "P23 warning products.old",
    ]);
  });

  it("of a module, in text: a line a check, then what was seen, what it means, what to do", async () => {
    await write(
      folder.path,
      "options.mjs",
      `export default {
        tenantId: ${JSON.stringify(entra.tenantId)},
        authorityHost: ${JSON.stringify(entra.origin)},
        products: { old: { displayName: "Old", audience: ${JSON.stringify(entra.products["old"]!.audience)} } },
        subscriptions: { findByKeyDigest: () => undefined },
      };`,
    );
    const { args, env } = asClient(entra, "byHand");
    const { code, stdout } = await doctor(folder.path, ["options.mjs", ...args], {
      ...graphEnv(entra),
      ...env,
    });
    expect(code).to.equal(1);
    for (const line of [
      /^Issuers$/m,
      /^ {2}ok {7}clock {14}http/m,
      /^ {2}ok {7}subscriptions {6}answered in \d+ ms$/m,
      /^ {2}FAILED {3}registration {7}products\.old {2}\S+, role Product\.Old\.All: P12, P14, P22, P23$/m,
      /^ {2}ok {7}token {14}products\.old {2}admitted: ver 1\.0/m,
      /^ {2}P14 warning products\.old$/m,
      /^ {6}seen {3}requestedAccessTokenVersion is not 2/m,
      /^ {6}means {2}clients get v1 tokens/m,
      /^ {6}to do {2}set /m,
      /^\d+ checks made, \d+ skipped: 1 error, \d+ warnings, \d+ for information\.$/m,
    ])
      expect(stdout).to.match(line);
    expect(stdout).not.to.contain(env.DOCTOR_SECRET);
  });

  it("are not compared without a credential, and said so", async () => {
    const { AZURE_CLIENT_ID: _, ...env } = graphEnv(entra);
    const report = await reported(folder.path, ["shop.json"], { ...env, AZURE_CLIENT_ID: "" });
    const [check] = report.checks.filter(({ group }) => group === "registrations");
    expect(check).to.deep.include({ result: "skipped" });
    expect(check!.detail).to.contain("PRODUCT_AUTH_GRAPH_TOKEN or AZURE_CLIENT_ID or IDENTITY_ENDPOINT");
  });

  it("with half a credential: exit 2", async () => {
    const { code, stderr } = await doctor(folder.path, ["shop.json"], {
      ...graphEnv(entra),
      AZURE_CLIENT_SECRET: "",
    });
    expect(code).to.equal(2);
    expect(stderr).to.contain("AZURE_CLIENT_SECRET");
  });
});
