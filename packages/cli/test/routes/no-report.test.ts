import { expect } from "chai";
import { runHere, type Ended } from "../run.js";
import { toyFolder } from "./run-toy.js";
import { TOY_VERBS } from "./toy-verbs.js";

const GOOD = `{ toy: true, routes: [{ method: "GET", path: "/health", marks: [{ kind: "open" }] }] }`;

describe("the routes command, when there is no report", () => {
  let folder: Awaited<ReturnType<typeof toyFolder>>;
  before(async () => void (folder = await toyFolder()));
  after(() => folder.remove());

  /** It ends with 2, says this and prints nothing else. */
  function complains({ code, stdout, stderr }: Ended, told: string | RegExp) {
    expect({ code, stdout }).to.deep.equal({ code: 2, stdout: "" });
    if (typeof told === "string") expect(stderr).to.equal(`product-auth: ${told}\n`);
    else expect(stderr).to.match(told);
  }
  async function complainsOf(source: string, told: string | RegExp, ...options: string[]) {
    await folder.write("app.mjs", source);
    complains(await folder.run("routes", "app.mjs", ...options), told);
  }

  it("--help and --version say so and end with 0", async () => {
    const help = await folder.run("routes", "--help");
    expect(help).to.include({ code: 0, stderr: "" });
    expect(help.stdout).to.match(/^Usage: product-auth routes MODULE \[options\]\n/);
    for (const word of [
      "an Express, Koa or Fastify application",
      "--export",
      "--json",
      "--strict",
      "--timeout",
      "Ends with 0",
    ])
      expect(help.stdout).to.include(word);
    for (const line of help.stdout.split("\n")) expect(line.length).to.be.below(116);
    expect((await folder.run("routes", "-h")).stdout).to.equal(help.stdout);
    expect((await folder.run("routes", "--version")).stdout).to.match(/^\d+\.\d+\.\d+\S*\n$/);
  });

  describe("arguments", () => {
    for (const [args, told] of [
      [[], "write a verb: routes; --help explains them."],
      [["route", "app.mjs"], 'there is no verb "route". Did you mean routes?'],
      [["--inside", "app.mjs"], "the verb comes first: product-auth VERB [options]; --help lists the verbs."],
      [["routes", "--inside", "app.mjs"], /Unknown option '--inside'/],
      [["routes"], "say where the application is: routes ./dist/app.js"],
      [["routes", "a.mjs", "b.mjs"], 'one module at a time; "b.mjs" is one too many.'],
      [["routes", "a.mjs", "--jsno"], "Unknown option '--jsno'. Did you mean --json?"],
      [["routes", "a.mjs", "--colour-of-everything"], /; --help lists the options\.\n$/],
      [["routes", "a.mjs", "--export"], /^product-auth: Option '--export <value>' argument missing/],
      [["routes", "a.mjs", "--timeout", "soon"], "--timeout is a number of seconds from 1 to 9999."],
      [["routes", "a.mjs", "--timeout", "0"], "--timeout is a number of seconds from 1 to 9999."],
    ] as [string[], string | RegExp][])
      it(JSON.stringify(args), async () => complains(await runHere(args, { verbs: TOY_VERBS }), told));
  });

  it("the module is not there, or not what it should be", async () => {
    complains(await folder.run("routes", "gone.mjs"), /^product-auth: gone\.mjs: .*Cannot find module/);
    await complainsOf("export const = 1;", /^[^]*product-auth: app\.mjs: SyntaxError/);
  });

  it("the module throws, with the place", () =>
    complainsOf(
      'throw new Error("no database");',
      /product-auth: app\.mjs: Error: no database\n\s+at .*app\.mjs:1/,
    ));

  it("the module ends the process: that is no report, whatever the code", async () => {
    for (const code of [0, 1])
      await complainsOf(
        `process.exit(${code}); export const app = ${GOOD};`,
        `app.mjs: it ended its process (${code}) before its routes could be listed.`,
      );
  });

  it("the module fails behind its own back", () =>
    complainsOf(
      `Promise.reject(new Error("no database")); export const app = new Promise(() => setInterval(() => 0, 99));`,
      /no database[^]*product-auth: app\.mjs: it ended its process \(1\) before/,
    ));

  it("loading takes too long", () =>
    complainsOf(
      "await new Promise(() => setInterval(() => 0, 99));",
      "app.mjs: loading it took longer than 1 seconds (--timeout).",
      "--timeout",
      "1",
    ));

  it("nothing of it is an application: what it exports, and what to export", async () => {
    const advice =
      "Export it there, or from a file for this: export const app = …, or a function without parameters that makes it.";
    await complainsOf("", `app.mjs: no export is a toy; it exports nothing. ${advice}`);
    await complainsOf(
      "export const routes = []; export const app = () => 1; ",
      `app.mjs: no export is a toy; it exports app, routes (app makes none without arguments). ${advice}`,
    );
    const given = `export const app = ${GOOD}; export const other = 1;`;
    await complainsOf(
      given,
      `app.mjs: there is no export apps; it exports app, other. ${advice}`,
      "--export",
      "apps",
    );
    await complainsOf(
      given,
      `app.mjs: the export other is not a toy and makes none; it exports app, other. ${advice}`,
      "--export",
      "other",
    );
  });

  it("the application has no routes yet", () =>
    complainsOf(
      "export const app = { toy: true, routes: [] };",
      "app.mjs: the application has no routes; is it exported before they are declared?",
    ));
}).timeout(20_000);
