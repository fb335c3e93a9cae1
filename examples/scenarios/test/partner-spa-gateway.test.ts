import { once } from "node:events";
import { connect } from "node:tls";
import { text } from "node:stream/consumers";
import { expect } from "chai";
import { anotherAuthority as certificates, authority } from "./support/authorities.js";
import { startGateway, type GatewayWithBackend } from "./support/backend.js";
import { startPartnerServers } from "./support/partner-servers.js";
import { send } from "./support/send.js";

const MEBIBYTE = Buffer.alloc(1_048_576, "a");

describe("the gateway of the scenario partner-spa", function () {
  this.timeout(20_000);
  let gateway: GatewayWithBackend;

  describe("before a backend that answers", () => {
    before(async () => {
      gateway = await startGateway((_req, res) => res.end("done"));
    });
    after(() => gateway.close());
    beforeEach(() => gateway.received.splice(0));

    const call = (options: Parameters<typeof send>[1] = {}, path = "/orders") =>
      send(gateway.origin + path, { ca: authority.ca, ...options });

    it("writes the fields about the caller itself, whatever the caller wrote", async () => {
      const forged = {
        "X-Forwarded-For": "203.0.113.7",
        "x-forwarded-host": "evil.example",
        "X-FORWARDED-PROTO": "http",
        "x-forwarded-client-cert": "Hash=0",
        forwarded: "for=203.0.113.7",
        "x-real-ip": "203.0.113.7",
        "client-cert": ":AA==:",
        "client-cert-chain": ":AA==:",
        "x-arr-clientcert": "AA==",
      };
      await call({ headers: { ...forged, connection: "close, X-Forwarded-For, x-other", "x-other": "1" } });
      const { fields } = gateway.received[0]!;
      expect(Object.keys(fields)).to.have.members([
        "host",
        "x-forwarded-for",
        "x-forwarded-proto",
        "connection",
      ]);
      expect(fields["x-forwarded-for"]).to.deep.equal(["127.0.0.1"]);
      expect(fields["x-forwarded-proto"]).to.deep.equal(["https"]);
      expect(fields["host"]).to.deep.equal([new URL(gateway.origin).host]);
    });

    it("passes credentials on as they were sent, twice where they were sent twice", async () => {
      await raw("GET /orders HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer a\r\nAuthorization: Bearer b\r\n");
      expect(gateway.received[0]?.fields["authorization"]).to.deep.equal(["Bearer a", "Bearer b"]);
    });

    for (const method of ["GET", "DELETE", "OPTIONS", "POST"])
      it(`sends the body of a ${method} as the body of one request`, async () => {
        const body = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
        for (const length of [{ "transfer-encoding": "chunked" }, { "content-length": body.length }])
          await call({ method, headers: length, body });
        await call();
        const seen = gateway.received.map((request) => [request.line, request.body]);
        expect(seen).to.deep.equal([
          [`${method} /orders`, body],
          [`${method} /orders`, body],
          ["GET /orders", ""],
        ]);
      });

    it("passes the path on as it was sent", async () => {
      for (const path of ["/a/../orders", "//orders", "/%6frders?a=%00", "/orders;v=1"]) {
        await raw(`GET ${path} HTTP/1.1\r\nHost: a\r\n`);
        expect(gateway.received.splice(0).map(({ line }) => line)).to.deep.equal([`GET ${path}`]);
      }
    });

    it("lives on after requests that it cannot pass on", async () => {
      const statuses: unknown[] = [];
      for (const head of [
        "GET /or ders HTTP/1.1\r\nHost: a\r\n",
        "GET /\u00ff HTTP/1.1\r\nHost: a\r\n",
        "CONNECT orders:443 HTTP/1.1\r\nHost: a\r\n",
        "GET /orders HTTP/1.1\r\nHost: a\r\nX: a\u0000b\r\n",
        "POST /orders HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n",
        "POST /orders HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: upgrade\r\n",
      ])
        statuses.push(/^HTTP\/1\.1 (\d+)/.exec(await raw(head))?.[1]);
      expect(statuses).to.deep.equal(["400", "400", undefined, "400", "400", "501", "200"]);
      expect(gateway.received.splice(0)).to.have.length(1);
      expect(await call()).to.include({ status: 200, text: "done" });
    });

    /** Sends the head of a request as it stands, and gives what comes until the connection ends. */
    async function raw(head: string): Promise<string> {
      const { port } = new URL(gateway.origin);
      const socket = connect({ host: "127.0.0.1", port: Number(port), ca: authority.ca });
      await once(socket, "secureConnect");
      const end = head.includes("Connection") ? "\r\n" : "Connection: close\r\n\r\n";
      socket.write(head + end, "latin1");
      setTimeout(() => socket.end(), 500).unref();
      return text(socket).catch(() => "");
    }
  });

  for (const [what, status, answer] of [
    ["closes the connection", 502, (req) => void req.socket.destroy()],
    ["says nothing", 504, () => undefined],
  ] as const satisfies readonly (readonly [string, number, Parameters<typeof startGateway>[0]])[])
    it(`answers ${status} when the backend ${what}`, async () => {
      const silent = await startGateway(answer, { patience: 200 });
      try {
        const answered = await send(`${silent.origin}/orders`, { ca: authority.ca });
        expect(answered.status).to.equal(status);
        expect(JSON.parse(answered.text)).to.have.property("statusCode", status);
        expect(answered.headers["cache-control"]).to.equal("no-store");
      } finally {
        silent.close();
      }
    });

  it("breaks an answer off that the backend broke off", async () => {
    const broken = await startGateway((req, res) => {
      res.writeHead(200, { "content-type": "text/plain" }).write("half");
      setTimeout(() => req.socket.destroy(), 50);
    });
    const failure: unknown = await send(broken.origin, { ca: authority.ca }).catch((error: unknown) => error);
    broken.close();
    expect(failure).to.be.instanceOf(Error);
  });

  it("sends nothing to a backend whose certificate is from another authority", async () => {
    const foreign = await startGateway((_req, res) => res.end(), { certificates });
    const { status } = await send(foreign.origin, { ca: authority.ca });
    foreign.close();
    expect({ status, received: foreign.received }).to.deep.equal({ status: 502, received: [] });
  });

  it("answers 502 while the API is down, also a long body, and passes calls on when it is back", async () => {
    const servers = await startPartnerServers("koa");
    const headers = { authorization: `Bearer ${await servers.token()}` };
    const orders = (body?: Buffer) =>
      send(`${servers.gateway}/orders`, {
        ca: authority.ca,
        headers,
        ...(body && { method: "POST", body }),
      });
    try {
      expect((await orders()).status).to.equal(200);
      await servers.api.stop();
      for (const body of [undefined, MEBIBYTE]) {
        const answer = await orders(body);
        expect(answer.status).to.equal(502);
        expect(JSON.parse(answer.text)).to.deep.equal({
          statusCode: 502,
          message: "The API cannot be reached.",
        });
      }
      await servers.api.restart();
      expect((await orders()).status).to.equal(200);
    } finally {
      await servers.close();
    }
  });
});
