import { brotliCompressSync } from "node:zlib";
import { expect } from "chai";
import type { HostStep } from "../portal-harness.js";
import type { PortalSuite } from "../portal-suite.js";
import { ReflectingHandler } from "../reflecting-handler.js";

const STYLE = Buffer.from("a{color:red}".repeat(500));

/** What becomes of a response behind middleware of the application. */
export function responses({ describe, it, served }: PortalSuite): void {
  const settings: readonly (readonly HostStep[])[] = [
    [],
    ["helmet", "cors", "compression", "cookie", "parsers"],
  ];
  for (const before of settings)
    describe(`a response${before.length === 0 ? "" : ` behind ${before.join(", ")}`}`, () => {
      const { send } = served({ before }, () => new ReflectingHandler(respond));
      const of = (path: string, headers = {}, method = "GET") =>
        send(`/developer/special/${path}`, { method, headers });

      it("has its status and its fields, and no others of CORS and of policies", async () => {
        const { status, headers, text } = await of("page", { origin: "https://evil.example" });
        expect(status).to.equal(418);
        expect(headers).to.include({
          "content-security-policy": "default-src 'none'",
          "content-type": "text/html; charset=utf-8",
          "x-frame-options": "DENY",
        });
        const others = Object.keys(headers).filter((name) => /^access-control-|report-only/.test(name));
        expect(others).to.deep.equal([]);
        expect(text).to.equal("<p>é</p>");
      });

      it("sets all of its cookies, beside those of the application", async () => {
        const { "set-cookie": cookies } = (await of("cookies")).headers;
        const own = ["a=1; Path=/; HttpOnly", "b=2; Expires=Wed, 21 Oct 2026 07:28:00 GMT"];
        expect(cookies).to.include.members(own);
        expect(cookies).to.have.length(before.includes("cookie") ? 3 : 2);
      });

      it("redirects", async () => {
        const { status, headers, text } = await of("redirect");
        expect({ status, location: headers.location, text }).to.deep.equal({
          ...{ status: 303, location: "/developer/x", text: "" },
        });
        expect(headers).not.to.have.property("content-type");
        expect(headers["content-length"]).to.equal("0");
      });

      it("may have no content", async () => {
        for (const [path, status] of [
          ["none", 204],
          ["same", 304],
        ] as const) {
          const answered = await of(path);
          expect(answered).to.include({ status, text: "" });
          expect(answered.headers).not.to.have.property("content-length");
        }
      });

      it("that is compressed already stays as it is", async () => {
        const { headers, bytes } = await of("style", { "accept-encoding": "gzip, br" });
        expect(headers["content-encoding"]).to.equal("br");
        expect(bytes.equals(brotliCompressSync(STYLE))).to.equal(true);
      });

      it("to HEAD has the length of the body, if any", async () => {
        const { headers, text } = await of("style", {}, "HEAD");
        expect(text).to.equal("");
        if (headers["content-length"] !== undefined)
          expect(headers["content-length"]).to.equal(String(brotliCompressSync(STYLE).byteLength));
      });

      it("that fails is left to the application's own handler of errors", async () => {
        for (const path of ["throws", "rejects", "breaks"]) {
          const { status, text } = await of(path);
          expect({ path, status, text }).to.deep.equal({ path, status: 500, text: `host: ${path}` });
        }
        expect((await of("page")).status).to.equal(418);
      });
    });
}

function respond(path: string): Response | Promise<Response> {
  const policy = { "content-security-policy": "default-src 'none'", "x-frame-options": "DENY" };
  switch (path) {
    case "page":
      return new Response("<p>é</p>", {
        status: 418,
        headers: { ...policy, "content-type": "text/html; charset=utf-8" },
      });
    case "cookies": {
      const headers = new Headers();
      headers.append("set-cookie", "a=1; Path=/; HttpOnly");
      headers.append("set-cookie", "b=2; Expires=Wed, 21 Oct 2026 07:28:00 GMT");
      return new Response("", { headers });
    }
    case "redirect":
      return new Response(null, { status: 303, headers: { location: "/developer/x" } });
    case "none":
      return new Response(null, { status: 204 });
    case "same":
      return new Response(null, { status: 304 });
    case "style":
      return new Response(new Uint8Array(brotliCompressSync(STYLE)), {
        headers: { "content-encoding": "br", "content-type": "text/css", vary: "Accept-Encoding" },
      });
    case "throws":
      throw new Error("throws");
    case "rejects":
      return Promise.reject(new Error("rejects"));
    default:
      return new Response(
        new ReadableStream({ pull: (controller) => controller.error(new Error("breaks")) }),
      );
  }
}
