import type { RecordRepository } from "@product-auth/core/records";
import { expect } from "chai";
import { noticing } from "#src/stores/noticing.js";
import { reachableRecords } from "#src/stores/reachable.js";

const required = {
  get: () => Promise.resolve(undefined),
  list: () => Promise.resolve({ records: [] }),
  write: () => Promise.resolve(),
} satisfies RecordRepository;
const record = { kind: "user", id: "a", version: 1, value: {} };

describe("the records of a portal", () => {
  it("can what the given repository can, and nothing that it cannot", async () => {
    const asked: unknown[] = [];
    const whole = noticing(
      reachableRecords({
        ...required,
        getMany: (...given) => (asked.push(given), Promise.resolve([record])),
        deleteExpired: (limit) => (asked.push(limit), Promise.resolve(3)),
      }),
      "user",
      () => undefined,
    );
    expect(await whole.getMany?.("user", ["a", "b"])).to.deep.equal([record]);
    expect(await whole.deleteExpired?.(7)).to.equal(3);
    expect(asked).to.deep.equal([["user", ["a", "b"]], 7]);
    const small = noticing(reachableRecords(required), "user", () => undefined);
    expect(small).to.not.have.any.keys("getMany", "deleteExpired");
  });

  it("tell the ids that were put, of one kind, after they are written", async () => {
    const seen: string[] = [];
    const records = noticing(
      { ...required, write: async () => void seen.push("written") },
      "user",
      (id) => void seen.push(id),
    );
    await records.write([
      { put: record },
      { put: { ...record, kind: "mail", id: "m" } },
      { remove: { kind: "user", id: "b" } },
      { put: { ...record, id: "c" } },
    ]);
    expect(seen).to.deep.equal(["written", "a", "c"]);
  });
});
