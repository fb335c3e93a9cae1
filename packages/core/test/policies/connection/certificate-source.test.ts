import { once } from "node:events";
import { createServer, request, type IncomingMessage, type RequestListener } from "node:http";
import { connect as connectHttp2, createSecureServer } from "node:http2";
import { createServer as createHttpsServer, request as requestTls } from "node:https";
import type { AddressInfo, Server } from "node:net";
import type { SecureContextOptions } from "node:tls";
import { makeCertificate, type MadeCertificate } from "@product-auth/testkit/certificates";
import { expect } from "chai";
import {
  settleClientCertificates,
  type ClientCertificatesOptions,
} from "#src/options/client-certificates.js";
import { CertificateSource } from "#src/policies/connection/certificate-source.js";
import { PresentedCertificate } from "#src/policies/connection/presented-certificate.js";
import { NodeRequestView } from "#src/request/request-view.js";

const root = makeCertificate({ subject: "root", authority: true });
const inter = makeCertificate({ subject: "inter", issuer: root, authority: true });
const leaf = makeCertificate({ subject: "leaf", issuer: inter });
const other = makeCertificate({ subject: "other", issuer: root });
const localhost = makeCertificate({ subject: "localhost", dnsNames: ["localhost"] });
const base64 = ({ certificate }: MadeCertificate) => certificate.raw.toString("base64");

type Options = NonNullable<ClientCertificatesOptions["clientCertificates"]>;
const PROXIES = ["127.0.0.1", "::1"];
const sourceOf = (options: Options) =>
  new CertificateSource(settleClientCertificates({ clientCertificates: options }));

const seen = (source: CertificateSource, req: IncomingMessage): string => {
  const found = source.read(new NodeRequestView(req));
  if (!(found instanceof PresentedCertificate)) return found === "missing" ? found : found.malformed;
  const trust = found.paths.length > 0 ? "trusted" : found.isAuthorized ? "authorized" : "untrusted";
  return `${found.accepted.subject} ${trust}`;
};
const answering =
  (source: CertificateSource): RequestListener =>
  (req, res) =>
    res.end(seen(source, req));

describe("certificates from a header", () => {
  const headers = async (options: Options, ...sent: string[]): Promise<string> => {
    const server = createServer({ maxHeaderSize: 100_000 }, answering(sourceOf(options)));
    return usingServer(server, async (port) => {
      const req = request({ port, host: "127.0.0.1", headers: ["host", "localhost", ...sent] });
      req.end();
      return bodyOf(await response(req));
    });
  };
  const from = { header: "X-ARR-ClientCert", format: "base64", proxies: PROXIES } as const;
  const options: Options = { authorities: [inter.pem], from };

  it("are read from a proxy", async () => {
    expect(await headers(options, "x-arr-clientcert", base64(leaf))).to.equal("CN=leaf trusted");
    expect(await headers(options, "X-ARR-CLIENTCERT", base64(other))).to.equal("CN=other untrusted");
  });

  it("are missing without the field, and with an empty one", async () => {
    expect(await headers(options, "x-other", "a")).to.equal("missing");
    expect(await headers(options, "x-arr-clientcert", "")).to.equal("missing");
  });

  it("are ignored from any other address, whatever the caller forwards", async () => {
    const elsewhere = { ...options, from: { ...from, proxies: ["192.0.2.1", "10.0.0.0/8"] } };
    const field = ["x-arr-clientcert", base64(leaf)];
    expect(await headers(elsewhere, ...field)).to.equal("missing");
    for (const name of ["x-forwarded-for", "x-real-ip", "forwarded"])
      expect(await headers(elsewhere, ...field, name, "192.0.2.1")).to.equal("missing");
    expect(await headers({ ...options, from: { ...from, proxies: ["127.0.0.0/8"] } }, ...field)).to.equal(
      "CN=leaf trusted",
    );
  });

  it("are malformed when sent twice, too long or not in the format", async () => {
    const twice = ["x-arr-clientcert", base64(leaf), "X-ARR-ClientCert", base64(leaf)];
    expect(await headers(options, ...twice)).to.equal("a field that was sent twice");
    expect(await headers(options, "x-arr-clientcert", "A".repeat(16_388))).to.equal(
      "a field that is too long",
    );
    for (const text of ["AAAA", "A".repeat(16_384)])
      expect(await headers(options, "x-arr-clientcert", text)).to.equal(
        "a field that is not in the format base64",
      );
  });

  it("come with those of the chain header", async () => {
    const chained: Options = {
      authorities: [root.pem],
      from: { header: "Client-Cert", chainHeader: "Client-Cert-Chain", format: "rfc9440", proxies: PROXIES },
    };
    const own = ["client-cert", `:${base64(leaf)}:`];
    const chain = ["client-cert-chain", `:${base64(inter)}:`];
    expect(await headers(chained, ...own)).to.equal("CN=leaf untrusted");
    expect(await headers(chained, ...own, "client-cert-chain", "")).to.equal("CN=leaf untrusted");
    expect(await headers(chained, ...own, ...chain)).to.equal("CN=leaf trusted");
    expect(await headers(chained, ...chain)).to.equal("missing");
    expect(await headers(chained, ...own, ...chain, ...chain)).to.equal("a field that was sent twice");
    expect(await headers(chained, ...own, "client-cert-chain", ":".repeat(16_385))).to.equal(
      "a field that is too long",
    );
  });

  it("are told apart by their chain as well", async () => {
    const chained: Options = {
      authorities: [root.pem],
      from: { header: "Client-Cert", chainHeader: "Client-Cert-Chain", format: "rfc9440", proxies: PROXIES },
    };
    const found: string[] = [];
    await usingServer(createServer(answering(sourceOf(chained))), async (port) => {
      for (const sent of [[], [inter], [other], []]) {
        const chain = sent.map((one) => `:${base64(one)}:`).join();
        const own = { "client-cert": `:${base64(leaf)}:` };
        const headersSent = chain === "" ? own : { ...own, "client-cert-chain": chain };
        const req = request({ port, host: "127.0.0.1", headers: headersSent });
        req.end();
        found.push(await bodyOf(await response(req)));
      }
    });
    expect(found).to.deep.equal(
      ["untrusted", "trusted", "untrusted", "untrusted"].map((one) => `CN=leaf ${one}`),
    );
  });

  it("are parsed once for each text", async () => {
    const source = sourceOf(options);
    const found: unknown[] = [];
    const server = createServer((req, res) => {
      found.push(source.read(new NodeRequestView(req)));
      res.end();
    });
    await usingServer(server, async (port) => {
      for (const certificate of [leaf, other, leaf]) {
        const req = request({
          port,
          host: "127.0.0.1",
          headers: { "x-arr-clientcert": base64(certificate) },
        });
        req.end();
        await bodyOf(await response(req));
      }
    });
    expect(found[0]).to.equal(found[2]);
    expect(found[0]).not.to.equal(found[1]);
  });

  it("of a view without a request are missing", () => {
    const view = { method: "GET", path: "/", header: () => base64(leaf), query: () => undefined };
    expect(sourceOf(options).read(view)).to.equal("missing");
  });
});

describe("certificates of a TLS connection", () => {
  const server = {
    key: localhost.privateKey,
    cert: localhost.pem,
    requestCert: true,
    rejectUnauthorized: false,
  };
  const client = (made: MadeCertificate, ...chain: MadeCertificate[]): SecureContextOptions => ({
    key: made.privateKey,
    cert: [made, ...chain].map(({ pem }) => pem).join(""),
  });
  const trust = { ca: localhost.pem, servername: "localhost" };

  /** What a server sees of several connections, one after another; the session of the first one may be resumed. */
  const overTls = async (
    options: Options,
    clients: SecureContextOptions[],
    more: object = {},
  ): Promise<string[]> => {
    const found: string[] = [];
    const listener = answering(sourceOf(options));
    await usingServer(createHttpsServer({ ...server, ...more }, listener), async (port) => {
      for (const each of clients) {
        const req = requestTls({ port, host: "127.0.0.1", ...trust, ...each, agent: false });
        req.end();
        found.push(await bodyOf(await response(req)));
      }
    });
    return found;
  };

  it("are judged by the authorities, with the certificates that the client sends", async () => {
    const clients = [client(leaf, inter), client(leaf), client(other), {}];
    expect(await overTls({ authorities: [root.pem] }, [client(leaf)])).to.deep.equal(["CN=leaf untrusted"]);
    // The chain of the first connection is remembered.
    expect(await overTls({ authorities: [root.pem] }, clients)).to.deep.equal([
      "CN=leaf trusted",
      "CN=leaf trusted",
      "CN=other trusted",
      "missing",
    ]);
  });

  it("without a chain are judged again when they come with one", async () => {
    const clients = [client(leaf), client(leaf, inter), client(leaf)];
    expect(await overTls({ authorities: [root.pem] }, clients)).to.deep.equal([
      ...["CN=leaf untrusted", "CN=leaf trusted", "CN=leaf trusted"],
    ]);
  });

  it("that are longer than 16 KiB are malformed, and longer issuers are not read", async () => {
    const extensions = [{ id: "1.2.3.4.5", critical: false, value: Buffer.alloc(17_000) }];
    const long = makeCertificate({ subject: "long", issuer: root, extensions });
    expect(await overTls({ authorities: [root.pem] }, [client(long)])).to.deep.equal([
      "a certificate that is too long",
    ]);
    const longInter = makeCertificate({ subject: "long inter", issuer: root, authority: true, extensions });
    const below = makeCertificate({ subject: "below", issuer: longInter });
    expect(await overTls({ authorities: [root.pem] }, [client(below, longInter)])).to.deep.equal([
      "CN=below untrusted",
    ]);
  });

  it("are judged by the TLS server without authorities, each connection by itself", async () => {
    const clients = [client(leaf, inter), client(leaf), client(makeCertificate({ subject: "self" })), {}];
    expect(await overTls({}, clients, { ca: root.pem })).to.deep.equal([
      "CN=leaf authorized",
      "CN=leaf untrusted",
      "CN=self untrusted",
      "missing",
    ]);
  });

  it("keep their issuers when a session is resumed, which carries the client's own only", async () => {
    const found: string[] = [];
    const source = sourceOf({ authorities: [root.pem] });
    const resumed: boolean[] = [];
    const https = createHttpsServer({ ...server, maxVersion: "TLSv1.2" }, (req, res) => {
      resumed.push((req.socket as unknown as { isSessionReused(): boolean }).isSessionReused());
      res.end(seen(source, req));
    });
    await usingServer(https, async (port) => {
      let session: Buffer | undefined;
      for (let i = 0; i < 2; i++) {
        const own = session === undefined ? {} : { session };
        const req = requestTls({
          port,
          host: "127.0.0.1",
          ...trust,
          ...client(leaf, inter),
          ...own,
          agent: false,
        });
        req.on("socket", (socket) => socket.on("session", (given: Buffer) => (session = given)));
        req.end();
        found.push(await bodyOf(await response(req)));
      }
    });
    expect(resumed).to.deep.equal([false, true]);
    expect(found).to.deep.equal(["CN=leaf trusted", "CN=leaf trusted"]);
  });

  it("of an HTTP/2 session are read once for all of its requests", async () => {
    const source = sourceOf({ authorities: [root.pem] });
    const found: unknown[] = [];
    const http2 = createSecureServer(server, (req, res) => {
      found.push(source.read(new NodeRequestView(req as unknown as IncomingMessage)));
      res.end(seen(source, req as unknown as IncomingMessage));
    });
    await usingServer(http2, async (port) => {
      const session = connectHttp2(`https://localhost:${port}`, { ...trust, ...client(leaf, inter) });
      for (let i = 0; i < 2; i++) expect(await bodyOf(session.request())).to.equal("CN=leaf trusted");
      session.close();
    });
    expect(found[0]).to.equal(found[1]);
  });

  it("are missing when the request is asked after its connection ended", async () => {
    const source = sourceOf({ authorities: [root.pem] });
    const asked: Promise<string>[] = [];
    const askLater = (req: IncomingMessage, end: () => void) => {
      asked.push(closed(req).then(() => seen(source, req)));
      end();
    };
    const https = createHttpsServer(server, (req) => askLater(req, () => req.socket.destroy()));
    await usingServer(https, async (port) => {
      const req = requestTls({ port, host: "127.0.0.1", ...trust, ...client(leaf, inter), agent: false });
      req.on("error", () => undefined);
      req.end();
      await closed(req);
    });
    const http2 = createSecureServer(server, (req) =>
      askLater(req as unknown as IncomingMessage, () => req.stream.session!.destroy()),
    );
    await usingServer(http2, async (port) => {
      const session = connectHttp2(`https://localhost:${port}`, { ...trust, ...client(leaf, inter) });
      session.on("error", () => undefined);
      session.request().on("error", () => undefined);
      await closed(session);
    });
    expect(await Promise.all(asked)).to.deep.equal(["missing", "missing"]);
  });

  it("of a connection without TLS are missing", async () => {
    await usingServer(createServer(answering(sourceOf({ authorities: [root.pem] }))), async (port) => {
      const req = request({ port, host: "127.0.0.1", headers: { "x-arr-clientcert": base64(leaf) } });
      req.end();
      expect(await bodyOf(await response(req))).to.equal("missing");
    });
  });
});

// `once` rejects when there is an error first.
const closed = (emitter: NodeJS.EventEmitter): Promise<void> =>
  new Promise((resolve) => void emitter.once("close", resolve));

async function usingServer<T>(server: Server, use: (port: number) => Promise<T>): Promise<T> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    return await use((server.address() as AddressInfo).port);
  } finally {
    server.close();
  }
}

const response = async (req: ReturnType<typeof request>): Promise<IncomingMessage> =>
  ((await once(req, "response")) as [IncomingMessage])[0];

async function bodyOf(stream: AsyncIterable<unknown>): Promise<string> {
  let body = "";
  for await (const chunk of stream) body += String(chunk);
  return body;
}
