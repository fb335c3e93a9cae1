import { connect } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { expect } from "chai";
import type { PortalSuite } from "../portal-suite.js";
import { ReflectingHandler } from "../reflecting-handler.js";

/** Methods, fields and ends of requests. */
export function requests({ describe, it, served }: PortalSuite): void {
  describe("a request", () => {
    const handler = new ReflectingHandler();
    const { port, send, reflected } = served({}, () => handler);

    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
      it(`${method} reaches the portal`, async () =>
        expect((await reflected("/developer/x", { method })).method).to.equal(method));

    it("TRACE reaches it under a name that no page has", async () =>
      expect((await reflected("/developer/x", { method: "TRACE" })).method).to.equal("UNSUPPORTED"));

    it("HEAD is answered like GET, without the body", async () => {
      const head = await send("/developer/special/x", { method: "HEAD" });
      expect(head).to.include({ status: 200, text: "" });
      const headers = (await send("/developer/x", { method: "HEAD" })).headers;
      expect(headers["content-type"]).to.equal("application/json");
      expect(Number(headers["content-length"])).to.be.greaterThan(100);
    });

    it("brings its cookies, in one field or in several", async () => {
      const of = async (cookie: string | string[]) =>
        (await reflected("/developer", { headers: { cookie } })).headers;
      expect((await of("a=1; b=2"))["cookie"]).to.equal("a=1; b=2");
      expect((await of(["a=1", "b=2"]))["cookie"]).to.equal("a=1; b=2");
    });

    it("brings both values of a field that is sent twice", async () => {
      const headers = { "sec-fetch-site": ["same-origin", "cross-site"] };
      const { "sec-fetch-site": site } = (await reflected("/developer", { headers })).headers;
      expect(site).to.equal("same-origin, cross-site");
    });

    it("brings the caller's address", async () =>
      expect((await reflected("/developer")).address).to.match(/^(?:::ffff:)?127\.0\.0\.1$/));

    it("that is cut off while it sends its body does not reach the portal", async () => {
      const before = handler.calls;
      const socket = connect(port(), "127.0.0.1");
      socket.write("POST /developer HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\nhalf");
      await wait(30);
      socket.destroy();
      await wait(30);
      expect(handler.calls).to.equal(before);
      await reflected("/developer");
    });

    it("whose caller leaves before the answer harms nothing", async () => {
      const socket = connect(port(), "127.0.0.1");
      socket.write("GET /developer HTTP/1.1\r\nhost: a\r\n\r\n");
      socket.destroy();
      await wait(20);
      await reflected("/developer");
    });

    it("may wait for 100 Continue", async () => {
      const socket = connect(port(), "127.0.0.1");
      let received = "";
      socket.on("data", (bytes: Buffer) => (received += bytes.toString()));
      socket.write("POST /developer HTTP/1.1\r\nhost: a\r\nconnection: close\r\nexpect: 100-continue\r\n");
      socket.write("content-type: text/plain\r\ncontent-length: 3\r\n\r\n");
      await wait(30);
      socket.write("abc");
      await new Promise((resolve) => socket.once("close", resolve));
      expect(received).to.match(/^HTTP\/1.1 100 .*HTTP\/1.1 200 .*"body":"abc"/s);
    });
  });
}
