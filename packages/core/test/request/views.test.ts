import { expect } from "chai";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { createProductAuth, type ProductAuth } from "#src/index.js";

const instanceWith = (primaryKey: string): ProductAuth<"pro"> =>
  createProductAuth({
    products: { pro: { accepts: ["key"] } },
    subscriptions: [{ id: primaryKey, scope: "/products/pro", primaryKey }],
  });

/** What `look` sees of a real request that carries this key. */
async function seen<T>(key: string, look: (req: IncomingMessage) => T): Promise<T> {
  let result: T | undefined;
  const server = createServer((req, res) => {
    result = look(req);
    res.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/orders`, {
    headers: { "ocp-apim-subscription-key": key },
  });
  server.closeAllConnections();
  server.close();
  return result!;
}

const requestOf = (members: object) => members as unknown as IncomingMessage;

describe("the view of a request", () => {
  it("is the same one for every guard of an instance, and another one for another instance", async () => {
    const [one, other] = [instanceWith("a"), instanceWith("b")];
    await seen("a", (req) => {
      expect(one.viewOf(req)).to.equal(one.viewOf(req, "/elsewhere"));
      expect(one.viewOf(req)).not.to.equal(other.viewOf(req));
    });
  });

  it("carries nothing from one instance to another, even when it is handed over", async () => {
    const [one, other] = [instanceWith("a"), instanceWith("b")];
    const outcomes = await seen("a", (req) => {
      const view = one.viewOf(req);
      return [one, other, one].map((auth) => auth.authorize(view, auth.anyProduct));
    });
    expect(outcomes.map((decision) => (decision as { outcome: string }).outcome)).to.deep.equal([
      "admit",
      "refuse",
      "admit",
    ]);
  });

  it("shows nothing of what was found out where a request is printed", async () => {
    const auth = instanceWith("a-secret-key");
    const view = await seen("a-secret-key", (req) => {
      void auth.authorize(auth.viewOf(req), auth.anyProduct);
      return auth.viewOf(req);
    });
    const { message: _, ...rest } = view as unknown as Record<string, unknown>;
    expect(Object.keys(rest)).to.deep.equal(["owner"]);
  });

  it("leaves no trace on the request and in its header fields", async () => {
    const auth = instanceWith("a");
    await seen("a", (req) => {
      const before = [Reflect.ownKeys(req), Reflect.ownKeys(req.rawHeaders)];
      void auth.authorize(auth.viewOf(req), auth.anyProduct);
      expect([Reflect.ownKeys(req), Reflect.ownKeys(req.rawHeaders)]).to.deep.equal(before);
    });
  });

  it("is that of its request, also when another one has the same header fields", () => {
    const [one, other] = [instanceWith("a"), instanceWith("b")];
    const rawHeaders = ["Host", "api.example.com", "Ocp-Apim-Subscription-Key", "a"];
    const requests = ["/orders", "/invoices", "/orders"].map((url) => requestOf({ url, rawHeaders }));
    const look = () => [one, other].flatMap((auth) => requests.map((req) => auth.viewOf(req)));
    const views = look();
    expect(new Set(views).size).to.equal(6);
    expect(look().every((view, at) => view === views[at])).to.equal(true);
    expect(views.map(({ path }) => path).slice(0, 3)).to.deep.equal(["/orders", "/invoices", "/orders"]);
  });

  describe("stays the same where the header fields cannot hold it", () => {
    const parsed = { host: "api.example.com" };
    const cannotHold: Readonly<Record<string, () => object>> = {
      absent: () => ({ headers: parsed }),
      frozen: () => ({ rawHeaders: Object.freeze(["Host", "api.example.com"]) }),
      "no array": () => ({ rawHeaders: "text", headers: parsed }),
      "made by a getter": () => ({
        get rawHeaders() {
          return ["Host", "api.example.com"];
        },
      }),
    };
    for (const [what, make] of Object.entries(cannotHold))
      it(what, () => {
        const [one, other] = [instanceWith("a"), instanceWith("b")];
        const req = requestOf(make());
        const views = [one.viewOf(req), other.viewOf(req)];
        expect(views[0]).not.to.equal(views[1]);
        expect(one.viewOf(req)).to.equal(views[0]);
        expect(other.viewOf(req)).to.equal(views[1]);
      });
  });
});
