import { spawn } from "node:child_process";
import { mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { clientRegistryOver } from "@product-auth/core/clients";
import { JsonFileRecordRepository } from "@product-auth/core/records";
import * as graph from "@product-auth/graph";
import { expect } from "chai";
import { runApplications } from "#src/applications/run-applications.js";
import { startBetween, type GraphBetween, type Phase } from "../provision/support/graph-between.js";
import { startTenant, type Tenant } from "../provision/support/tenant.js";
import { runProgram } from "../run.js";

const main = fileURLToPath(new URL("../../dist/main.js", import.meta.url));

describe("product-auth applications as a program, against the emulator's Graph", function () {
  this.timeout(120_000); // a process for each call
  let tenant: Tenant;
  let between: GraphBetween;
  let folder: string;
  let records: string;
  before(async () => {
    tenant = await startTenant();
    between = await startBetween(tenant.entra.graphUrl);
    folder = await mkdtemp(join(tmpdir(), "product-auth-applications-"));
    records = join(folder, "records.json");
    const { audience, roles } = tenant.entra.products.foreign!;
    await writeFile(
      join(folder, "catalog.json"),
      JSON.stringify({ products: { gold: { audience, role: roles[0] } } }),
    );
  });
  after(async () => {
    await between.close();
    await tenant.entra.close();
    await rm(folder, { recursive: true, maxRetries: 3 });
  });

  const env = () => tenant.env(between.url);
  const whole = (args: readonly string[]) => [
    ...args,
    ...["--records", `file:${records}`],
    ...(args[0] === "register" ? ["--catalog", join(folder, "catalog.json")] : []),
  ];
  const program = (...args: readonly string[]) => {
    between.pass();
    return runProgram(["applications", ...whole(args)], { env: env() });
  };
  /** In this process, after the lease of a process that was killed. */
  const later = async (...args: readonly string[]) => {
    between.pass();
    let [stdout, stderr] = ["", ""];
    const io = {
      stdin: (async function* () {})(),
      stdout: { write: (text: string) => (stdout += text) },
      stderr: { write: (text: string) => (stderr += text) },
      env: env(),
    };
    const clock = () => Date.now() + 31_000;
    const code = await runApplications(whole(args), io, { load: () => Promise.resolve(graph), clock });
    return { code, stdout, stderr };
  };
  const killedAt = async (call: number, phase: Phase, args: readonly string[]) => {
    const child = spawn(process.execPath, [main, "applications", ...whole(args)], {
      env: { ...process.env, ...env() },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let text = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (part: string) => (text += part));
    between.interruptAt(call, phase, () => child.kill("SIGKILL"));
    const code = await new Promise((resolve) => child.on("close", (code, ended) => resolve(code ?? ended)));
    return { code, text };
  };
  /** Numbers of the calls to interrupt: those that write, and with EVERY_CALL=yes all. */
  const interrupted = (): readonly number[] =>
    between.calls.flatMap((text, at) =>
      process.env["EVERY_CALL"] === "yes" || !text.startsWith("GET ") ? [at + 1] : [],
    );
  const own = async () =>
    (await tenant.state()).applications.filter(({ tags }) => tags.includes("productAuth:instance=portal"));
  const admitted = async (id: string) => {
    const opened = await JsonFileRecordRepository.open(records);
    try {
      const client = await clientRegistryOver(opened).findClient(id);
      return client?.state === "active" ? client.products : [];
    } finally {
      await opened.close();
    }
  };
  /** The roles in a real token of the application. */
  const rolesOf = async (clientId: string, secret: string) => {
    const body = new URLSearchParams({
      ...{ grant_type: "client_credentials", client_id: clientId, client_secret: secret },
      scope: `${tenant.entra.products.foreign!.audience}/.default`,
    });
    const response = await fetch(tenant.entra.tokenUrl, { method: "POST", body });
    const { access_token: token } = (await response.json()) as { access_token: string };
    const claims = Buffer.from(token.split(".")[1] ?? "", "base64url").toString();
    return (JSON.parse(claims) as { roles?: string[] }).roles;
  };

  it("registers, creates a secret that gets a token with the role, suspends, restores, deletes", async () => {
    const args = ["register", "--name", "Orders batch", "--product", "gold", "--operation", "program"];
    const registered = await program(...args, "--json");
    expect(registered.code, registered.stderr).to.equal(0);
    const { application } = JSON.parse(registered.stdout) as { application: { id: string } };
    const { id } = application;
    expect(await admitted(id)).to.deep.equal(["gold"]);
    const created = await program("new-secret", id);
    expect(created.code, created.stderr).to.equal(0);
    const secret = created.stdout.trim();
    expect(created.stdout).to.equal(`${secret}\n`);
    expect(await rolesOf(id, secret)).to.deep.equal(tenant.entra.products.foreign!.roles);

    expect((await program("suspend", id, "--comment", "leaked")).code).to.equal(0);
    expect(await admitted(id)).to.deep.equal([]);
    expect(await rolesOf(id, secret)).to.equal(undefined);
    expect((await program("restore", id)).code).to.equal(0);
    expect(await admitted(id)).to.deep.equal(["gold"]);
    const shown = await program("show", id);
    expect(shown.stdout).to.match(/^secret +\S+…, key id [\da-f-]{36}, ends \S+, active$/m);
    expect(shown.stdout + (await readFile(records, "utf8"))).not.to.contain(secret);

    expect((await program("delete", id, "--yes")).code).to.equal(0);
    expect(await own()).to.deep.equal([]);
    expect((await program("jobs")).stdout).to.equal("There are no such jobs.\n");
  });

  it("reconcile finds what differs, repair makes it agree: a role that was removed, a registration without a record", async () => {
    const before = await own();
    const registered = await later("register", "--name", "Repaired", "--product", "gold", "--json");
    const { id } = (JSON.parse(registered.stdout) as { application: { id: string } }).application;
    const findings = async () => {
      const { stdout } = await later("reconcile", "--json");
      return (JSON.parse(stdout) as { findings: { code: string; at: string }[] }).findings
        .filter(({ at }) => at.includes(id))
        .map(({ code, at }) => `${code} ${at.replace(id, "ID")}`);
    };
    expect(await findings()).to.deep.equal([]);

    await graphCall("DELETE", await assignmentOf(id));
    expect(await findings()).to.deep.equal(["P32 applications.ID.products.gold"]);
    expect((await later("repair")).stderr).to.contain("repeat the command with --yes");
    const repaired = await later("repair", "--yes");
    expect(repaired.stdout).to.contain(`Repaired P32 applications.${id}.products.gold: `);
    expect(await findings()).to.deep.equal([]);

    await rename(records, `${records}.kept`);
    await (await JsonFileRecordRepository.open(records, { create: true })).close();
    expect(await findings()).to.deep.equal(["P40 applications.ID"]);
    expect((await later("repair", "--yes")).stdout).to.contain("P40 warning");
    expect((await later("repair", id, "--yes")).code).to.equal(0);
    expect(await findings()).to.deep.equal([]);
    expect(await own()).to.have.length(before.length);
    await rename(`${records}.kept`, records);
    expect((await later("reconcile")).stdout).to.contain(`P30 error applications.${id}: `);
    expect((await later("delete", id, "--yes")).code).to.equal(0);
    expect((await later("reconcile")).code).to.equal(0);
  });

  /** Calls Graph as the provisioning client. */
  async function graphCall(method: "GET" | "DELETE", path: string): Promise<unknown> {
    const credential = graph.environmentCredential(env());
    const { token } = (await credential.getToken(["https://graph.microsoft.com/.default"]))!;
    const response = await fetch(`${tenant.entra.graphUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}` },
    });
    expect(response.ok, `${method} ${path}: ${response.status}`).to.equal(true);
    return response.status === 204 ? undefined : response.json();
  }

  async function assignmentOf(clientId: string): Promise<string> {
    const { id } = (await graphCall("GET", `/servicePrincipals(appId='${clientId}')`)) as { id: string };
    const path = `/servicePrincipals/${id}/appRoleAssignments`;
    const { value } = (await graphCall("GET", path)) as { value: { id: string }[] };
    return `${path}/${value[0]!.id}`;
  }

  it("register: killed before and after each call of Graph; again, it is one application", async () => {
    const args = (key: string) => [
      ...["register", "--name", "Orders batch", "--product", "gold", "--operation", key, "--json"],
    ];
    expect((await later(...args("whole"))).code).to.equal(0);
    const calls = interrupted();
    let count = 1;
    for (const call of calls)
      for (const phase of ["before", "after"] as const) {
        const key = `kill-${call}-${phase}`;
        expect((await killedAt(call, phase, args(key))).code, key).to.equal("SIGKILL");
        const second = await later(...args(key));
        expect(second.code, `${key}: ${second.stderr}`).to.equal(0);
        const { application } = JSON.parse(second.stdout) as { application: { id: string } };
        expect(await admitted(application.id), key).to.deep.equal(["gold"]);
        expect(await own(), key).to.have.length(++count);
      }
  });

  it("new-secret: killed before and after each call; again, it leaves one secret", async () => {
    const registered = await later("register", "--name", "x", "--product", "gold", "--json");
    const { application } = JSON.parse(registered.stdout) as { application: { id: string } };
    const { id } = application;
    const secrets = async () =>
      (await own()).find(({ appId }) => appId === id)?.passwordCredentials?.map(({ keyId }) => keyId) ?? [];
    const remove = async () => {
      for (const keyId of await secrets())
        expect((await later("remove-secret", id, "--key-id", keyId, "--yes")).code).to.equal(0);
    };
    expect((await later("new-secret", id)).code).to.equal(0);
    const calls = interrupted();
    await remove();
    for (const call of calls)
      for (const phase of ["before", "after"] as const) {
        const args = ["new-secret", id, "--operation", `kill-${call}-${phase}`];
        const first = await killedAt(call, phase, args);
        expect(first.code, args[3]).to.equal("SIGKILL");
        const second = await later(...args);
        expect(second.code, `${args[3]}: ${second.stderr}`).to.equal(0);
        expect(await secrets(), args[3]).to.have.length(1);
        expect(first.text + second.stderr).not.to.contain(second.stdout.trim());
        await remove();
      }
  });
});
