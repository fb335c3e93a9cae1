import { deepEqual, equal } from "node:assert/strict";
import { createServer, request as requestTls } from "node:https";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { DecisionEvent } from "@product-auth/core";
import { makeCertificate, type MadeCertificate } from "../../certificates/make-certificate.js";
import type { AnyOptions, Exchange } from "../adapter-harness.js";
import { listening, serve, stopped, type Served } from "../served.js";
import type { Suite } from "../suite.js";
import { written, type WrittenAuth } from "../written-auth.js";
import { WrittenRoutes } from "../written-routes.js";

const FORBIDDEN = '{ "statusCode": 403, "message": "Forbidden" }';
const MISSING = '{ "statusCode": 401, "message": "Client certificate missing" }';
const INVALID = '{ "statusCode": 401, "message": "Invalid client certificate" }';

const authority = makeCertificate({ subject: "Contoso CA", authority: true });
const client = makeCertificate({ subject: "client.contoso.example", issuer: authority });
const other = makeCertificate({ subject: "other.contoso.example", issuer: authority });
const stranger = makeCertificate({ subject: "client.contoso.example" });
const localhost = makeCertificate({ subject: "localhost", dnsNames: ["localhost"] });
const base64 = ({ certificate }: MadeCertificate) => certificate.raw.toString("base64");

const here = { action: "allow", addresses: ["127.0.0.0/8", "::1"] } as const;
const elsewhere = { action: "allow", addresses: ["192.0.2.0/24"] } as const;
const secret = {
  name: "X-Secret",
  values: ["s3cret"],
  ignoreCase: false,
  failedCheckHttpCode: 418,
  failedCheckErrorMessage: "Not through the front door.",
};
const subscriptions = ["open", "shut", "secret", "certified"].map((product) => ({
  id: product,
  scope: `/products/${product}`,
  primaryKey: `${product}-key`,
}));
const accepts = ["key"] as const;
const products = {
  open: { accepts, ipFilter: here },
  shut: { accepts, ipFilter: elsewhere },
  secret: { accepts, checkHeader: [secret] },
  certified: { accepts, clientCertificate: { identities: [{ commonName: "client.contoso.example" }] } },
};

/** Addresses, header fields and client certificates, through guards. */
export function connectionPolicies({ describe, it, before, after, harness }: Suite): void {
  describe("connection policies", () => {
    const events: DecisionEvent[] = [];
    const options = {
      products,
      subscriptions,
      clientCertificates: {
        authorities: [authority.pem],
        from: { header: "X-ARR-ClientCert", format: "base64", proxies: ["127.0.0.1", "::1"] },
      },
      onDecision: (event: DecisionEvent) => events.push(event),
    } as unknown as AnyOptions;
    const seen = ({ access }: Exchange) => ({
      body: { product: access?.product, certificate: access?.certificate?.subject },
    });
    let auth: WrittenAuth;
    let served: Served;
    before(async () => {
      auth = written(harness.adapt(options));
      served = await serve(harness, auth, (app, { require, open }) => {
        app.get("/public", open(), () => ({ body: {} }));
        for (const product of Object.keys(products)) app.get(`/${product}`, require({ product }), seen);
        app.get("/stacked", require({ product: "secret" }), require({ product: "secret" }), seen);
        app.get("/any", require({ anyOf: [{ product: "shut" }, { product: "open" }] }), seen);
        app.get("/explained", require({ product: "open" }), async ({ explain }) => ({
          body: await explain({ product: "shut" }),
        }));
      });
    });
    after(async () => {
      await served.close();
      await auth.close();
    });

    const get = async (path: string, key: string | undefined, headers: Record<string, string> = {}) => {
      events.length = 0;
      const own = key === undefined ? {} : { "ocp-apim-subscription-key": `${key}-key` };
      const answer = await fetch(`http://127.0.0.1:${served.port}${path}`, {
        headers: { ...own, ...headers },
      });
      const body = await answer.text();
      equal(answer.status < 400 || answer.headers.get("cache-control") === "no-store", true);
      return {
        status: answer.status,
        body,
        challenge: answer.headers.get("www-authenticate"),
        event: events.at(-1),
      };
    };

    describe("addresses", () => {
      it("200 from an address that may call, and the address is in no event", async () => {
        const { status, event } = await get("/open", "open");
        deepEqual([status, event?.address], [200, undefined]);
      });
      it("403 from any other, without a challenge, whatever the caller forwards", async () => {
        for (const headers of [{}, { "x-forwarded-for": "192.0.2.1" }, { forwarded: "for=192.0.2.1" }]) {
          const { status, body, challenge, event } = await get("/shut", "shut", headers as never);
          deepEqual([status, body, challenge], [403, FORBIDDEN, null]);
          deepEqual(
            [event?.code, event?.address, event?.policy],
            ["address_not_allowed", "127.0.0.1", { place: "product:shut", index: 0 }],
          );
        }
      });
      it("401 for a credential that is refused comes before a policy of the product", async () =>
        equal((await get("/shut", "open")).status, 401));
      it("the policies of the product that admits apply, in a rule with anyOf", async () => {
        equal((await get("/any", "open")).status, 200);
        equal((await get("/any", "shut")).status, 403);
      });
      it("explain shows the check", async () => {
        const { body } = await get("/explained", "open");
        const { outcome } = JSON.parse(body) as { outcome: string };
        equal(outcome, "refuse"); // the key opens another product
      });
    });

    describe("header fields", () => {
      it("200 with the value, and the policy's own answer without", async () => {
        equal((await get("/secret", "secret", { "x-secret": "s3cret" })).status, 200);
        for (const headers of [
          {},
          { "x-secret": "S3CRET" },
          { "x-secret": "s3cret, s3cret" },
          { "x-secret": "" },
        ]) {
          const { status, body, challenge, event } = await get("/secret", "secret", headers as never);
          deepEqual([status, challenge, event?.code], [418, null, "header_check"]);
          equal(body, '{ "statusCode": 418, "message": "Not through the front door." }');
          equal(JSON.stringify(event).includes("3cret"), false);
        }
      });
      it("200 through stacked guards", async () =>
        equal((await get("/stacked", "secret", { "x-secret": "s3cret" })).status, 200));
    });

    describe("client certificates from a proxy", () => {
      const forwarded = (made: MadeCertificate) => ({ "x-arr-clientcert": base64(made) });
      it("200 with an accepted one, which the handler and the event show", async () => {
        const { status, body, event } = await get("/certified", "certified", forwarded(client));
        deepEqual(
          [status, JSON.parse(body)],
          [200, { product: "certified", certificate: "CN=client.contoso.example" }],
        );
        deepEqual(event?.certificate, {
          subject: "CN=client.contoso.example",
          thumbprint: client.certificate.fingerprint.replaceAll(":", ""),
        });
      });
      it("401 without one, and with any other, without a challenge", async () => {
        const rows = [
          [{}, MISSING, "certificate_missing"],
          [{ "x-arr-clientcert": "x" }, INVALID, "certificate_malformed"],
          [forwarded(stranger), INVALID, "certificate_untrusted"],
          [forwarded(other), INVALID, "certificate_identity"],
        ] as const;
        for (const [headers, text, code] of rows) {
          const { status, body, challenge, event } = await get("/certified", "certified", { ...headers });
          deepEqual([status, body, challenge, event?.code], [401, text, null, code]);
        }
      });
      it("a certificate that no policy asks for is not shown", async () => {
        const { body, event } = await get("/open", "open", forwarded(client));
        deepEqual([JSON.parse(body), event?.certificate], [{ product: "open" }, undefined]);
      });
    });

    describe("of the whole instance", () => {
      after(() => auth.update({ products } as never));
      it("come before credentials, in order: address, header fields, certificate", async () => {
        const all = { checkHeader: [secret], clientCertificate: {} };
        auth.update({ products, policies: { ...all, ipFilter: elsewhere } } as never);
        equal((await get("/open", undefined)).body, FORBIDDEN);
        auth.update({ products, policies: { ...all, ipFilter: here } } as never);
        equal((await get("/open", undefined)).status, 418);
        equal((await get("/open", undefined, { "x-secret": "s3cret" })).body, MISSING);
        const good = { "x-secret": "s3cret", "x-arr-clientcert": base64(other) };
        const { status, event } = await get("/open", undefined, good);
        deepEqual([status, event?.code], [401, "key_missing"]);
        deepEqual(event?.certificate?.subject, "CN=other.contoso.example");
        equal((await get("/open", "open", good)).status, 200);
      });
      it("are kept by an update that does not name them", async () => {
        auth.update({ products, policies: { ipFilter: elsewhere } } as never);
        auth.update({ products } as never);
        equal((await get("/open", "open")).status, 403);
        auth.update({ products, policies: {} } as never);
        equal((await get("/open", "open")).status, 200);
      });
      it("do not reach routes behind open()", async () => {
        auth.update({ products, policies: { ipFilter: elsewhere } } as never);
        equal((await get("/public", undefined)).status, 200);
        auth.update({ products, policies: {} } as never);
      });
      it("report with ignoreError, and refuse no request", async () => {
        auth.update({ products, policies: { clientCertificate: { ignoreError: true } } } as never);
        const { status, body, event } = await get("/open", "open", { "x-arr-clientcert": base64(stranger) });
        deepEqual([status, JSON.parse(body)], [200, { product: "open" }]);
        deepEqual(
          event?.ignored?.map(({ code }) => code),
          ["certificate_untrusted"],
        );
        auth.update({ products, policies: {} } as never);
      });
    });
  });

  describe("client certificates of a TLS connection", () => {
    it("are judged by the guard", async () => {
      const auth = written(
        harness.adapt({
          products,
          subscriptions,
          clientCertificates: { authorities: [authority.pem] },
        } as never),
      );
      const app = new WrittenRoutes();
      app.get("/certified", auth.require({ product: "certified" }), ({ access }) => ({
        body: access?.certificate?.subject,
      }));
      const { declared, onError = () => ({ status: 500 }) } = app;
      const built = await harness.build(auth.adapter, { declared, onError });
      const server = createServer(
        { key: localhost.privateKey, cert: localhost.pem, requestCert: true, rejectUnauthorized: false },
        built.listener,
      );
      await listening(server);
      try {
        const { port } = server.address() as AddressInfo;
        const ask = (made?: MadeCertificate): Promise<string> =>
          new Promise((resolve, reject) => {
            const own = made === undefined ? {} : { key: made.privateKey, cert: made.pem };
            // A header field is not believed here.
            const headers = {
              "ocp-apim-subscription-key": "certified-key",
              "x-arr-clientcert": base64(client),
            };
            const trust = { ca: localhost.pem, servername: "localhost", host: "127.0.0.1" };
            requestTls({ port, path: "/certified", headers, agent: false, ...trust, ...own })
              .on("response", (answer) => void text(answer).then(resolve, reject))
              .on("error", reject)
              .end();
          });
        equal(await ask(client), "CN=client.contoso.example");
        deepEqual([await ask(other), await ask(stranger), await ask()], [INVALID, INVALID, MISSING]);
      } finally {
        await stopped(server);
        await built.close?.();
        await auth.close();
      }
    });
  });
}
