import { startEntra, type Entra } from "@product-auth/emulator";
import { expect } from "chai";
import { asClient, codes, entraEnv, newFolder, reported, write } from "./run-doctor.js";

describe("doctor: a real token", () => {
  let entra: Entra;
  let folder: Awaited<ReturnType<typeof newFolder>>;

  before(async () => {
    folder = await newFolder();
    entra = await startEntra({
      products: {
        gold: { idtyp: true },
        old: { requestedAccessTokenVersion: 1 },
        bare: {},
        strict: { appRoleAssignmentRequired: true },
        off: { disabled: true },
      },
      clients: {
        batch: { products: ["gold", "old", "bare", "off"] },
        stopped: { products: ["gold"], disabled: true },
        late: { products: ["gold"], secrets: [{ value: "late-secret-value", endDateTime: new Date(0) }] },
      },
    });
    for (const name of Object.keys(entra.products)) await write(folder.path, `${name}.json`, catalogOf(name));
  });
  after(async () => {
    await entra.close();
    await folder.remove();
  });
  afterEach(() => entra.faults.clear());

  const audienceOf = (name: string) => entra.products[name]!.audience;
  const catalogOf = (name: string) => ({
    products: { [name]: { displayName: entra.products[name]!.displayName, audience: audienceOf(name) } },
  });
  const tried = (file: string, client = "batch", more: readonly string[] = []) => {
    const { args, env } = asClient(entra, client);
    return reported(folder.path, [file, ...args, ...more], { ...entraEnv(entra), ...env });
  };

  it("is admitted, and shown by version, audience, role, tenant and idtyp", async () => {
    const report = await tried("gold.json");
    expect(codes(report)).to.deep.equal([]);
    expect(report.exit).to.equal(0);
    const token = report.checks.find(({ group }) => group === "tokens");
    expect(token).to.deep.include({ at: "products.gold", result: "passed" });
    expect(token!.detail).to.equal(
      `admitted: ver 2.0, aud ${entra.products["gold"]!.appId}, role Product.Gold.All held, tid ${entra.tenantId}, idtyp app`,
    );
  });

  it("without idtyp: P23", async () => {
    expect(codes(await tried("bare.json"))).to.deep.equal(["P23 warning products.bare"]);
  });

  it("of version 1, where only version 2 is accepted: P14", async () => {
    await write(folder.path, "v2.json", {
      tenantId: entra.tenantId,
      authorityHost: entra.origin,
      tokenVersions: ["2.0"],
      ...catalogOf("old"),
    });
    const report = await tried("v2.json");
    expect(codes(report)).to.deep.equal(["P14 error products.old"]);
    expect(report.findings.find(({ code }) => code === "P14")!.message).to.match(
      /^token_version: .*found 1\.0/,
    );
  });

  it("for an audience that the API does not expect: P15", async () => {
    // The application answers to the address, and the API expects the id of another one.
    const { gold, bare } = entra.products;
    await write(folder.path, "wrong.json", {
      products: {
        gold: { displayName: "Gold", audience: [gold!.audience, bare!.appId] },
        bare: { displayName: "Bare", audience: gold!.appId.replace(/^./, "f") },
      },
    });
    expect(codes(await tried("wrong.json"))).to.include("P20 error products.bare");
  });

  it("for which the client has no assignment: P32, with and without a required one", async () => {
    expect(codes(await tried("strict.json"))).to.deep.equal([
      `P32 error clients.${entra.clients["batch"]!.appId}.products.strict`,
    ]);
    const { args, env } = asClient(entra, "late");
    expect(args).to.have.length(4);
    await write(folder.path, "role.json", {
      products: { gold: { ...catalogOf("gold").products["gold"], role: "Orders.Read" } },
    });
    expect(
      codes(
        await reported(folder.path, ["role.json", ...asClient(entra, "batch").args], {
          ...entraEnv(entra),
          ...env,
          ...asClient(entra, "batch").env,
        }),
      ),
    ).to.deep.equal([`P32 error clients.${entra.clients["batch"]!.appId}.products.gold`]);
  });

  it("of another tenant: D22", async () => {
    const other = "11112222-3333-4444-5555-666677778888";
    await write(folder.path, "tenant.json", {
      tenantId: [other],
      authorityHost: entra.origin,
      ...catalogOf("gold"),
    });
    expect(codes(await tried("tenant.json", "batch", ["--tenant", entra.tenantId]))).to.include(
      "D22 error products.gold",
    );
  });

  it("of a disabled application: P21, of the product and of the client", async () => {
    expect(codes(await tried("off.json"))).to.deep.equal(["P21 error products.off"]);
    expect(codes(await tried("gold.json", "stopped"))).to.deep.equal([
      `P21 error clients.${entra.clients["stopped"]!.appId}`,
    ]);
  });

  it("with a wrong and with an expired secret: P04, P36", async () => {
    const { args } = asClient(entra, "batch");
    const wrong = await reported(folder.path, ["gold.json", ...args], {
      ...entraEnv(entra),
      DOCTOR_SECRET: "not-the-secret-of-batch",
    });
    expect(codes(wrong)).to.deep.equal([`P04 error clients.${entra.clients["batch"]!.appId}`]);
    expect(codes(await tried("gold.json", "late"))).to.deep.equal([
      `P36 error clients.${entra.clients["late"]!.appId}`,
    ]);
  });

  it("of an unknown client: P30", async () => {
    const args = [
      "--client-id",
      "99998888-7777-6666-5555-444433332222",
      "--client-secret-env",
      "DOCTOR_SECRET",
    ];
    const report = await reported(folder.path, ["gold.json", ...args], {
      ...entraEnv(entra),
      DOCTOR_SECRET: "some-secret-value",
    });
    expect(codes(report)).to.deep.equal(["P30 error clients.99998888-7777-6666-5555-444433332222"]);
  });

  it("that a throttled or a dead endpoint does not issue: D20", async () => {
    entra.faults.throttle(30);
    expect(codes(await tried("gold.json"))[0]).to.match(/^D20 error/);
    entra.faults.clear();
    entra.faults.hang("token");
    const report = await tried("gold.json", "batch", ["--timeout", "1"]);
    expect(report.findings.find(({ code }) => code === "D20")!.message).to.contain("no answer within 1 s");
  });

  it("that is admitted by roles, and refused by the list of clients: D23", async () => {
    await write(folder.path, "listed.json", {
      ...catalogOf("gold"),
      clientApplications: [{ id: entra.clients["batch"]!.appId, products: ["gold"], state: "rejected" }],
    });
    expect(codes(await tried("listed.json"))).to.include(
      `D23 error clients.${entra.clients["batch"]!.appId}.products.gold`,
    );
  });

  it("is requested for the products of the client's entry only, and never without a secret", async () => {
    const { args } = asClient(entra, "batch");
    await write(folder.path, "linked.json", {
      products: { ...catalogOf("gold").products, ...catalogOf("bare").products },
      provision: {
        clients: { nightly: { products: ["bare"], applicationId: entra.clients["batch"]!.appId } },
      },
    });
    const report = await tried("linked.json");
    expect(report.checks.filter(({ group }) => group === "tokens").map(({ at }) => at)).to.deep.equal([
      "products.bare",
    ]);
    const none = await reported(folder.path, ["linked.json", ...args], entraEnv(entra));
    expect(none.checks.at(-1)).to.deep.include({ group: "tokens", result: "skipped" });
  });
});
