import { spawnSync } from "node:child_process";
import { expect } from "chai";
import fc from "fast-check";
import { nextCommands } from "#src/command/next-commands.js";

const cdLine = (folder: string, platform: NodeJS.Platform) =>
  nextCommands(folder, 15, false, platform)
    .split("\n")
    .find((line) => line.startsWith("  cd "))
    ?.trim();

describe("the next three commands", () => {
  for (const environment of [false, true])
    for (const folder of [".", "my-api"])
      it(`are three: ${folder}${environment ? ", when .env is needed first" : ""}`, () => {
        expect(nextCommands(folder, 15, environment).match(/^ {2}\S.*$/gm)).to.have.lengthOf(3);
      });

  for (const [folder, unix, windows] of [
    ["orders", "cd orders", "cd orders"],
    ["a/b", "cd a/b", "cd a/b"],
    ["-x", "cd ./-x", "cd -x"],
    ["-", "cd ./-", "cd -"],
    ["My API", "cd 'My API'", 'cd "My API"'],
    ["it's; rm -rf ~", "cd 'it'\\''s; rm -rf ~'", `cd "it's; rm -rf ~"`],
    ["C:\\Users\\me", "cd 'C:\\Users\\me'", "cd C:\\Users\\me"],
    ["=ls", "cd '=ls'", 'cd "=ls"'],
    ["50%", "cd '50%'", 'cd "50%"'],
  ] as const)
    it(`quote ${folder} for the shell`, () => {
      expect(cdLine(folder, "linux")).to.equal(unix);
      expect(cdLine(folder, "win32")).to.equal(windows);
    });

  it("are one word for a shell, in any folder", () => {
    const name = fc
      .string({ minLength: 1, maxLength: 20 })
      .filter((folder) => !/\p{Cc}/u.test(folder) && folder !== ".");
    fc.assert(
      fc.property(fc.array(name, { minLength: 200, maxLength: 200 }), (folders) => {
        const script = `cd() { printf '%s\\n' "$#$1"; }\n${folders.map((folder) => cdLine(folder, "linux")).join("\n")}\n`;
        const { stdout } = spawnSync("sh", { input: script, encoding: "utf8" });
        expect(stdout.split("\n").slice(0, -1)).to.deep.equal(
          folders.map((folder) => `1${folder.startsWith("-") ? "./" : ""}${folder}`),
        );
      }),
      { numRuns: 10 },
    );
  });
});
