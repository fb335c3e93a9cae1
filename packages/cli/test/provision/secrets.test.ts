import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ProvisionFailedError, type AddSecretOptions, type ClientSecret } from "@product-auth/graph";
import { expect } from "chai";
import { CATALOG, NOTHING, PLAN } from "./support/reports.js";
import { folderWith, runToy, toyProgram, type ToyRun } from "./support/toy.js";

const GUID = "aaaabbbb-1111-4222-8333-cccc44445555";
const SECRET = "abc~s3cret.value";
const REPORT = { ...NOTHING, mode: "rotate-secret" as const };

const secretOf = (client: string, { operation = "given-by-graph" }: Pick<AddSecretOptions, "operation">) => ({
  client,
  applicationId: "app-id",
  keyId: GUID,
  hint: "abc",
  endDateTime: "2027-11-30T00:00:00Z",
  secretText: SECRET,
  operation,
  others: [
    {
      keyId: "k2",
      hint: "xyz",
      displayName: "by hand",
      endDateTime: "2026-12-30T00:00:00Z",
      state: "active" as const,
    },
  ],
  report: REPORT,
});

const rotating = (
  end: (secret: ClientSecret) => Promise<ClientSecret> = (secret) => Promise.resolve(secret),
) =>
  toyProgram({
    async addClientSecret(_, client, options) {
      await options.onOperation?.(options.operation ?? "given-by-graph");
      return end(secretOf(client, options));
    },
  });

describe("secrets of product-auth provision", () => {
  let folder: Awaited<ReturnType<typeof folderWith>>;
  const at = (name: string) => join(folder.path, name);
  beforeEach(async () => {
    folder = await folderWith({ "catalog.json": JSON.stringify(CATALOG) });
  });
  afterEach(() => folder.remove());

  const rotate = (args: readonly string[] = [], program: ToyRun["program"] = rotating()) =>
    runToy([at("catalog.json"), "--rotate-secret", "batch", ...args], { program });
  const gone = (name: string) =>
    stat(at(name)).then(
      () => false,
      () => true,
    );

  it("stdout has the secret and a line feed; stderr everything else", async () => {
    expect(await rotate()).to.deep.equal({
      code: 0,
      stdout: `${SECRET}\n`,
      stderr: `Operation given-by-graph: --operation given-by-graph runs it again.
Client batch: client id app-id, secret abc…, key id ${GUID}, ends 2027-11-30T00:00:00Z.
Also active: secret xyz…, key id k2, ends 2026-12-30T00:00:00Z.
Entra ID may refuse the new secret with AADSTS7000215 for some seconds.
`,
    });
  });

  it("--json: one object with the secret", async () => {
    const { code, stdout, stderr } = await rotate(["--json", "--operation", "nightly-1"]);
    expect(code).to.equal(0);
    expect(stderr).not.to.contain(SECRET);
    expect(JSON.parse(stdout)).to.deep.equal({
      ...REPORT,
      catalog: { path: at("catalog.json"), changed: false },
      secret: {
        client: "batch",
        applicationId: "app-id",
        keyId: GUID,
        hint: "abc",
        endDateTime: "2027-11-30T00:00:00Z",
        secretText: SECRET,
      },
    });
  });

  it("--secret-file: a new file for its owner only, there before the secret; stdout is empty", async () => {
    const program = rotating(async (secret) => {
      const { mode, size } = await stat(at("secret"));
      expect({ mode: mode & 0o777, size }).to.deep.equal({ mode: 0o600, size: 0 });
      return secret;
    });
    const { code, stdout, stderr } = await rotate(["--secret-file", at("secret")], program);
    expect({ code, stdout }).to.deep.equal({ code: 0, stdout: "" });
    expect(stderr).not.to.contain(SECRET);
    expect(await readFile(at("secret"), "utf8")).to.equal(`${SECRET}\n`);
    const again = await rotate(["--json", "--secret-file", at("second")]);
    expect(again.stdout).not.to.contain(SECRET);
    expect(JSON.parse(again.stdout)).to.have.nested.property("secret.file", at("second"));
  });

  it("2: the file exists: no call, and its content stays", async () => {
    await writeFile(at("secret"), "other");
    const program = toyProgram();
    const { code, stdout, stderr } = await rotate(["--secret-file", at("secret")], program);
    expect({ code, stdout, calls: program.calls }).to.deep.equal({ code: 2, stdout: "", calls: [] });
    expect(stderr).to.contain("--secret-file: exists already");
    expect(await readFile(at("secret"), "utf8")).to.equal("other");
  });

  it("2: the file cannot be created", async () => {
    const { code, stderr } = await rotate(["--secret-file", at("nowhere/secret")]);
    expect(code).to.equal(2);
    expect(stderr).to.contain("--secret-file: cannot be created (ENOENT)");
  });

  it("1: a refusal removes the file, and stdout stays empty", async () => {
    const finding = {
      ...PLAN.findings[0]!,
      code: "P37" as const,
      severity: "error" as const,
      message: "two secrets",
    };
    const program = rotating(() =>
      Promise.reject(new ProvisionFailedError({ ...REPORT, findings: [finding] })),
    );
    const { code, stdout, stderr } = await rotate(["--secret-file", at("secret")], program);
    expect({ code, stdout }).to.deep.equal({ code: 1, stdout: "" });
    expect(stderr).to.contain("P37 two secrets");
    expect(await gone("secret")).to.equal(true);
    const json = await rotate(["--json"], program);
    expect(JSON.parse(json.stdout)).to.deep.include({ mode: "rotate-secret", exit: 1, findings: [finding] });
  });

  it("1: interrupted; the file is gone", async () => {
    const program = rotating(async () => {
      process.kill(process.pid, "SIGTERM");
      await new Promise((resolve) => setTimeout(resolve, 50));
      throw new DOMException("aborted", "AbortError");
    });
    const { code, stdout, stderr } = await rotate(["--secret-file", at("secret")], program);
    expect({ code, stdout }).to.deep.equal({ code: 1, stdout: "" });
    expect(stderr).to.contain("may have added a secret: it was interrupted;");
    expect(await gone("secret")).to.equal(true);
  });

  it("--remove-secret passes the key id", async () => {
    const passed: unknown[] = [];
    const program = toyProgram({
      removeClientSecret(_, client, keyId) {
        passed.push([client, keyId]);
        return Promise.resolve({ ...NOTHING, mode: "remove-secret" as const });
      },
    });
    const args = [at("catalog.json"), "--remove-secret", "batch", "--key-id", GUID, "--yes", "--json"];
    const { code, stdout } = await runToy(args, { program });
    expect(code).to.equal(0);
    expect(passed).to.deep.equal([["batch", GUID]]);
    expect(JSON.parse(stdout)).to.have.property("mode", "remove-secret");
  });
});
