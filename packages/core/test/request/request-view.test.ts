import type { IncomingMessage } from "node:http";
import { NodeRequestView } from "#src/request/request-view.js";
import { expect } from "chai";
import { startReader, type Reader } from "./raw-request.js";

describe("NodeRequestView", () => {
  let reader: Reader;
  before(async () => {
    reader = await startReader((message) => {
      const view = new NodeRequestView(message);
      const mounted = new NodeRequestView(message, "/as/sent?q=sent");
      return {
        method: view.method,
        path: view.path,
        once: view.header("x-once"),
        twice: view.header("x-twice"),
        none: view.header("x-none"),
        inherited: view.header("__proto__"),
        q: view.query("q"),
        mounted: [mounted.path, mounted.query("q")],
      };
    });
  });
  after(() => reader.close());

  it("gives method, path, one value, every value, or nothing", async () => {
    const sent = ["/a%2Fb//c/?q=1&q=2", "X-Once: 1", "X-Twice: 1", "x-twice: 2"] as const;
    expect(await reader.send(...sent)).to.deep.equal({
      method: "GET",
      path: "/a%2Fb//c/",
      once: "1",
      twice: ["1", "2"],
      q: ["1", "2"],
      mounted: ["/as/sent", "sent"],
    });
  });
  it("gives an empty value as sent", async () => {
    expect(await reader.send("/?q", "X-Once:")).to.include({ path: "/", q: "", once: "" });
  });
  it("gives the authority of HTTP/2 as host, unless there is a field (RFC 9113 §8.3.1)", () => {
    const hostOf = (...rawHeaders: string[]) =>
      new NodeRequestView({ rawHeaders } as unknown as IncomingMessage).header("host");
    expect(hostOf(":authority", "b.example")).to.equal("b.example");
    expect(hostOf(":authority", "b.example", "host", "a.example")).to.equal("a.example");
    expect(hostOf()).to.equal(undefined);
  });
});
