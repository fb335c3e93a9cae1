import { createServer, request, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { makeCertificate } from "@product-auth/testkit/certificates";
import { expect } from "chai";
import { createProductAuth, type DecisionEvent, type ProductAuthOptions } from "#src/index.js";
import { viewOf } from "../../request/view-of.js";

const authority = makeCertificate({ subject: "root", authority: true });
const leaf = makeCertificate({ subject: "leaf", issuer: authority, to: Date.UTC(2030, 0, 1) });
const here = { action: "allow", addresses: ["192.0.2.1"] } as const;

type Policies = NonNullable<ProductAuthOptions["policies"]>;

function authWith(policies: Policies, more: object = {}) {
  const events: DecisionEvent[] = [];
  const auth = createProductAuth({
    products: { starter: { accepts: ["key"] } },
    subscriptions: [{ id: "acme", scope: "/products/starter", primaryKey: "acme" }],
    policies,
    onDecision: (event) => events.push(event),
    ...more,
  });
  return { auth, events };
}
const key = { "ocp-apim-subscription-key": "acme" };

/** Asks with a request of a real server, which comes from 127.0.0.1 with a forwarded certificate. */
async function overHttp<T>(
  headers: Record<string, string>,
  ask: (req: IncomingMessage) => Promise<T> | T,
): Promise<T> {
  let answer: Promise<T> | undefined;
  const server = createServer((req, res) => {
    answer = Promise.resolve(ask(req));
    void answer.finally(() => res.end()).catch(() => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  await new Promise<void>((resolve, reject) => {
    const { port } = server.address() as AddressInfo;
    request({ port, host: "127.0.0.1", headers, agent: false }, (res) => res.resume().on("end", resolve))
      .on("error", reject)
      .end();
  });
  server.close();
  return answer!;
}

describe("authorize: policies about the connection", () => {
  it("refuse a view that reports no address", async () => {
    for (const action of ["allow", "forbid"] as const) {
      const { auth, events } = authWith({ ipFilter: { action, addresses: ["192.0.2.1"] } });
      const found = await auth.authorize(viewOf(key), auth.anyProduct);
      expect(found).to.include({ outcome: "refuse", status: 403, code: "address_not_allowed" });
      expect(events[0]).to.not.have.property("address");
    }
  });

  it("are synchronous, and admit without another object when they have nothing to report", () => {
    const { auth } = authWith({ ipFilter: here });
    const found = auth.authorize({ ...viewOf(key), address: () => "::ffff:192.0.2.1" }, auth.anyProduct);
    expect(found).to.include({ outcome: "admit" }).and.not.to.have.property("connection");
  });

  it("come before the credential: neither the store is asked nor a signature checked", async () => {
    let asked = 0;
    const store = { findByKeyDigest: () => void asked++ as undefined };
    const { auth } = authWith({ ipFilter: here }, { subscriptions: store });
    const ask = (address: string) =>
      auth.authorize({ ...viewOf(key), address: () => address }, auth.anyProduct);
    expect(await ask("192.0.2.2")).to.include({ code: "address_not_allowed" });
    expect(asked).to.equal(0);
    expect(await ask("192.0.2.1")).to.include({ code: "key_unknown" });
    expect(asked).to.equal(1);
  });

  it("of a product are judged when it admits, and only then", async () => {
    const products = { starter: { accepts: ["key"], ipFilter: here }, pro: { accepts: ["key"] } };
    const subscriptions = ["starter", "pro"].map((id) => ({ id, scope: `/products/${id}`, primaryKey: id }));
    const { auth } = authWith({}, { products, subscriptions });
    const ask = async (product: string, address: string) => {
      const view = viewOf({ "ocp-apim-subscription-key": product });
      const found = await auth.authorize({ ...view, address: () => address }, auth.anyProduct);
      return found.outcome === "admit" ? found.outcome : found.code;
    };
    expect(await ask("starter", "192.0.2.1")).to.equal("admit");
    expect(await ask("starter", "192.0.2.2")).to.equal("address_not_allowed");
    expect(await ask("pro", "192.0.2.2")).to.equal("admit");
  });

  it("are those of the API and the operation at the path", async () => {
    const at = (address: string) => ({ ipFilter: { action: "allow", addresses: [address] } }) as const;
    const { auth, events } = authWith(
      {},
      {
        apis: {
          orders: {
            path: "orders",
            products: ["starter"],
            ...at("192.0.2.0/24"),
            operations: {
              list: { method: "GET", urlTemplate: "/", ...at("192.0.2.1") },
              read: { method: "GET", urlTemplate: "/{id}" },
            },
          },
          others: { path: "others", products: ["starter"] },
        },
      },
    );
    const ask = async (path: string, address: string) => {
      const view = { ...viewOf(key), path, address: () => address };
      await auth.authorize(view, auth.anyProduct);
      return events.at(-1)!.policy?.place ?? events.at(-1)!.outcome;
    };
    expect(await ask("/orders", "192.0.2.1")).to.equal("admit");
    expect(await ask("/orders", "192.0.2.2")).to.equal("operation:orders/list");
    expect(await ask("/orders/1", "192.0.2.2")).to.equal("admit");
    expect(await ask("/orders/1", "198.51.100.1")).to.equal("api:orders");
    expect(await ask("/others", "198.51.100.1")).to.equal("admit");
  });

  describe("certificates", () => {
    const from = { header: "x-cert", format: "base64", proxies: ["127.0.0.1"] } as const;
    const clientCertificates = { authorities: [authority.pem], from };
    const cert = { "x-cert": leaf.certificate.raw.toString("base64") };
    const decide = (policies: Policies, more: object = {}, times = 1) => {
      const { auth, events } = authWith(policies, { clientCertificates, ...more });
      return overHttp({ ...key, ...cert }, async (req) => {
        let found = await auth.authorize(auth.viewOf(req), auth.anyProduct);
        for (let i = 1; i < times; i++) found = await auth.authorize(auth.viewOf(req), auth.anyProduct);
        return { found, event: events.at(-1)! };
      });
    };

    it("are part of the access, frozen, and of the event in short", async () => {
      const { found, event } = await decide({ clientCertificate: {} });
      const certificate = found.outcome === "admit" ? found.access.certificate : undefined;
      expect(certificate).to.include({ subject: "CN=leaf", issuer: "CN=root" }).and.to.be.frozen;
      expect(found.outcome === "admit" && found.access).to.be.frozen;
      const { subject, thumbprint } = certificate!;
      expect(event.certificate).to.deep.equal({ subject, thumbprint });
    });

    it("are judged by the option clock, at each request", async () => {
      let now = Date.UTC(2029, 0, 1);
      const { auth } = authWith({ clientCertificate: {} }, { clientCertificates, clock: () => now });
      const codes = await overHttp({ ...key, ...cert }, async (req) => {
        const first = await auth.authorize(auth.viewOf(req), auth.anyProduct);
        now = Date.UTC(2031, 0, 1);
        const later = await auth.authorize(auth.viewOf(req), auth.anyProduct);
        return [first, later].map((one) => (one.outcome === "admit" ? "admit" : one.code));
      });
      expect(codes).to.deep.equal(["admit", "certificate_expired"]);
    });

    it("are asked about revocation once for each request, however many guards", async () => {
      let asked = 0;
      const isRevoked = async () => asked++ < 0;
      expect((await decide({ clientCertificate: { isRevoked } }, {}, 3)).found.outcome).to.equal("admit");
      expect(asked).to.equal(1);
    });

    it("503 when isRevoked fails, with Retry-After and without a challenge", async () => {
      const isRevoked = () => Promise.reject(new Error("password"));
      const { auth, events } = authWith({ clientCertificate: { isRevoked } }, { clientCertificates });
      const answer = await overHttp({ ...key, ...cert }, async (req) => {
        const found = await auth.authorize(auth.viewOf(req), auth.anyProduct);
        return found.outcome === "admit" ? undefined : auth.answer(found);
      });
      expect(answer).to.deep.include({ status: 503 });
      expect(answer?.headers).to.have.property("retry-after", "5");
      expect(answer?.headers).to.not.have.property("www-authenticate");
      expect(events[0]).to.include({ outcome: "unavailable", code: "revocation_unavailable" });
      expect(JSON.stringify(events)).to.not.contain("password");
    });

    it("that are revoked while the key is looked up are refused with their own code only", async () => {
      const { event } = await decide({ clientCertificate: { isRevoked: () => true } });
      expect(event).to.include({ outcome: "refuse", status: 401, code: "certificate_revoked" });
      expect(event.certificate?.subject).to.equal("CN=leaf");
    });

    it("stay in the event of a credential that is refused", async () => {
      const { event } = await decide({ clientCertificate: {} }, { subscriptions: [] });
      expect(event).to.include({ code: "key_unknown" });
      expect(event.certificate?.subject).to.equal("CN=leaf");
    });
  });

  describe("the warning about proxies", () => {
    const warningsOf = async (use: () => Promise<unknown>): Promise<string[]> => {
      const found: string[] = [];
      const listen = ({ name }: Error) => found.push(name);
      process.on("warning", listen);
      await use();
      await new Promise((resolve) => setImmediate(resolve));
      process.off("warning", listen);
      return found.filter((name) => name === "ProductAuthProxyWarning");
    };
    const anywhere = { action: "allow", addresses: ["0.0.0.0/0"] } as const;
    const asks =
      (policies: Policies, headers: Record<string, string>, address?: string) => async (): Promise<void> => {
        const { auth } = authWith(policies);
        for (let i = 0; i < 3; i++)
          await overHttp({ ...key, ...headers }, (req) =>
            auth.authorize(
              auth.viewOf(req, undefined, undefined, address === undefined ? undefined : () => address),
              auth.anyProduct,
            ),
          );
      };
    const ipFilter = anywhere;
    it("is emitted once when a forwarded address is not used", async () => {
      expect(await warningsOf(asks({ ipFilter }, { "x-forwarded-for": "192.0.2.1" }))).to.have.length(1);
      expect(await warningsOf(asks({ ipFilter }, { forwarded: "for=192.0.2.1" }))).to.have.length(1);
    });
    it("is not emitted when it is used, when there is none, or without an address policy", async () => {
      expect(
        await warningsOf(asks({ ipFilter }, { "x-forwarded-for": "192.0.2.1" }, "192.0.2.1")),
      ).to.deep.equal([]);
      expect(await warningsOf(asks({ ipFilter }, {}))).to.deep.equal([]);
      expect(await warningsOf(asks({}, { "x-forwarded-for": "192.0.2.1" }))).to.deep.equal([]);
    });
  });
});
