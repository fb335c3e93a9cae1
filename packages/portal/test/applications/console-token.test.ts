import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { createApplicationsWorld, type ApplicationsWorld } from "../support/applications-world.js";
import { memoryProvisioning } from "../support/memory-provisioning.js";
import { describeOnEach } from "../support/open-server.js";
import type { User } from "../support/world.js";

const TOKEN = { token_type: "Bearer", expires_in: 3599, access_token: "eyJ0.eyJh.c2ln" };

describeOnEach("a token of the console", (framework) => {
  let answer: RequestListener;
  let requests: { readonly headers: NodeJS.Dict<string | string[]>; readonly body: string }[];
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on("data", (chunk: Buffer) => chunks.push(chunk));
    req.on("end", () => {
      requests.push({ headers: req.headers, body: Buffer.concat(chunks).toString() });
      answer(req, res);
    });
  });
  let world: ApplicationsWorld;
  let adele: User;
  let id: string;
  before(() => new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening)));
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(async () => {
    requests = [];
    answer = reply(200, TOKEN);
    const { port } = server.address() as AddressInfo;
    const tokenUrl = `http://127.0.0.1:${port}/tenant/oauth2/v2.0/token`;
    world = createApplicationsWorld({ framework, provisioning: { ...memoryProvisioning(), tokenUrl } });
    adele = await world.user();
    id = await world.registered(adele, "Robot", ["gold", "partner"]);
  });

  const reply =
    (status: number, body: unknown, headers: Record<string, string> = {}): RequestListener =>
    (_, res) =>
      res.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
  const ask = (user: Pick<User, "cookie">, sent: unknown) =>
    world.handle(
      new Request(`${world.base}/console/token`, {
        method: "POST",
        redirect: "manual",
        headers: { cookie: user.cookie, "content-type": "application/json", "sec-fetch-site": "same-origin" },
        body: JSON.stringify(sent),
      }),
    );
  const wanted = (more: object = {}) => ({
    application: id,
    product: "gold",
    secret: "s3cret~of-robot",
    ...more,
  });

  it("comes from the token endpoint of the provisioning, for the scope of the product", async () => {
    const response = await ask(adele, wanted());
    expect([response.status, await response.json()]).to.deep.equal([
      200,
      { accessToken: TOKEN.access_token, expiresIn: 3599 },
    ]);
    expect(response.headers.get("cache-control")).to.equal("no-store");
    expect(requests.length).to.equal(1);
    expect(Object.fromEntries(new URLSearchParams(requests[0]!.body))).to.deep.equal({
      grant_type: "client_credentials",
      client_id: id,
      client_secret: "s3cret~of-robot",
      scope: "api://11111111-0000-4000-8000-000000000000/.default",
    });
    // Entra ID refuses a confidential client with `Origin` (AADSTS9002326).
    expect(requests[0]!.headers).not.to.have.any.keys("origin", "cookie", "referer");
  });

  it("ignores where a request would like it to come from", async () => {
    const elsewhere = "http://127.0.0.1:1/token";
    const more = {
      tokenUrl: elsewhere,
      scope: "api://x/.default",
      audience: "x",
      url: elsewhere,
      clientId: "x",
    };
    expect((await ask(adele, wanted(more))).status).to.equal(200);
    const sent = new URLSearchParams(requests[0]!.body);
    expect([sent.get("scope"), sent.get("client_id")]).to.deep.equal([
      "api://11111111-0000-4000-8000-000000000000/.default",
      id,
    ]);
  });

  it("is for applications of one's own, with an approved product: all else is answered alike, and asks nothing", async () => {
    const alex = await world.user({ name: "Alex" });
    const seen = async (user: User, sent: unknown) => {
      const response = await ask(user, sent);
      return `${response.status} ${(await response.text()).replaceAll(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g, "ID")}`;
    };
    const unknown = await seen(adele, wanted({ application: "00000000-0000-4000-8000-000000000000" }));
    expect(unknown).to.match(/^404/);
    // The navigation is that of any user.
    expect(await seen(alex, wanted())).to.equal(unknown);
    for (const more of [
      { product: "partner" },
      { product: "silver" },
      { product: "secretive" },
      { product: "__proto__" },
      { application: "../x" },
    ])
      expect(await seen(adele, wanted(more))).to.equal(unknown);
    expect((await ask(adele, wanted({ secret: ["x"] }))).status).to.equal(400);
    expect(requests).to.deep.equal([]);
    await world.administration.suspend(id);
    expect(await seen(adele, wanted())).to.equal(unknown);
    expect(requests).to.deep.equal([]);
  });

  it("a wrong secret, an expired one, and other refusals are told apart, without the text of the issuer", async () => {
    const refused = (code: number) =>
      reply(401, {
        error: "invalid_client",
        error_description: `AADSTS${code}: <b> ${id}`,
        error_codes: [code],
      });
    for (const [listener, message] of [
      [refused(7000215), "The secret was refused."],
      [refused(7000222), "The secret was refused."],
      [reply(401, { error: "invalid_client" }), "The secret was refused."],
      [
        reply(400, { error: "invalid_grant", error_codes: [501051] }),
        "Microsoft Entra ID issued no token: AADSTS501051.",
      ],
      [
        reply(400, { error: "x", error_codes: ["<b>"] }),
        "Microsoft Entra ID issued no token: no reason given.",
      ],
    ] as const) {
      answer = listener;
      const response = await ask(adele, wanted());
      expect([response.status, await response.json()]).to.deep.equal([422, { message }]);
    }
    for (const secret of ["", "x".repeat(513)])
      expect((await ask(adele, wanted({ secret }))).status).to.equal(422);
    expect(requests.length).to.equal(5);
  });

  it("redirects are not followed, and answers are bounded", async () => {
    for (const listener of [
      reply(302, {}, { location: "http://127.0.0.1:1/" }),
      reply(307, TOKEN, { location: "/tenant/oauth2/v2.0/token" }),
      reply(429, { error: "temporarily_unavailable" }),
      reply(500, "x"),
      reply(200, { ...TOKEN, more: "x".repeat(70_000) }),
      reply(200, { ...TOKEN, access_token: "a b" }),
      reply(200, { ...TOKEN, access_token: undefined }),
      reply(200, { ...TOKEN, expires_in: "soon" }),
      reply(200, []),
      (_, res) => res.destroy(),
    ] satisfies RequestListener[]) {
      answer = listener;
      expect((await ask(adele, wanted())).status).to.equal(503);
    }
    expect(requests.length).to.equal(10);
  });

  it("is limited to 60 for each session and hour", async () => {
    for (let i = 0; i < 60; i++) expect((await ask(adele, wanted())).status).to.equal(200);
    const response = await ask(adele, wanted());
    expect(response.status).to.equal(429);
    expect(Number(response.headers.get("retry-after"))).to.be.greaterThan(0);
  });

  it("leaves neither secret nor token behind", async () => {
    await ask(adele, wanted());
    const kinds = ["session", "audit", "form", "job", "application", "user", "setting", "reminder"];
    const dump = JSON.stringify([
      await Promise.all(kinds.map((kind) => world.records.list(kind, { limit: 1000 }))),
      world.events,
    ]);
    expect(dump).to.include("console-token");
    expect(dump).not.to.include("s3cret").and.not.include(TOKEN.access_token);
  });

  it("visitors and other sites get none", async () => {
    const guest = { cookie: "" };
    expect((await ask(guest, wanted())).status).to.equal(401);
    const response = await world.handle(
      new Request(`${world.base}/console/token`, {
        method: "POST",
        headers: { cookie: adele.cookie, "content-type": "application/json", "sec-fetch-site": "cross-site" },
        body: JSON.stringify(wanted()),
      }),
    );
    expect(response.status).to.equal(403);
    expect(requests).to.deep.equal([]);
  });
});
