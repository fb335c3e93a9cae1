import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { hasTerminal, inTerminal, PROMPT } from "../support/in-terminal.js";
import { CTRL_C, CTRL_D, CTRL_Z, DOWN, ENTER } from "../support/run.js";

describe("npm create @product-auth in a terminal", () => {
  let cwd: string;
  before(function () {
    if (hasTerminal) return;
    Object.assign(this.test!.parent!, {
      skipReason: "script of util-linux is missing: apt-get install bsdutils",
    });
    this.skip();
  });
  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), "create-"));
  });
  afterEach(() => rmSync(cwd, { recursive: true, force: true }));

  for (const [how, down, env] of [
    ["with arrow keys", DOWN + ENTER, {}],
    ["with ACCESSIBLE=1, by numbers", `2${ENTER}`, { ACCESSIBLE: "1" }],
    ["with ACCESSIBLE=0, with arrow keys", DOWN + ENTER, { ACCESSIBLE: "0" }],
    ["on a terminal that cannot draw, by numbers", `2${ENTER}`, { TERM: "dumb" }],
  ] as const)
    it(`makes a project ${how}`, async () => {
      const { code, screen } = await inTerminal("orders --no-portal", {
        cwd,
        env,
        dialog: [
          ["Framework", down],
          ["What do callers show?", down],
          ["Where do subscriptions live?", ENTER],
        ],
      });
      expect(code, screen).to.equal(0);
      expect(screen).to.include("  cd orders\r\n  npm install\r\n  npm run dev\r\n");
      expect(readdirSync(join(cwd, "orders"))).to.include.members(["package.json", "src"]);
    });

  for (const env of [{}, { ACCESSIBLE: "1" }])
    it(`ends with Ctrl-C and leaves nothing behind ${JSON.stringify(env)}`, async () => {
      const { code, screen } = await inTerminal("", {
        cwd,
        env,
        dialog: [
          ["Folder of the new API", ENTER],
          ["Framework", CTRL_C],
        ],
      });
      expect(code, screen).to.equal(130);
      expect(screen).to.include("Cancelled. Nothing was written.");
      expect(readdirSync(cwd)).to.deep.equal([]);
    });

  for (const env of [{}, { ACCESSIBLE: "1" }])
    for (const [where, dialog] of [
      ["a text", [["Folder of the new API", CTRL_D]]],
      [
        "a list",
        [
          ["Folder of the new API", ENTER],
          ["Framework", CTRL_D],
        ],
      ],
    ] as const)
      it(`ends with Ctrl-D in ${where}, as with Ctrl-C ${JSON.stringify(env)}`, async () => {
        const { code, screen } = await inTerminal("", { cwd, env, dialog });
        expect(code, screen).to.equal(130);
        expect(screen).to.include("Cancelled. Nothing was written.");
        expect(readdirSync(cwd)).to.deep.equal([]);
      });

  it("goes on after Ctrl-Z and fg", async () => {
    const { code, screen } = await inTerminal("orders --callers tokens --no-portal --issuer local", {
      cwd,
      env: { ACCESSIBLE: "1" },
      isShell: true,
      dialog: [
        ["Number [1]: ", CTRL_Z],
        [PROMPT, `fg${ENTER}`],
        ["Number [1]: ", `2${ENTER}`],
        [PROMPT, `exit${ENTER}`],
      ],
    });
    expect(code, screen).to.equal(0);
    expect(readFileSync(join(cwd, "orders/package.json"), "utf8")).to.include('"koa"');
  });

  it("asks nothing when the output is not a terminal", async () => {
    const { code, screen } = await inTerminal("orders > out.txt", { cwd, dialog: [] });
    expect(code).to.equal(2);
    expect(screen).to.include("There is no terminal to ask in.");
    expect(readdirSync(cwd)).to.deep.equal(["out.txt"]);
  });
});
