import { expect } from "chai";
import * as fc from "fast-check";
import { RecordHeap } from "#src/repositories/packed/record-heap.js";

const contentOf = (size: number, letter: number) => Buffer.alloc(size, letter);

describe("a heap of records", () => {
  const size = fc.oneof(
    fc.integer({ min: 4, max: 400 }),
    fc.constantFrom(4, 65_527, 65_528, 65_529, 200_000),
  );
  const act = fc.tuple(
    fc.constantFrom("add", "add", "replace", "replace", "delete"),
    fc.nat(),
    size,
    fc.nat(255),
  );

  it("gives back what was put in, and forgets what was replaced or deleted", () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 200 }), (acts) => {
        const heap = new RecordHeap();
        const model = new Map<number, Buffer>();
        for (const [kind, at, bytes, letter] of acts) {
          const content = contentOf(bytes, letter);
          const row = [...model.keys()][at % Math.max(model.size, 1)];
          if (kind === "add" || row === undefined) model.set(heap.add(content, bytes), content);
          else if (kind === "replace") {
            heap.replace(row, content, bytes);
            model.set(row, content);
          } else {
            heap.delete(row);
            model.delete(row);
          }
        }
        expect([...heap.rows()]).to.deep.equal([...model.keys()].sort((one, other) => one - other));
        for (const [row, content] of model) {
          const { bytes, words, at } = heap.at(row);
          expect(at % 4).to.equal(0);
          expect(bytes.subarray(at, at + content.length).equals(content)).to.equal(true);
          expect(words[at / 4]).to.equal(content.readUInt32LE(0));
        }
      }),
      { numRuns: 60 },
    );
  });

  it("takes little more than twice what lives in it, however often records are replaced and deleted", () => {
    const heap = new RecordHeap();
    const rows = Array.from({ length: 2_000 }, () => heap.add(contentOf(200, 1), 200));
    for (let i = 0; i < 100_000; i++) heap.replace(rows[(i * 7919) % 2_000]!, contentOf(200, 2), 200);
    expect(heap.bytes).to.be.lessThan(2 * 2_000 * 208 + 3 * 65_536 + 12_000);
    for (const row of rows.slice(100)) heap.delete(row);
    for (let i = 0; i < 2_000; i++) heap.replace(rows[i % 100]!, contentOf(200, 3), 200);
    expect(heap.bytes).to.be.lessThan(2 * 100 * 208 + 3 * 65_536 + 12_000);
    expect([...heap.rows()].length).to.equal(100);
    expect(heap.add(contentOf(4, 1), 4)).to.be.lessThan(2_000); // freed rows are used again
  });
});
