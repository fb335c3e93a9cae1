import { expect } from "chai";
import type { Mark } from "@product-auth/core/adapter";
import { marksOnTheWay } from "#src/report/marks-on-the-way.js";

const guard: Mark = { kind: "guard", products: ["pro"], byApi: false, anonymous: false };
const open: Mark = { kind: "open" };
const metadata: Mark = { kind: "metadata", path: "/m" };

describe("marksOnTheWay", () => {
  /** Paths with what each request at them meets; together they meet what is met at all. */
  const metAt = (met: Record<string, Mark[]>) =>
    marksOnTheWay(Object.keys(met), (paths) => {
      const [first = [], ...others] = paths.map((path) => met[path]!);
      return first.filter((mark) => others.every((each) => each.includes(mark)));
    });

  it("what stands before all paths", () => {
    expect(metAt({ "/x": [guard, open], "/X": [guard] })).to.deep.equal({ marks: [guard] });
    expect(metAt({ "/x": [open] })).to.deep.equal({ marks: [open] });
  });
  it("nothing stands anywhere", () => {
    expect(metAt({ "/x": [], "/X": [] })).to.deep.equal({ marks: [] });
    expect(metAt({ "/x": [metadata], "/X": [] })).to.deep.equal({ marks: [] });
  });
  it("a guard stands before some: where none does", () =>
    expect(metAt({ "/x": [guard], "/X": [metadata], "/X/": [] })).to.deep.equal({ marks: [], openAt: "/X" }));
  it("each path has a guard of its own: that of the first", () =>
    expect(metAt({ "/x": [guard], "/X": [{ ...guard }] })).to.deep.equal({ marks: [guard] }));
  it("paths that nobody knows are not tried", () =>
    expect(marksOnTheWay([], (paths) => (paths.length === 0 ? [] : [guard]))).to.deep.equal({ marks: [] }));
});
