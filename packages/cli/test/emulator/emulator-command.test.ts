import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";

const cli = fileURLToPath(new URL("../../dist/main.js", import.meta.url));

describe("product-auth emulator", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "emulator-cli-"));
  });
  after(() => rm(folder, { recursive: true }));
  const running: Run[] = [];
  afterEach(async () => {
    for (const one of running.splice(0)) {
      one.child.kill("SIGKILL");
      await one.ended;
    }
  });

  const run = (...args: string[]): Run => {
    const started = start(args, folder);
    running.push(started);
    return started;
  };
  const config = async (text: string): Promise<string> => {
    const path = join(folder, "apps.json");
    await writeFile(path, text);
    return path;
  };

  it("--help and --version say so and end with 0", async () => {
    const help = await run("--help").ended;
    expect(help).to.include({ code: 0, stderr: "" });
    for (const option of [
      "--config",
      "--port",
      "--host",
      "--allow-remote",
      "--https",
      "--tls-dir",
      "--json",
      "--version",
    ])
      expect(help.stdout).to.include(option);
    expect((await run("--version").ended).stdout).to.match(/^\d+\.\d+\.\d+\S*\n$/);
  });

  it("warns, shows everything needed, gives a token and ends with 0 on SIGTERM", async () => {
    const { child, until, ended } = run();
    const text = await until(/\/\.default'\n/);
    expect(text).to.match(/for development and tests only, NEVER for production/);
    for (const word of [
      "Origin",
      "Tenant id",
      "Discovery",
      "Token URL",
      "starter",
      "contoso",
      "Product.Starter.All",
    ])
      expect(text).to.include(word);
    const url = /Token URL +(\S+)/.exec(text)![1]!;
    const fields = [...text.matchAll(/--data-urlencode '([^=]+)=([^']+)'/g)];
    const body = new URLSearchParams();
    for (const [, name = "", value = ""] of fields) body.set(name, value);
    const response = await fetch(url, {
      method: "POST",
      body,
    });
    expect(response.status).to.equal(200);
    expect(await response.json()).to.have.property("access_token");
    child.kill("SIGTERM");
    expect(await ended).to.include({ code: 0, stderr: "" });
  });

  it("--json prints one document with all that clients and APIs need, and the warning to stderr", async () => {
    const { child, until, ended } = run("--json");
    const { tokenUrl, clients, products } = JSON.parse(await until(/^}$/m)) as {
      tokenUrl: string;
      clients: Record<string, { appId: string; secret: string }>;
      products: Record<string, { audience: string }>;
    };
    const body = new URLSearchParams({
      grant_type: "client_credentials",
      client_id: clients["contoso"]!.appId,
      client_secret: clients["contoso"]!.secret,
      scope: `${products["starter"]!.audience}/.default`,
    });
    expect((await fetch(tokenUrl, { method: "POST", body })).status).to.equal(200);
    child.kill("SIGTERM");
    const { code, stdout, stderr } = await ended;
    expect(code).to.equal(0);
    expect(() => JSON.parse(stdout) as unknown).to.not.throw();
    expect(stderr).to.match(/for development and tests only, NEVER for production/);
  });

  it("ends with 0 on SIGINT", async () => {
    const { child, until, ended } = run("--port", "0");
    await until(/Token URL/);
    child.kill("SIGINT");
    expect(await ended).to.include({ code: 0 });
  });

  it("ends with 2 and one line when the port is taken", async () => {
    const first = run();
    const [, port] = /Origin +http:\/\/127\.0\.0\.1:(\d+)/.exec(await first.until(/Origin .+\n/))!;
    const { code, stderr, stdout } = await run("--port", port!).ended;
    expect(code).to.equal(2);
    expect(stderr).to.match(new RegExp(`^product-auth: Port ${port} on 127\\.0\\.0\\.1 is in use: .+\\n$`));
    expect(stdout).to.equal("");
  });

  it("takes products and clients from a config file, and arguments before it", async () => {
    const path = await config(
      JSON.stringify({
        port: 1,
        products: { gold: {} },
        clients: { fabrikam: { secrets: ["it's"], products: ["gold"] } },
      }),
    );
    const text = await run("--config", path, "--port", "0").until(/\/\.default'\n/);
    expect(text)
      .to.match(/gold .+Product\.Gold\.All/)
      .and.match(/fabrikam .+it's +gold/)
      .and.not.match(/starter|contoso /);
    expect(text).to.include(String.raw`'client_secret=it'\''s'`);
  });

  it("takes users and addresses from a config file, and prints the users", async () => {
    const path = await config(
      JSON.stringify({
        clients: { portal: { redirectUris: { web: ["http://localhost:3000/cb"] } } },
        users: { adele: { displayName: "Adele Vance" } },
        controls: true,
      }),
    );
    const text = await run("--config", path).until(/adele@contoso/);
    expect(text).to.match(/USER +NAME +SIGN-IN\n +adele@contoso\.onmicrosoft\.com +Adele Vance +member/);
    const document = JSON.parse(await run("--config", path, "--json").until(/^}$/m)) as {
      origin: string;
      users: Record<string, { userPrincipalName: string }>;
    };
    expect(document.users["adele"]!.userPrincipalName).to.equal("adele@contoso.onmicrosoft.com");
    const set = await fetch(`${document.origin}/emulator/faults`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: '{"clear":true}',
    });
    expect(set.status).to.equal(204);
  });

  it("shows how to trust its certificate with --https", async () => {
    const { until } = run("--https", "--tls-dir", join(folder, "tls"));
    const text = await until(/\/\.default'\n/);
    expect(text)
      .to.include(`NODE_EXTRA_CA_CERTS=${join(folder, "tls")}/ca.pem`)
      .and.match(/curl --cacert \S+ca\.pem https:/);
  });

  it("keeps the certificate in the home folder when no other is named", async () => {
    const text = await run("--https").until(/NODE_EXTRA_CA_CERTS=\S+/);
    expect(text).to.include(join(folder, ".product-auth", "emulator", "ca.pem"));
  });

  for (const [name, text, said] of [
    ["broken JSON", '{\n  "port": 0,\n  "products": { starter: {} }\n}', /apps\.json:3:17 is not valid JSON/],
    [
      "an unknown option",
      '{ "products": { "a": { "role": 1 } } }',
      /products\.a\.role: there is no such option/,
    ],
    ["a list", "[]", /apps\.json holds no JSON object/],
    ["null", "null", /apps\.json holds no JSON object/],
  ] as const) {
    it(`ends with 2 for a config with ${name}`, async () => {
      const { code, stderr } = await run("--config", await config(text)).ended;
      expect(code).to.equal(2);
      expect(stderr)
        .to.match(/^product-auth: /)
        .and.match(said);
    });
  }

  for (const [args, said] of [
    [["--config", "/nowhere.json"], /there is no file \/nowhere\.json/],
    [["--prot", "1"], /Unknown option '--prot'; --help lists the options\./],
    [["--port", "x"], /--port x is not a port: give a number from 0 to 65535\./],
    [["--host", "0.0.0.0"], /can be reached by others/],
    [["extra"], /Unexpected argument 'extra'/],
  ] as [string[], RegExp][]) {
    it(`ends with 2 for ${args.join(" ")}`, async () => {
      const { code, stderr, stdout } = await run(...args).ended;
      expect(code).to.equal(2);
      expect(stderr)
        .to.match(said)
        .and.not.match(/\n\s+at /);
      expect(stdout).to.equal("");
    });
  }
});

interface Run {
  child: ChildProcess;
  /** Everything printed until the pattern is there. */
  until: (pattern: RegExp) => Promise<string>;
  ended: Promise<{ code: number | null; stdout: string; stderr: string }>;
}

function start(args: string[], home: string): Run {
  const child = spawn(process.execPath, [cli, "emulator", ...args], { env: { ...process.env, HOME: home } });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
  const until = (pattern: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => void (pattern.test(stdout) && resolve(stdout));
      child.stdout.on("data", look);
      child.once("close", () => reject(new Error(`ended without ${pattern}: ${stdout}${stderr}`)));
      look();
    });
  return { child, until, ended };
}
