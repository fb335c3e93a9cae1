import { readdirSync, readFileSync } from "node:fs";
import { expect } from "chai";
import { folderOf, FRAMEWORKS, type Framework } from "./support/starters.js";

const MADE = new Set(["node_modules", "dist", ".env", "package-lock.json"]);

/** Files that one framework needs and the others do not. */
const OF_ONE = new Set(["src/app-state.ts", "src/http-server.ts", "test/http-server.test.ts"]);

/** Files that speak of the framework; all others are equal but for the name of the package. */
const OF_FRAMEWORK =
  /^(README\.md|package\.json|src\/(app|app-state|for-report|server)\.ts|src\/routes\/\w+\.ts|test\/app\.test\.ts)$/;

/** Words of a framework: lines that differ are its own only where they, or lines beside them, have one. */
const WORDS =
  /FRAMEWORK|\b(express|koa|fastify|app|router|ctx|req|res|request|reply|params|serverOf|async|await|once)\b|Express|Fastify|Koa|Router/;
/** A longer block would hide what has nothing to do with the framework. */
const LONGEST_BLOCK = 30;

function pathsOf(framework: Framework): string[] {
  return readdirSync(folderOf(framework), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => `${parentPath}/${name}`.replaceAll("\\", "/").replaceAll("//", "/"))
    .map((path) => path.slice(folderOf(framework).length))
    .filter((path) => !path.split("/").some((part) => MADE.has(part)))
    .sort();
}

const sharedPathsOf = (framework: Framework) => pathsOf(framework).filter((path) => !OF_ONE.has(path));

function linesOf(framework: Framework, path: string): string[] {
  const text = readFileSync(`${folderOf(framework)}${path}`, "utf8");
  return text.replaceAll(`@product-auth/${framework}`, "@product-auth/FRAMEWORK").split("\n");
}

/** What `diff` shows: blocks of lines that only one of them has. */
function differences(left: readonly string[], right: readonly string[]): string[][] {
  const longest = commonLengths(left, right);
  const blocks: string[][] = [[]];
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    if (i < left.length && left[i] === right[j]) {
      blocks.push([]);
      [i, j] = [i + 1, j + 1];
    } else if (j >= right.length || (i < left.length && longest[i + 1]![j]! >= longest[i]![j + 1]!))
      blocks.at(-1)!.push(left[i++]!);
    else blocks.at(-1)!.push(right[j++]!);
  }
  return blocks.filter(({ length }) => length > 0);
}

/** At i and j: the length of the longest common subsequence of what follows i in `left` and j in `right`. */
function commonLengths(left: readonly string[], right: readonly string[]): number[][] {
  const lengths = Array.from({ length: left.length + 1 }, () => new Array<number>(right.length + 1).fill(0));
  for (let i = left.length - 1; i >= 0; i--)
    for (let j = right.length - 1; j >= 0; j--)
      lengths[i]![j] =
        left[i] === right[j]
          ? lengths[i + 1]![j + 1]! + 1
          : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
  return lengths;
}

const isOfFramework = (block: readonly string[]) =>
  block.length <= LONGEST_BLOCK && block.some((line) => WORDS.test(line));

describe("the starters", () => {
  it("find differences as diff does", () =>
    expect(differences(["a", "b", "c", "d"], ["a", "x", "c", "d", "e"])).to.deep.equal([["b", "x"], ["e"]]));

  for (const framework of FRAMEWORKS.slice(1)) {
    it(`of express and ${framework} have the same files`, () =>
      expect(sharedPathsOf(framework)).to.deep.equal(sharedPathsOf("express")));

    for (const path of sharedPathsOf("express"))
      it(`of express and ${framework} differ in ${path} only by the framework`, () => {
        const blocks = differences(linesOf("express", path), linesOf(framework, path));
        const unexpected = OF_FRAMEWORK.test(path) ? blocks.filter((block) => !isOfFramework(block)) : blocks;
        expect(unexpected).to.deep.equal([]);
      });
  }
});
