import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect } from "chai";
import type { Part } from "../parts/part.js";
import { readCompareOrder } from "./compare-order.js";

const part = (name: string, rows: readonly string[]): Part => ({
  name,
  title: name,
  says: name,
  seconds: 1,
  secondsAlone: 1,
  figures: () => rows,
  measure: () => Promise.reject(new Error("nothing is measured here")),
});

const PARTS = [
  part("token-check", ["token-check / cold", "token-check / warm"]),
  part("http", ["http-express / warm", "http-koa / warm"]),
  part("later", ["http-express-later / warm"]),
  part("profile", []),
];

const read = (...words: string[]) => readCompareOrder(words, PARTS);

async function rowsOf(...words: string[]): Promise<string[]> {
  const order = await read(...words);
  if ("text" in order) throw new Error(order.text);
  return order.wanted.flatMap(({ rows }) => rows);
}

describe("the words behind `bench -- compare`", () => {
  it("without rows, the token check and HTTP", async () => {
    expect(await rowsOf("main")).to.eql([
      ...(await rowsOf("main", "token-check")),
      ...(await rowsOf("main", "http")),
    ]);
  });

  it("the name of a part means that part alone", async () => {
    expect(await rowsOf("main", "http")).to.eql(["http-express / warm", "http-koa / warm"]);
  });

  it("a piece of a name means every row that contains it, once", async () => {
    expect(await rowsOf("main", "WARM", "koa")).to.eql([
      "token-check / warm",
      "http-express / warm",
      "http-koa / warm",
      "http-express-later / warm",
    ]);
  });

  it("names the frameworks of the rows, and the share of the part that they are", async () => {
    const order = await read("main", "koa", "cold");
    if ("text" in order) throw new Error(order.text);
    const seen = order.wanted.map(({ frameworks, share }) => ({ frameworks, share }));
    expect(seen).to.eql([
      { frameworks: [], share: 1 },
      { frameworks: ["koa"], share: 0.5 },
    ]);
  });

  for (const [title, words, says] of [
    ["no revision", [], /needs a revision/],
    ["an unknown row", ["main", "tokens-check"], /called "tokens-check"/],
    ["a part with nothing to compare", ["main", "profile"], /called "profile"/],
    ["an unknown option", ["main", "--fast"], /no option --fast/],
  ] as const) {
    it(`${title}: 2, and where the rows are listed`, async () => {
      const order = await read(...words);
      expect(order).to.include({ exitCode: 2 });
      expect(order).to.have.property("text").that.matches(says).and.includes("compare --help");
    });
  }

  it("--help lists every row", async () => {
    const help = await read("--help");
    expect(help).to.include({ exitCode: 0 });
    for (const row of await rowsOf("main", "/")) expect(help).to.have.property("text").that.includes(row);
  });
});

describe("npm run bench -- compare --help", () => {
  // In a process of its own: the parts load all frameworks, and set flags of V8.
  it("lists the rows of all parts, no two of the same name", async function () {
    this.timeout(60_000);
    const main = fileURLToPath(new URL("../main.js", import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [main, "compare", "--help"]);
    const rows = stdout.slice(stdout.indexOf("Rows:")).split("\n").slice(1);
    expect(rows).to.include("  token-check / product-auth, cache on / 1 token again");
    expect(rows).to.include("  http-koa / product-auth / 1 token again");
    expect(rows).to.eql([...new Set(rows)]);
  });
});
