import { gzipSync } from "node:zlib";
import { expect } from "chai";
import type { HostStep } from "../portal-harness.js";
import type { PortalSuite } from "../portal-suite.js";

const FORM = "application/x-www-form-urlencoded";
const MOST = 65_536;

/** Bodies, whether the application has parsed them or not. */
export function bodies({ describe, it, served }: PortalSuite): void {
  const settings: readonly (readonly HostStep[])[] = [[], ["parsers"], ["extended parsers"]];
  for (const before of settings)
    describe(`a body${before.length === 0 ? "" : ` behind ${before.join(" and ")}`}`, () => {
      const { send, reflected } = served({ before });
      const post = (type: string, body: string | Buffer, headers = {}) =>
        reflected("/developer/x", { method: "POST", headers: { "content-type": type, ...headers }, body });
      const fieldsOf = async (body: string, type = FORM) => [
        ...new URLSearchParams((await post(type, body)).body).entries(),
      ];

      it("of a form has its fields, in their order", async () =>
        expect(await fieldsOf("name=A+%26+B&comment=%C3%A9%0D%0A&empty=")).to.deep.equal([
          ["name", "A & B"],
          ["comment", "é\r\n"],
          ["empty", ""],
        ]));

      it("of a form may say its charset", async () =>
        expect(await fieldsOf("name=%C3%A9", `${FORM}; charset=UTF-8`)).to.deep.equal([["name", "é"]]));

      it("of a form has a repeated field as often as it was sent", async () =>
        expect(await fieldsOf("a=1&b=2&a=3".replace("b=2&", ""))).to.deep.equal([
          ["a", "1"],
          ["a", "3"],
        ]));

      it("of a form has 90 values of one field", async () => {
        const fields = Array.from({ length: 90 }, (_, i) => ["products", `p${i}`] as [string, string]);
        expect(await fieldsOf(new URLSearchParams(fields).toString())).to.deep.equal(fields);
      });

      it("of a form gains no fields by names of objects", async () => {
        const fields = await fieldsOf("a[state]=active&__proto__[owner]=me&constructor[prototype][x]=1&b=2");
        for (const name of ["state", "owner", "x"]) expect(fields.map(([each]) => each)).not.to.include(name);
        expect(fields).to.deep.include(["b", "2"]);
      });

      it("in JSON is the same JSON", async () => {
        const value = { application: "a", list: [1, null, { é: true }] };
        const { body, headers } = await post("application/json", JSON.stringify(value));
        expect(JSON.parse(Buffer.from(body, "latin1").toString())).to.deep.equal(value);
        expect(headers["content-type"]).to.equal("application/json");
      });

      it("of a type that no parser knows arrives as it was sent", async () =>
        expect((await post("application/octet-stream", Buffer.from([0, 1, 255]))).body).to.equal(
          "\0\x01\xff",
        ));

      it("in parts arrives as it was sent", async () => {
        const text = '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n';
        const { body, headers } = await post("multipart/form-data; boundary=x", text);
        expect(body).to.equal(text);
        expect(headers["content-type"]).to.equal("multipart/form-data; boundary=x");
      });

      it("may be empty", async () => {
        expect((await post(FORM, "")).body).to.equal("");
        expect((await reflected("/developer", { method: "POST" })).body).to.equal("");
      });

      it("of 64 KiB arrives whole; of a longer one, so much that the portal sees it", async () => {
        const of = async (length: number, chunked: boolean) => {
          const sent = { headers: { "content-type": FORM }, body: `a=${"x".repeat(length - 2)}`, chunked };
          const { body } = await reflected("/developer/x", { method: "POST", ...sent });
          return body.length;
        };
        for (const chunked of [false, true]) {
          expect(await of(MOST, chunked)).to.equal(MOST);
          expect(await of(MOST + 1, chunked)).to.equal(MOST + 1);
          expect(await of(MOST + 5_000, chunked)).to.equal(MOST + 1);
        }
      });

      it("of 10 MB is answered, and so is the request behind it", async () => {
        const sent = { headers: { "content-type": "text/csv" }, body: Buffer.alloc(10_000_000, "x") };
        const { body } = await reflected("/developer/x", { method: "POST", ...sent, chunked: true });
        expect(body.length).to.equal(MOST + 1);
        expect((await send("/developer")).status).to.equal(200);
      });

      it("of a DELETE arrives", async () => {
        const sent = { method: "DELETE", headers: { "content-type": "text/csv" }, body: "abc" };
        expect((await reflected("/developer/x", sent)).body).to.equal("abc");
      });

      it("that is compressed is marked so, or is inflated by the parser", async () => {
        const { body, headers } = await post(FORM, gzipSync("a=1"), { "content-encoding": "gzip" });
        if (headers["content-encoding"] === undefined) expect(body).to.equal("a=1");
        else expect(Buffer.from(body, "latin1").subarray(0, 2).toString("hex")).to.equal("1f8b");
      });
    });
}
