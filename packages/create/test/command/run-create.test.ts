import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { projectFiles } from "#src/project/project-files.js";
import type { Choices } from "#src/choices/choices.js";
import { TENANT } from "../support/every-choice.js";
import { CTRL_C, DOWN, ENTER, run } from "../support/run.js";

describe("npm create @product-auth", () => {
  let cwd: string;
  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), "create-"));
  });
  afterEach(() => rmSync(cwd, { recursive: true, force: true }));

  /** The project in a folder is that of these choices. */
  function expectProject(folder: string, choices: Choices): void {
    const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
      version: string;
    };
    const expected = projectFiles(choices, folder, version);
    const found = readdirSync(join(cwd, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(join(cwd, folder).length + 1));
    expect(found.sort()).to.deep.equal([...expected.keys()].sort());
    for (const [path, text] of expected)
      expect(readFileSync(join(cwd, folder, path), "utf8"), path).to.equal(text);
  }

  const defaults: Choices = {
    framework: "express",
    callers: "tokens",
    portal: false,
    issuer: "local",
    store: undefined,
  };

  describe("with --yes", () => {
    it("makes the defaults", async () => {
      const { code, stdout, stderr } = await run(["--yes"], { cwd });
      expect([code, stderr]).to.deep.equal([0, ""]);
      expectProject("my-api", defaults);
      expect(stdout).to.match(/Next:\n\n {2}cd my-api\n {2}npm install\n {2}npm run dev\n\n$/);
    });

    it("makes what the options say", async () => {
      const options = ["--framework", "koa", "--callers", "both", "--portal", "--store", "redis"];
      const { code, stdout } = await run(["orders", "--yes", ...options, "--issuer", TENANT.toUpperCase()], {
        cwd,
      });
      expect(code).to.equal(0);
      expectProject("orders", {
        framework: "koa",
        callers: "both",
        portal: true,
        issuer: TENANT,
        store: "redis",
      });
      expect(stdout).to.match(
        / {2}cd orders\n {2}npm install\n {2}cp \.env\.example \.env\n\nWrite to \.env/,
      );
    });

    it("makes it in the folder where it is, and names three commands, too", async () => {
      const { code, stdout } = await run([".", "-y"], { cwd });
      expect(code).to.equal(0);
      expect(stdout).to.include("Next:\n\n  npm install\n  npm test\n  npm run dev\n");
    });

    it("names three commands in the folder where it is, when .env is needed first", async () => {
      const { stdout } = await run([".", "-y", "--issuer", TENANT], { cwd });
      expect(stdout).to.include(
        "Next:\n\n  npm install\n  npm test\n  cp .env.example .env\n\nWrite to .env",
      );
    });
  });

  describe("writes nothing", () => {
    const cases: [string, readonly string[], number, RegExp][] = [
      ["without a terminal and without --yes", [], 2, /no terminal.+--yes/],
      ["without a terminal, also with every option", ["x", "--framework", "koa"], 2, /no terminal/],
      ["with an unknown option", ["--yes", "--nope"], 2, /no option --nope.+--framework, --callers/],
      ["with a short option that is unknown", ["--yes", "-x"], 2, /no option -x.+\.\/-name/],
      ["with a negation that is unknown", ["--yes", "--no-store"], 2, /no option --no-store/],
      ["with an option that lacks its value", ["--yes", "--store"], 2, /no value.+file, postgres, redis/],
      ["with an option in place of a value", ["--framework", "--yes"], 2, /--framework has no value/],
      ["with a value that has no place", ["--yes=no"], 2, /--yes takes no value/],
      ["with an unknown framework", ["--yes", "--framework", "hapi"], 2, /"hapi".+express, koa, fastify/],
      ["with an unknown credential", ["--yes", "--callers", "none"], 2, /tokens, keys, either, both/],
      ["with an unknown store", ["--yes", "--store", "mysql"], 2, /file, postgres, redis/],
      ["with a tenant that is no GUID", ["--yes", "--issuer", "contoso"], 2, /local, or the directory/],
      ["with two folders", ["--yes", "a", "b"], 2, /2 folders: a, b/],
      ["with a folder without a name", ["--yes", ""], 2, /FOLDER is empty/],
      ["with a store for tokens", ["--yes", "--store", "redis"], 2, /--store has no effect/],
      [
        "with an issuer for keys",
        ["--yes", "--callers", "keys", "--issuer", "local"],
        2,
        /--issuer has no effect/,
      ],
    ];
    for (const [what, args, expected, message] of cases)
      it(what, async () => {
        const { code, stdout, stderr } = await run(args, { cwd });
        expect([code, stdout]).to.deep.equal([expected, ""]);
        expect(stderr).to.match(message);
        expect(readdirSync(cwd)).to.deep.equal([]);
      });

    it("to a folder that is not empty", async () => {
      mkdirSync(join(cwd, "mine"));
      writeFileSync(join(cwd, "mine/note.txt"), "");
      for (const dialog of [undefined, []]) {
        const { code, stderr } = await run(dialog ? ["mine"] : ["mine", "--yes"], {
          cwd,
          ...(dialog && { dialog }),
        });
        expect(code).to.equal(1);
        expect(stderr).to.match(/folder mine is not empty/);
      }
      expect(readdirSync(join(cwd, "mine"))).to.deep.equal(["note.txt"]);
    });

    it("with options that npm kept", async () => {
      const env = { npm_config_framework: "koa", npm_config_portal: "true" };
      const { code, stderr } = await run(["api", "--yes", "--portal"], { cwd, env });
      expect([code, stderr]).to.deep.equal([
        2,
        "npm did not pass on --framework. Write all options after --: npm create @product-auth@latest my-api -- --framework koa\n",
      ]);
      expect(readdirSync(cwd)).to.deep.equal([]);
    });

    for (const [what, folder] of [
      ["a control character", "a\u001B[2Jb"],
      ["a line break", "a\nb"],
      ["a reversed direction", "a\u202Eb"],
    ] as const)
      it(`to a folder whose name has ${what}, which is not repeated`, async () => {
        const { code, stderr } = await run([folder, "--yes"], { cwd });
        expect([code, stderr]).to.deep.equal([
          1,
          "The name of the folder has a control character. Write one with letters, digits and dashes.\n",
        ]);
        const { stderr: other } = await run([folder, "c", "--yes"], { cwd });
        expect(other).to.match(/^There are 2 folders: a\uFFFD.*b, c\. Write one\.\n$/);
        expect(readdirSync(cwd)).to.deep.equal([]);
      });

    it("below a file", async () => {
      writeFileSync(join(cwd, "file"), "");
      const { code, stderr } = await run(["file/api", "--yes"], { cwd });
      expect(code).to.equal(1);
      expect(stderr).to.match(/is a file, or below one/);
    });

    it("after an interruption while files were written", async () => {
      const { code, stderr } = await run(["a/b", "--yes"], { cwd, signal: AbortSignal.abort() });
      expect([code, stderr]).to.deep.equal([130, "Cancelled. Nothing was written.\n"]);
      expect(readdirSync(cwd)).to.deep.equal([]);
    });

    for (const [option, text] of [
      ["--help", /--framework NAME/],
      ["--version", /^\d+\.\d+\.\d+/],
    ] as const)
      it(`with ${option}`, async () => {
        const { code, stdout } = await run([option], { cwd });
        expect(code).to.equal(0);
        expect(stdout).to.match(text);
        expect(readdirSync(cwd)).to.deep.equal([]);
      });
  });

  describe("in a terminal", () => {
    it("asks for everything", async () => {
      const { code } = await run([], {
        cwd,
        dialog: [
          ["Folder of the new API", `orders${ENTER}`],
          ["Framework", DOWN + DOWN + ENTER],
          ["What do callers show?", DOWN + DOWN + ENTER],
          ["Developer portal?", DOWN + ENTER],
          ["Where do tokens come from?", DOWN + ENTER],
          ["Directory (tenant) id", TENANT + ENTER],
          ["Where do subscriptions live?", DOWN + ENTER],
        ],
      });
      expect(code).to.equal(0);
      expectProject("orders", {
        framework: "fastify",
        callers: "either",
        portal: true,
        issuer: TENANT,
        store: "postgres",
      });
    });

    it("makes the defaults of --yes when only Enter is pressed", async () => {
      const questions = ["Folder", "Framework", "What do callers", "Developer portal?", "Where do tokens"];
      const { code } = await run([], { cwd, dialog: questions.map((question) => [question, ENTER]) });
      expect(code).to.equal(0);
      expectProject("my-api", defaults);
    });

    it("asks only what no option says", async () => {
      const { code, stdout } = await run(["api", "--framework", "koa", "--no-portal", "--callers", "keys"], {
        cwd,
        dialog: [["Where do subscriptions live?", ENTER]],
      });
      expect(code).to.equal(0);
      expect(stdout).not.to.match(/Framework|callers|portal\?|tokens come/);
      expectProject("api", {
        framework: "koa",
        callers: "keys",
        portal: false,
        issuer: undefined,
        store: "file",
      });
    });

    it("asks again for a folder that is not empty, and for a tenant that is no GUID", async () => {
      mkdirSync(join(cwd, "mine/src"), { recursive: true });
      const { code } = await run(["--framework", "express", "--callers", "tokens", "--no-portal"], {
        cwd,
        dialog: [
          ["Folder of the new API", `mine${ENTER}`],
          ["is not empty", `2${ENTER}`],
          ["Where do tokens come from?", DOWN + ENTER],
          ["Directory (tenant) id", `x${ENTER}`],
          ["a GUID", `\u007F${TENANT}${ENTER}`],
        ],
      });
      expect(code).to.equal(0);
      expectProject("mine2", { ...defaults, issuer: TENANT });
    });

    const questions = ["Folder", "Framework", "What do callers", "Developer portal?", "Where do tokens"];
    for (const plain of [false, true])
      questions.forEach((question, at) =>
        it(`ends with Ctrl-C at "${question}"${plain ? ", in plain lines," : ""} and leaves nothing behind`, async () => {
          const dialog = [
            ...questions.slice(0, at).map((each) => [each, ENTER] as const),
            [question, CTRL_C] as const,
          ];
          const { code, stderr } = await run([], { cwd, dialog, plain });
          expect(code).to.equal(130);
          expect(stderr).to.equal("Cancelled. Nothing was written.\n");
          expect(readdirSync(cwd)).to.deep.equal([]);
        }),
      );
  });

  describe("in plain lines, for screen readers", () => {
    it("asks for everything, and again after what is no answer", async () => {
      mkdirSync(join(cwd, "mine/src"), { recursive: true });
      const { code, stdout } = await run([], {
        cwd,
        plain: true,
        dialog: [
          ["Folder of the new API [my-api]: ", `mine${ENTER}`],
          ["is not empty", `orders${ENTER}`],
          ["Framework", `4${ENTER}`],
          ["Write a number from 1 to 3.", `koa${ENTER}`],
          ["Write a number from 1 to 3.", `2${ENTER}`],
          ["What do callers show?", `4${ENTER}`],
          ["Developer portal?", `2${ENTER}`],
          ["Where do tokens come from?", `2${ENTER}`],
          ["Directory (tenant) id: ", ENTER],
          ["a GUID", TENANT + ENTER],
          ["Where do subscriptions live?", `3${ENTER}`],
        ],
      });
      expect(code).to.equal(0);
      expectProject("orders", {
        framework: "koa",
        callers: "both",
        portal: true,
        issuer: TENANT,
        store: "redis",
      });
      expect(stdout).to.include("  2. Yes: developers find the API");
    });

    it("takes the defaults for Enter", async () => {
      const questions = ["Folder", "Framework", "What do callers", "Developer portal?", "Where do tokens"];
      const dialog = questions.map((question) => [question, ENTER] as const);
      const { code } = await run([], { cwd, plain: true, dialog });
      expect(code).to.equal(0);
      expectProject("my-api", defaults);
    });
  });
});
