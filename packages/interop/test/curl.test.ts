import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect } from "chai";
import type { Entra } from "@product-auth/emulator";
import { apiOptions, startApi, type Api } from "./support/api.js";
import { needed } from "./support/needed.js";
import { startTestEntra, welcome } from "./support/test-entra.js";
import { writeAuthority } from "./support/trusting-process.js";

const run = promisify(execFile);

/** Runs curl, and gives status and JSON body. */
async function curl(...given: string[]): Promise<{ status: number; body: Record<string, unknown> }> {
  const { stdout } = await run("curl", ["-sS", "-w", "\n%{http_code}", ...given]);
  const end = stdout.lastIndexOf("\n");
  return {
    status: Number(stdout.slice(end)),
    body: JSON.parse(stdout.slice(0, end)) as Record<string, unknown>,
  };
}

const callApi = (url: string, token: unknown) => curl("-H", `Authorization: Bearer ${String(token)}`, url);

describe("curl", () => {
  let entra: Entra;
  let api: Api;

  before(async function () {
    needed(this, "curl", "--version");
    entra = await startTestEntra();
    api = await startApi(apiOptions(entra));
  });

  after(async () => {
    await api?.close();
    await entra?.close();
  });

  const asked = (issuer: Entra) => [
    issuer.tokenUrl,
    "-d",
    "grant_type=client_credentials",
    "-d",
    `scope=${issuer.products["starter"]!.audience}/.default`,
  ];
  const posted = (issuer: Entra) => {
    const { appId, secret } = issuer.clients["contoso"]!;
    return ["-d", `client_id=${appId}`, "-d", `client_secret=${secret}`];
  };

  it("gets a token with a posted secret, and the API admits it", async () => {
    const { status, body } = await curl(...asked(entra), ...posted(entra));
    expect([status, body["token_type"]]).to.deep.equal([200, "Bearer"]);
    expect(await callApi(api.url("starter"), body["access_token"])).to.deep.equal(
      welcome(entra, "starter", "1"),
    );
  });

  it("gets a token with --user, and the API admits it", async () => {
    const { appId, secret } = entra.clients["contoso"]!;
    const { status, body } = await curl(...asked(entra), "--user", `${appId}:${secret}`);
    expect(status).to.equal(200);
    expect(await callApi(api.url("starter"), body["access_token"])).to.deep.equal(
      welcome(entra, "starter", "1"),
    );
  });

  it("over https gets a token with --cacert, and the API admits it", async () => {
    const secure = await startTestEntra({ protocol: "https" });
    const authority = await writeAuthority(secure);
    // The API fetches keys over https too, so it runs in a process that trusts the authority.
    const program = fileURLToPath(new URL("./programs/api.js", import.meta.url));
    const child = spawn(process.execPath, [program, JSON.stringify(apiOptions(secure))], {
      env: { ...process.env, NODE_EXTRA_CA_CERTS: authority.file },
      stdio: ["pipe", "pipe", "inherit"],
    });
    try {
      const [url] = (await once(createInterface(child.stdout), "line")) as [string];
      const { status, body } = await curl("--cacert", authority.file, ...asked(secure), ...posted(secure));
      expect(status).to.equal(200);
      expect(await callApi(url, body["access_token"])).to.deep.equal(welcome(secure, "starter", "1"));
    } finally {
      const ended = once(child, "exit");
      child.stdin.end();
      await ended;
      await authority.remove();
      await secure.close();
    }
  });

  it("shows the refusal of a wrong secret, and no token", async () => {
    const { appId } = entra.clients["contoso"]!;
    const { status, body } = await curl(...asked(entra), "--user", `${appId}:wrong`);
    expect(status).to.equal(401);
    expect(body).to.include({ error: "invalid_client" }).and.not.to.have.property("access_token");
    expect(body["error_codes"]).to.deep.equal([7000215]);
  });

  it("shows the API's refusal", async () => {
    const { status, body } = await callApi(api.url("starter"), "rubbish");
    expect(status).to.equal(401);
    expect(body).to.deep.equal({
      statusCode: 401,
      message:
        "Access denied due to invalid access token. Make sure to provide a valid access token for this API.",
    });
  });
});
