import { once } from "node:events";
import { createServer, request, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { CallerAddresses } from "#src/policies/connection/caller-addresses.js";
import { NodeRequestView } from "#src/request/request-view.js";
import { viewOf } from "../../request/view-of.js";

/** Calls a function with the views of a request: as it was sent, with a forwarded address, and without that field. */
async function withViews(
  field: string,
  use: (plain: NodeRequestView, forwarded: NodeRequestView) => void,
): Promise<void> {
  const server = createServer((req, res) => {
    const viewed = (header: (name: string) => string | undefined) =>
      Object.assign(new NodeRequestView(req), { header, address: () => req.socket.remoteAddress });
    const sent = (name: string) => req.headers[name] as string | undefined;
    use(
      viewed((name) => (name === field ? undefined : sent(name))),
      viewed(sent),
    );
    res.end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const sent = request({ port, host: "127.0.0.1", headers: { [field]: "192.0.2.1" }, agent: false });
  sent.end();
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  response.resume();
  await once(response, "end");
  server.close();
}

describe("addresses of callers", () => {
  const watching = () => {
    const warnings: string[] = [];
    return { warnings, addresses: new CallerAddresses((message) => void warnings.push(message)) };
  };

  for (const field of ["x-forwarded-for", "forwarded"])
    it(`are probably those of a proxy that sends ${field}: one warning, which says what to do`, () =>
      withViews(field, (plain, forwarded) => {
        const { warnings, addresses } = watching();
        expect(addresses.of(plain)).to.equal("127.0.0.1");
        expect(warnings).to.deep.equal([]);
        for (let i = 0; i < 3; i++) expect(addresses.of(forwarded)).to.equal("127.0.0.1");
        expect(warnings).to.have.length(1);
        expect(warnings[0]).to.match(/forwarded address.*\(trust proxy, proxy, trustProxy\)/);
      }));

  it("are watched for the first 1,000 requests", () =>
    withViews("forwarded", (plain, forwarded) => {
      for (const before of [999, 1_000]) {
        const { warnings, addresses } = watching();
        for (let i = 0; i < before; i++) addresses.of(plain);
        addresses.of(forwarded);
        expect(warnings, `after ${before}`).to.have.length(before === 999 ? 1 : 0);
      }
    }));

  it("that a view cannot tell are those of no proxy", () => {
    const { warnings, addresses } = watching();
    const headers = { "x-forwarded-for": "192.0.2.1", forwarded: "for=192.0.2.1" };
    expect(addresses.of(viewOf(headers))).to.equal(undefined);
    expect(addresses.of({ ...viewOf(headers), address: () => "127.0.0.1" })).to.equal("127.0.0.1");
    expect(warnings).to.deep.equal([]);
  });
});
