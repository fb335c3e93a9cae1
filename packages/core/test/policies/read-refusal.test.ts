import { expect } from "chai";
import { readRefusal } from "#src/policies/custom/read-refusal.js";

const SOUND = { status: 402, message: "The plan has ended." };
const withHeaders = (headers: unknown) => readRefusal({ ...SOUND, headers });
const fields = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`x-${i}`, ""]));

describe("what a policy of the application returned", () => {
  it("is read with status, text and fields, within its bounds", () => {
    expect(readRefusal(SOUND)).to.deep.equal({ ...SOUND, headers: {} });
    for (const status of [400, 599]) expect(readRefusal({ ...SOUND, status })).to.include({ status });
    expect(readRefusal({ ...SOUND, message: "x".repeat(1_000) }))
      .to.have.property("message")
      .with.lengthOf(1_000);
    const { headers } = withHeaders({ "X-Plan": "a\tb", link: ["<a>", "<b>"] }) as { headers: object };
    expect({ ...headers }).to.deep.equal({ "x-plan": "a\tb", link: ["<a>", "<b>"] });
    for (const most of [fields(16), { ["x".repeat(64)]: "a" }, { a: "x".repeat(4_000), b: ["y".repeat(96)] }])
      expect(withHeaders(most)).to.be.an("object");
  });

  const NO_STATUS = "returned a status that is not between 400 and 599";
  const NO_REFUSAL = (what: string) => `returned ${what} instead of undefined or { status, message }`;
  const rows: readonly (readonly [what: string, returned: unknown, flaw: string])[] = [
    ["null", null, NO_REFUSAL("null")],
    ["a text", "secret", NO_REFUSAL("a string")],
    ["a list", [SOUND], NO_REFUSAL("a list")],
    [
      "a function with the members",
      Object.assign(() => 0, { status: 402, message: "No." }),
      NO_REFUSAL("a function"),
    ],
    ["no status", { message: "No." }, NO_STATUS],
    ["a status below", { ...SOUND, status: 399 }, NO_STATUS],
    ["a status above", { ...SOUND, status: 600 }, NO_STATUS],
    ["a status with a fraction", { ...SOUND, status: 402.5 }, NO_STATUS],
    ["a status as text", { ...SOUND, status: "402" }, NO_STATUS],
    ["no text", { status: 402 }, "returned no message"],
    ["an empty text", { status: 402, message: "" }, "returned no message"],
    ["a list as text", { status: 402, message: ["No."] }, "returned no message"],
    ["null as fields", { ...SOUND, headers: null }, "returned null as headers"],
    ["a text as fields", { ...SOUND, headers: "secret" }, "returned a string as headers"],
    ["a list as fields", { ...SOUND, headers: [] }, "returned a list as headers"],
    ["17 fields", { ...SOUND, headers: fields(17) }, "returned more than 16 header fields"],
    ...["", "a b", "a\r\nb", "x".repeat(65)].map((name): readonly [string, unknown, string] => [
      `a field ${JSON.stringify(name).slice(0, 9)}`,
      { ...SOUND, headers: { [name]: "a" } },
      "returned a header field without a sound name",
    ]),
    [
      "a field of ours",
      { ...SOUND, headers: { "Content-Type": "a" } },
      "returned the header field content-type, which a policy cannot set",
    ],
    [
      "a value with a line end",
      { ...SOUND, headers: { A: "b\r\nc: d" } },
      "returned a value of a that is not printable text",
    ],
    [
      "a number as value",
      { ...SOUND, headers: { a: [1] } },
      "returned a value of a that is not printable text",
    ],
    [
      "long values",
      { ...SOUND, headers: { a: "x".repeat(4_000), b: "y".repeat(97) } },
      "returned more than 4096 characters of header fields",
    ],
  ];
  for (const [what, returned, flaw] of rows)
    it(`${what}: ${flaw}`, () => expect(readRefusal(returned)).to.equal(flaw));
});
