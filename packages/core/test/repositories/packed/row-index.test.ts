import { expect } from "chai";
import { RowIndex } from "#src/repositories/packed/row-index.js";
import { HashedRows } from "#src/repositories/packed/hashed-rows.js";

/** Numbers that look random and are the same each time. */
function hashes(count: number, seed = 1): number[] {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.imul(state ^ (state >>> 16), 0x45d9_f3b) >>> 0;
  });
}

describe("an index of rows", () => {
  const COUNT = 30_000;
  const HASHES: readonly (readonly [what: string, hashes: readonly number[], rows: number])[] = [
    ["random hashes", hashes(COUNT), COUNT],
    ["hashes that begin alike", hashes(COUNT).map((hash) => hash >>> 14), 3_000],
    ["hashes that end alike", hashes(COUNT).map((hash) => (hash & 0xffff_0000) >>> 0), COUNT],
    ["ten hashes", hashes(COUNT).map((hash) => hash % 10), 2_000],
    ["the same hash", hashes(COUNT).map(() => 0xffff_ffff), 1_000],
  ];
  for (const [what, given, rows] of HASHES) {
    it(`finds what was added and nothing that was deleted: ${what}`, () => {
      // Two hashes for each row.
      const each = (row: number) => [given[row]!, given[(row * 7) % COUNT]!];
      const index = new RowIndex((row, visit) => each(row).forEach(visit));
      const isFound = (row: number) =>
        each(row).map((hash) => index.find(hash, (one) => one === row) === row);
      for (let row = 0; row < rows; row++) index.add(row);
      for (let row = 0; row < rows; row += 3) index.delete(row);
      for (let row = 0; row < rows; row += 6) index.add(row);
      const wrong = Array.from({ length: rows }, (_, row) => row).filter((row) =>
        isFound(row).some((found) => found !== (row % 3 !== 0 || row % 6 === 0)),
      );
      expect(wrong).to.deep.equal([]);
    });

    it(`is filled with the same, and says which row is there already: ${what}`, () => {
      const all = new HashedRows();
      for (let row = 0; row < rows; row++) all.add(given[row]!, row);
      const index = new RowIndex((row, visit) => visit(given[row]!));
      expect(index.fill(all, () => false)).to.equal(undefined);
      const lost = Array.from({ length: rows }, (_, row) => row).filter(
        (row) => index.find(given[row]!, (one) => one === row) !== row,
      );
      expect(lost).to.deep.equal([]);
      all.add(given[5]!, rows);
      const isSame = (row: number, other: number) => row === rows && other === 5;
      expect(new RowIndex((row, visit) => visit(given[row]!)).fill(all, isSame)).to.equal(rows);
    });
  }

  it("takes at most 11 bytes for a hash at any size, and 6 where it is filled", () => {
    const given = hashes(COUNT);
    const index = new RowIndex((row, visit) => visit(given[row]!));
    for (let row = 0; row < COUNT; row++) {
      index.add(row);
      if (row > 2_000) expect(index.bytes / row).to.be.lessThan(11);
    }
    const all = new HashedRows();
    given.forEach((hash, row) => all.add(hash, row));
    const filled = new RowIndex((row, visit) => visit(given[row]!));
    filled.fill(all, () => false);
    expect(filled.bytes / COUNT).to.be.lessThan(6);
  });

  it("no insertion places more than five thousand rows again", () => {
    const given = hashes(COUNT);
    let visits = 0;
    const index = new RowIndex((row, visit) => {
      visits += 1;
      visit(given[row]!);
    });
    let most = 0;
    for (let row = 0; row < COUNT; row++) {
      visits = 0;
      index.add(row);
      most = Math.max(most, visits);
    }
    expect(most).to.be.lessThan(5_000);
  });

  it("rows that come and go leave no trace", () => {
    const given = hashes(COUNT);
    const index = new RowIndex((row, visit) => visit(given[row]!));
    for (let row = 0; row < 100; row++) index.add(row);
    for (let row = 100; row < COUNT; row++) {
      index.delete(row - 100);
      index.add(row);
    }
    expect(index.bytes).to.be.lessThan(10_000);
  });
});
