import { ConfigurationError } from "#src/index.js";
import { checkRecordChanges, type RecordChange, type StoredRecord } from "#src/records/index.js";
import { expect } from "chai";

const record: StoredRecord = { kind: "user", id: "a", version: 1, value: { state: "active" } };

/** The problems of these changes, each `path: message`. */
function problemsOf(changes: unknown): string[] {
  try {
    checkRecordChanges(changes as RecordChange[]);
    return [];
  } catch (error) {
    expect(error).to.be.instanceOf(ConfigurationError);
    return (error as ConfigurationError).problems.map(({ path, message }) => `${path}: ${message}`);
  }
}

const ofPut = (more: object) => problemsOf([{ put: { ...record, ...more } }]);
const ofValue = (value: unknown) => ofPut({ value });
const nested = (levels: number) => JSON.parse(`{"a":${"[".repeat(levels)}${"]".repeat(levels)}}`) as unknown;

describe("checkRecordChanges", () => {
  it("returns the record with its value as text", () =>
    expect(checkRecordChanges([{ put: record }, { remove: { kind: "user", id: "b" } }])).to.deep.equal([
      { put: { kind: "user", id: "a", version: 1, json: '{"state":"active"}' } },
      { remove: { kind: "user", id: "b" } },
    ]));

  for (const [name, changes] of [
    ["no change", []],
    ["21 changes", Array.from({ length: 21 }, (_, i) => ({ put: { ...record, id: `${i}` } }))],
    ["no list", { put: record }],
  ] as const)
    it(`refuses ${name}`, () => expect(problemsOf(changes)).to.deep.equal(["changes: are not 1 to 20"]));

  it("accepts 20 changes", () =>
    expect(
      problemsOf(Array.from({ length: 20 }, (_, i) => ({ put: { ...record, id: `${i}` } }))),
    ).to.deep.equal([]));

  it("refuses two changes of one record, and accepts one id in two kinds", () => {
    expect(problemsOf([{ put: record }, { remove: { kind: "user", id: "a" } }])).to.deep.equal([
      "changes[1]: is for the same record as changes[0]",
    ]);
    expect(problemsOf([{ put: record }, { put: { ...record, kind: "group" } }])).to.deep.equal([]);
  });

  for (const change of [null, "put", [], {}, { put: record, remove: record }, { set: record }])
    it(`refuses the change ${JSON.stringify(change)}`, () =>
      expect(problemsOf([change])).to.deep.equal(["changes[0]: is neither a put nor a remove"]));

  it("refuses a change that is inherited, not its own", () =>
    expect(problemsOf([Object.create({ put: record })])).to.have.length(1));

  it("ignores inherited members of a record", () =>
    expect(problemsOf([{ put: Object.create(record) as object }])).to.have.length.above(2));

  it("lists every problem", () =>
    expect(
      problemsOf([
        { put: { kind: "User", id: "", owner: "a/b", expiresAt: NaN, version: 0, value: [], note: 1 } },
        { remove: { kind: "", id: "a b", version: 1.5 } },
      ]),
    ).to.deep.equal([
      "changes[0].put: has an unknown member",
      "changes[0].put.kind: has the wrong characters or length",
      "changes[0].put.id: has the wrong characters or length",
      "changes[0].put.owner: has the wrong characters or length",
      "changes[0].put.expiresAt: is not a time",
      "changes[0].put.version: is not an integer of 1 or more",
      "changes[0].put.value: is not a JSON object",
      "changes[1].remove.kind: has the wrong characters or length",
      "changes[1].remove.id: has the wrong characters or length",
      "changes[1].remove.version: is not an integer of 1 or more",
    ]));

  for (const id of ["a\n", "a/b", "ä", "a\0", "a".repeat(129), 1, undefined, ["a"]])
    it(`refuses the id ${JSON.stringify(id)?.slice(0, 20)}`, () => expect(ofPut({ id })).to.have.length(1));

  for (const id of ["A-Z_a.z:0~9", "__proto__", "a".repeat(128)])
    it(`accepts the id ${id.slice(0, 20)}`, () => expect(ofPut({ id, owner: id })).to.deep.equal([]));

  for (const [name, value, place] of [
    ["undefined", { a: { b: undefined } }, ".a.b"],
    ["a function", { toJSON: () => ({}) }, ".toJSON"],
    ["a date", { at: new Date(0) }, ".at"],
    ["NaN", { a: [0, NaN] }, ".a[1]"],
    ["a hole", { a: Array.from({ length: 2 }) }, ".a[1]"],
    ["a bigint", { a: 1n }, ".a"],
    ["a map", { a: new Map() }, ".a"],
  ] as const)
    it(`refuses ${name}, which would not come back`, () =>
      expect(ofValue(value)).to.deep.equal([
        `changes[0].put.value${place}: cannot be stored as JSON without a change`,
      ]));

  it("accepts 65,536 bytes, and refuses one more", () => {
    const text = (bytes: number) => ({ a: "ä".repeat(1000) + "x".repeat(bytes - 2000 - '{"a":""}'.length) });
    expect(ofValue(text(65_536))).to.deep.equal([]);
    expect(ofValue(text(65_537))).to.deep.equal(["changes[0].put.value: is longer than 65536 bytes as JSON"]);
  });

  it("accepts the most members that fit", () => {
    const numbers = (count: number) => ({ a: Array.from({ length: count }, () => 1) });
    expect(ofValue(numbers(32_764))).to.deep.equal([]);
    expect(ofValue(numbers(32_766))).to.have.length(1);
  });

  it("accepts 100 levels of nesting, and refuses more", () => {
    expect(ofValue(nested(99))).to.deep.equal([]);
    expect(ofValue(nested(100))).to.deep.equal(["changes[0].put.value: is nested deeper than 100 levels"]);
    expect(ofValue(nested(30_000))).to.have.length(1);
  });

  it("ends with a value that contains itself many times", () => {
    const value: Record<string, unknown> = {};
    for (let i = 0; i < 1000; i++) value[`m${i}`] = value;
    expect(ofValue(value)).to.have.length(1);
  });

  it("ends with a sparse list of four billion places, and a string of 100 MB", () => {
    const sparse: unknown[] = [];
    sparse.length = 2 ** 32 - 1;
    expect(ofValue({ sparse })).to.have.length(1);
    expect(ofValue({ a: "x".repeat(1e8) })).to.have.length(1);
  });

  it("never quotes a value", () => {
    const secret = "hunter2";
    const changes = [
      {
        put: {
          kind: secret + "!",
          id: secret + "!",
          owner: secret + "!",
          version: secret,
          value: { a: [secret, 1n] },
        },
      },
    ];
    expect(problemsOf(changes).join("\n")).not.to.contain(secret);
  });
});
