import { expect } from "chai";
import { judge, type Figure, type Verdict } from "./judge.js";

interface Case {
  readonly title: string;
  readonly reference: readonly number[];
  readonly tree: readonly number[];
  readonly good?: "low" | "high";
  readonly exact?: boolean;
  /** The same within every run. */
  readonly spread?: number;
  readonly verdict: Verdict;
  readonly noise: number;
  readonly ratio?: number;
}

const CASES: readonly Case[] = [
  {
    title: "the same figures",
    reference: [2, 2.2, 2.1],
    tree: [2.1, 2.2, 2],
    verdict: "same",
    noise: 0.2,
    ratio: 1,
  },
  {
    title: "worse by no more than noise",
    reference: [1, 1.25, 1.5],
    tree: [1.75, 1.75, 1.75],
    verdict: "same",
    noise: 0.5,
    ratio: 1.4,
  },
  {
    title: "worse by more than noise",
    reference: [1, 1.25, 1.5],
    tree: [1.9, 1.8, 1.7],
    verdict: "WORSE",
    noise: 0.5,
  },
  {
    title: "one bad run of the tree",
    reference: [1, 1.1, 1.2],
    tree: [1.1, 9, 1.1],
    verdict: "same",
    noise: 0.2,
    ratio: 1,
  },
  {
    title: "one bad run of the reference",
    reference: [1, 1, 9],
    tree: [2, 2, 2],
    verdict: "same",
    noise: 8,
    ratio: 2,
  },
  { title: "better", reference: [1, 1.1, 1.2], tree: [0.5, 0.5, 0.6], verdict: "better", noise: 0.2 },
  {
    title: "less where more is good",
    reference: [100, 101, 102],
    tree: [90, 91, 92],
    good: "high",
    verdict: "WORSE",
    noise: 2,
  },
  {
    title: "more where more is good",
    reference: [90, 91, 92],
    tree: [100, 101, 102],
    good: "high",
    verdict: "better",
    noise: 2,
  },
  {
    title: "runs that agree by chance: a hundredth",
    reference: [1, 1, 1],
    tree: [1.009, 1.009, 1.009],
    verdict: "same",
    noise: 0.01,
  },
  {
    title: "beyond that hundredth",
    reference: [1, 1, 1],
    tree: [1.02, 1.02, 1.02],
    verdict: "WORSE",
    noise: 0.01,
  },
  {
    title: "runs that agree, with rounds that do not",
    reference: [1, 1, 1],
    tree: [1.1, 1.1, 1.1],
    spread: 0.2,
    verdict: "same",
    noise: 0.2,
  },
  {
    title: "one more of what is counted",
    reference: [1, 1, 1],
    tree: [2, 2, 2],
    exact: true,
    verdict: "WORSE",
    noise: 0,
  },
  {
    title: "the same count",
    reference: [1_000, 1_000, 1_000],
    tree: [1_000, 1_000, 1_000],
    good: "high",
    exact: true,
    verdict: "same",
    noise: 0,
    ratio: 1,
  },
  {
    title: "below zero",
    reference: [-0.2, -0.1, 0],
    tree: [0.3, 0.3, 0.3],
    verdict: "WORSE",
    noise: 0.2,
    ratio: NaN,
  },
  {
    title: "nothing in the reference",
    reference: [],
    tree: [1, 1, 1],
    verdict: "new",
    noise: NaN,
    ratio: NaN,
  },
  { title: "nothing in the tree", reference: [1, 1, 1], tree: [], verdict: "gone", noise: NaN, ratio: NaN },
  { title: "nothing on either side", reference: [], tree: [], verdict: "gone", noise: NaN, ratio: NaN },
  {
    title: "no number in any run of the tree",
    reference: [1, 1, 1],
    tree: [NaN, NaN, NaN],
    verdict: "gone",
    noise: NaN,
    ratio: NaN,
  },
  {
    title: "no number in one run",
    reference: [1, NaN, 1.5],
    tree: [4, 4, NaN],
    verdict: "WORSE",
    noise: 0.5,
    ratio: 3.2,
  },
];

describe("the verdict on a row of `bench -- compare`", () => {
  for (const {
    title,
    reference,
    tree,
    good = "low",
    exact = false,
    spread,
    verdict,
    noise,
    ratio,
  } of CASES) {
    it(`${title}: ${verdict}`, () => {
      const runs = (values: readonly number[]): Figure[] =>
        values.map((value) => (spread === undefined ? { value } : { value, spread }));
      const judged = judge(runs(reference), runs(tree), good, { exact });
      expect(judged.verdict).to.equal(verdict);
      expect(rounded(judged.noise)).to.eql(noise);
      if (ratio !== undefined) expect(rounded(judged.ratio)).to.eql(ratio);
    });
  }
});

const rounded = (value: number): number => Math.round(value * 1e9) / 1e9;
