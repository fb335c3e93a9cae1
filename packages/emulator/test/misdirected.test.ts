import { connect } from "node:net";
import { type Entra, startEntra } from "@product-auth/emulator";
import { expect } from "chai";

// DNS rebinding: a page's own name points to 127.0.0.1, and the browser takes the emulator for the page's origin.
describe("421: a request that does not name this machine", () => {
  let entra: Entra;
  let port: number;
  before(async () => {
    entra = await startEntra();
    port = Number(new URL(entra.origin).port);
  });
  after(() => entra.close());

  /** The status of one request over a bare socket, and all that was answered. */
  const ask = (lines: readonly string[], to = port) =>
    new Promise<{ status: number; text: string }>((resolve, reject) => {
      let text = "";
      const socket = connect(to, "127.0.0.1", () =>
        socket.write([...lines, "connection: close", "", ""].join("\r\n")),
      );
      socket.setEncoding("latin1").on("data", (more: string) => (text += more));
      socket.on("error", reject).on("close", () => {
        resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1]), text });
      });
    });
  const keys = () => `/${entra.tenantId}/discovery/v2.0/keys`;
  const statusFor = async (host: string, target = keys()) =>
    (await ask([`GET ${target} HTTP/1.1`, `host: ${host}`])).status;

  for (const host of [
    "localhost",
    "LocalHost:99",
    "entra.localhost",
    "a.b.localhost:1",
    "127.0.0.1",
    "127.9.9.9:80",
  ])
    it(`200 Host: ${host}`, async () => expect(await statusFor(host)).to.equal(200));
  it("200 Host: [::1]", async () => expect(await statusFor(`[::1]:${port}`)).to.equal(200));

  for (const host of [
    ...["evil.example", "evil.example:80", "localhost.evil.example", "127.0.0.1.nip.io", "evillocalhost"],
    ...[
      "127.1",
      "0.0.0.0",
      "0x7f.1",
      "2130706433",
      "[::]",
      "[::ffff:127.0.0.1]",
      "192.0.2.7",
      "localhost.",
      "",
    ],
    ...[
      "localhost@evil.example",
      "evil.example@localhost",
      "localhost, evil.example",
      "localhost:1:2",
      "localhost:x",
    ],
  ])
    it(`421 Host: ${host}`, async () => expect(await statusFor(host)).to.equal(421));

  it("421 at every place, and nothing of it is told or counted", async () => {
    const before = entra.requests.count();
    const { tenantId } = entra;
    for (const method of ["GET", "POST", "OPTIONS", "HEAD"])
      for (const target of [
        `/${tenantId}/v2.0/.well-known/openid-configuration`,
        `/${tenantId}/.well-known/openid-configuration`,
        ...[
          keys(),
          `/${tenantId}/discovery/keys`,
          `/${tenantId}/oauth2/v2.0/token`,
          `/${tenantId}/oauth2/token`,
        ],
        ...["/common/discovery/instance?api-version=1.1", "/", "/nowhere"],
      ]) {
        const { status, text } = await ask([`${method} ${target} HTTP/1.1`, "host: evil.example"]);
        expect(status, `${method} ${target}`).to.equal(421);
        expect(text).to.not.include(tenantId).and.not.include("Access-Control-Allow-Origin");
      }
    expect(entra.requests.count()).to.equal(before);
  });
  it("421 with a body, which is not waited for", async () => {
    const lines = [
      `POST ${`/${entra.tenantId}/oauth2/v2.0/token`} HTTP/1.1`,
      "host: evil.example",
      "content-length: 9",
    ];
    expect((await ask(lines)).status).to.equal(421);
  });
  it("the name in an absolute target counts as well as Host", async () => {
    expect(await statusFor("localhost", `http://evil.example${keys()}`)).to.equal(421);
    expect(await statusFor("evil.example", `http://localhost${keys()}`)).to.equal(421);
    expect(await statusFor("localhost", `http://evil.example@localhost${keys()}`)).to.equal(421);
    expect(await statusFor("localhost", `http://127.0.0.1:${port}${keys()}`)).to.equal(200);
  });
  it("two Hosts, or none", async () => {
    const twice = await ask([`GET ${keys()} HTTP/1.1`, "host: localhost", "host: evil.example"]);
    expect(twice.status).to.be.oneOf([400, 421]); // newer versions of Node refuse it themselves
    expect((await ask([`GET ${keys()} HTTP/1.0`])).status).to.equal(421);
    expect((await ask([`GET ${keys()} HTTP/1.1`])).status).to.equal(400);
  });
  it("X-Forwarded-Host and Forwarded say nothing", async () => {
    const forwarded = ["x-forwarded-host: localhost", "forwarded: host=localhost"];
    expect((await ask([`GET ${keys()} HTTP/1.1`, "host: evil.example", ...forwarded])).status).to.equal(421);
    const foreign = ["x-forwarded-host: evil.example"];
    expect((await ask([`GET ${keys()} HTTP/1.1`, "host: localhost", ...foreign])).status).to.equal(200);
  });
  it("allowRemote lets every Host in, and the answer says the way out", async () => {
    expect((await ask([`GET ${keys()} HTTP/1.1`, "host: evil.example"])).text).to.include(
      "allowRemote: true",
    );
    const open = await startEntra({ allowRemote: true });
    try {
      const to = Number(new URL(open.origin).port);
      expect((await ask([`GET ${keys()} HTTP/1.1`, "host: entra.internal"], to)).status).to.equal(200);
    } finally {
      await open.close();
    }
  });
});
