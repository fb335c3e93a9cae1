import { expect } from "chai";
import fc from "fast-check";
import { buildRequest, type BuiltRequest } from "#src/console/build-request.js";
import type { CallTemplate } from "#src/console/call-template.js";

const template: CallTemplate = {
  method: "POST",
  segments: ["orders", "{id}", "lines.v1", "{part}.{ending}"],
  parameters: [
    { name: "id", in: "path", required: true },
    { name: "part", in: "path", required: true },
    { name: "ending", in: "path", required: true },
    { name: "$filter", in: "query", required: false },
    { name: "X-Trace", in: "header", required: false },
  ],
  keyHeader: "Ocp-Apim-Subscription-Key",
  mediaType: "application/json",
};

const build = (values: readonly string[], { body = "", key = undefined as string | undefined } = {}) =>
  buildRequest(template, { values, body, key });

describe("a request of the console", () => {
  it("has its parameters encoded, dots too, and the API's own segments as they are", () => {
    expect(build(["a/b.c?#", "ü", "txt", "x eq 'y&z'", "t1"], { body: "{}", key: " k1 " })).to.deep.equal({
      method: "POST",
      target: "/orders/a%2Fb%2Ec%3F%23/lines.v1/%C3%BC.txt?%24filter=x%20eq%20'y%26z'",
      headers: [
        ["Content-Type", "application/json"],
        ["X-Trace", "t1"],
        ["Ocp-Apim-Subscription-Key", "k1"],
      ],
      body: "{}",
    });
  });

  it("leaves out what is empty", () => {
    expect(build(["1", "a", "b"])).to.deep.equal({
      method: "POST",
      target: "/orders/1/lines.v1/a.b",
      headers: [],
    });
  });

  it("a rest of the path keeps its slashes", () => {
    const files: CallTemplate = {
      method: "GET",
      segments: ["files", "{path}"],
      parameters: [{ name: "path", in: "path", required: false, isRest: true }],
      keyHeader: "key",
    };
    const targetOf = (value: string) => {
      const built = buildRequest(files, { values: [value], body: "", key: undefined });
      return "target" in built ? built.target : built;
    };
    expect(targetOf("/a/b c")).to.equal("/files/a/b%20c");
    expect(targetOf("")).to.equal("/files");
    expect(targetOf("a//b")).to.have.nested.property("[0].field", 0);
    expect(targetOf("a/../b")).to.have.nested.property("[0].field", 0);
  });

  for (const [what, values, field] of [
    ["a parameter of the path that is missing", ["", "a", "b"], 0],
    ["a parameter that is a step up", ["..", "a", "b"], 0],
    ["a parameter that is a step of one dot", [".", "a", "b"], 0],
    ["a header field with a line feed", ["1", "a", "b", "", "x\ny"], 4],
    ["a header field with letters beyond Latin-1", ["1", "a", "b", "", "Ω"], 4],
  ] as const)
    it(`is not built with ${what}`, () => {
      expect(build(values)).to.have.nested.property("[0].field", field);
    });

  it("is not built without the key that was chosen", () => {
    expect(build(["1", "a", "b"], { key: " " })).to.deep.equal([
      { field: "key", message: "Enter a subscription key." },
    ]);
  });

  it("never leaves the path of the API, whatever is filled in", () => {
    const piece = fc.oneof(
      fc.constantFrom(
        ".",
        "..",
        "/",
        "\\",
        "%2e",
        "%2E",
        "//",
        "?",
        "#",
        ":",
        "@",
        "\t",
        "\n",
        "a",
        "\ud800",
      ),
      fc.string({ unit: "binary", maxLength: 3 }),
    );
    const value = fc.array(piece, { maxLength: 5 }).map((pieces) => pieces.join(""));
    fc.assert(
      fc.property(fc.array(value, { minLength: 5, maxLength: 5 }), (values) => {
        const built = build(values);
        if (!("target" in built)) return;
        const { target } = built as BuiltRequest;
        // What the browser makes of it (URL Standard).
        const url = new URL(`https://api.example.com${target}`);
        expect(url.origin).to.equal("https://api.example.com");
        expect(url.href).to.equal(`https://api.example.com${target.replaceAll("'", "%27")}`);
        expect(url.pathname).to.match(/^\/orders\/[^/]+\/lines\.v1\/[^/]+$/);
        expect(url.hash).to.equal("");
      }),
      { seed: Number(process.env["FUZZ_SEED"] ?? 1), numRuns: 500 },
    );
  });
});
