import { execFile, execFileSync } from "node:child_process";
import { createPrivateKey, X509Certificate } from "node:crypto";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { get } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Entra, startEntra } from "@product-auth/emulator";
import { expect } from "chai";
import { obtainTlsIdentity } from "#src/tls/tls-identity.js";

const run = promisify(execFile);

describe("https", () => {
  let entra: Entra;
  let directory: string;
  before(async () => {
    directory = join(await mkdtemp(join(tmpdir(), "emulator-tls-")), "kept");
    entra = await startEntra({ protocol: "https", tls: { directory } });
  });
  after(async () => {
    await entra.close();
    await rm(join(directory, ".."), { recursive: true });
  });

  const statusOf = (url: string, ca?: string): Promise<number | string | undefined> =>
    new Promise((resolve) => {
      get(url, { ...(ca === undefined ? {} : { ca }), agent: false }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).on("error", (error: NodeJS.ErrnoException) => resolve(error.code));
    });

  it("is trusted by node through its authority, under each loopback name", async () => {
    const { port } = new URL(entra.origin);
    for (const host of ["127.0.0.1", "localhost"])
      expect(await statusOf(entra.discoveryUrl.replace("127.0.0.1", host), entra.caCertificate)).to.equal(
        200,
      );
    expect(entra.origin).to.equal(`https://127.0.0.1:${port}`);
    const leaf = new X509Certificate(await readFile(join(directory, "server.pem")));
    expect([leaf.checkHost("localhost"), leaf.checkIP("127.0.0.1"), leaf.checkIP("::1")]).to.not.include(
      undefined,
    );
  });

  it("is not trusted without it", async () => {
    expect(await statusOf(entra.discoveryUrl)).to.be.oneOf([
      "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
      "SELF_SIGNED_CERT_IN_CHAIN",
    ]);
  });

  it("is trusted by a process with NODE_EXTRA_CA_CERTS", async () => {
    const script = `fetch(${JSON.stringify(entra.discoveryUrl)}).then(async (r) => console.log((await r.json()).issuer))`;
    const env = { ...process.env, NODE_EXTRA_CA_CERTS: join(directory, "ca.pem") };
    const { stdout } = await run(process.execPath, ["-e", script], { env });
    expect(stdout.trim()).to.equal(entra.issuer);
  });

  it("keeps its files for the owner alone, and without the authority's key", async () => {
    expect((await stat(directory)).mode & 0o777).to.equal(0o700);
    for (const name of ["ca.pem", "server.pem", "server-key.pem"])
      expect((await stat(join(directory, name))).mode & 0o777, name).to.equal(0o600);
    const ca = new X509Certificate(entra.caCertificate!);
    expect(ca.ca).to.equal(true);
    const leaf = new X509Certificate(await readFile(join(directory, "server.pem")));
    const key = createPrivateKey(await readFile(join(directory, "server-key.pem")));
    expect([leaf.checkPrivateKey(key), ca.checkPrivateKey(key)]).to.deep.equal([true, false]);
  });

  it("uses the kept certificate again, unless it is broken or the host is not in it", async () => {
    const again = await startEntra({ protocol: "https", tls: { directory } });
    expect(again.caCertificate).to.equal(entra.caCertificate);
    await again.close();
    const identity = await obtainTlsIdentity("emulator.test", directory);
    expect(identity.ca).to.not.equal(entra.caCertificate);
    expect(new X509Certificate(identity.cert).checkHost("emulator.test")).to.equal("emulator.test");
    await writeFile(join(directory, "server.pem"), "not a certificate");
    const repaired = await obtainTlsIdentity("127.0.0.1", directory);
    expect(repaired.cert).to.equal(await readFile(join(directory, "server.pem"), "utf8"));
  });

  it("needs no directory", async () => {
    const memory = await startEntra({ protocol: "https" });
    expect(await statusOf(memory.discoveryUrl, memory.caCertificate)).to.equal(200);
    await memory.close();
  });

  it("drops connections in an outage with refuse", async () => {
    entra.faults.outage({ refuse: true });
    expect(await statusOf(entra.discoveryUrl, entra.caCertificate)).to.match(/^E/);
    entra.faults.clear();
    expect(await statusOf(entra.discoveryUrl, entra.caCertificate)).to.equal(200);
  });

  describe("with other tools", () => {
    let kept: string;
    let running: Entra;
    before(async () => {
      kept = await mkdtemp(join(tmpdir(), "emulator-curl-"));
      running = await startEntra({ protocol: "https", tls: { directory: kept } });
    });
    after(async () => {
      await running.close();
      await rm(kept, { recursive: true });
    });

    it("is trusted by curl --cacert", async function () {
      if (!isInstalled("curl")) return skipLoudly(this, "curl");
      const { stdout } = await run("curl", ["-sS", "--cacert", join(kept, "ca.pem"), running.discoveryUrl]);
      expect((JSON.parse(stdout) as { issuer: string }).issuer).to.equal(running.issuer);
    });

    it("is strictly right for OpenSSL", async function () {
      if (!isInstalled("openssl")) return skipLoudly(this, "openssl");
      const files = ["-CAfile", join(kept, "ca.pem"), join(kept, "server.pem")];
      const { stdout } = await run("openssl", ["verify", "-x509_strict", "-purpose", "sslserver", ...files]);
      expect(stdout).to.match(/: OK/);
    });
  });
});

function isInstalled(tool: string): boolean {
  try {
    execFileSync(tool, [tool === "openssl" ? "version" : "--version"]);
    return true;
  } catch {
    return false;
  }
}

/** A missing tool skips its test with a word on how to get it, and fails where everything has to run. */
function skipLoudly(context: Mocha.Context, tool: string): void {
  const word = `${tool} is not installed: apt-get install ${tool}`;
  if ((process.env["CI"] ?? "") !== "") throw new Error(word);
  Object.assign(context.test ?? {}, { skipReason: word });
  context.skip();
}
