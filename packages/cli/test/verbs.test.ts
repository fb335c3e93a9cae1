import { cp, mkdir, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { newFolder, run } from "./explain/command.js";
import { runProgram } from "./run.js";

const VERBS = [
  "explain",
  "routes",
  "openapi",
  "subscriptions",
  "limits",
  "applications",
  "users",
  "portal",
  "import",
  "export",
  "provision",
  "emulator",
];
const packages = fileURLToPath(new URL("../../", import.meta.url));

describe("product-auth", function () {
  this.timeout(30_000); // many processes
  let folder: Awaited<ReturnType<typeof newFolder>>;
  before(async () => void (folder = await newFolder()));
  after(() => folder.remove());

  it("--help lists every verb, and says how the command ends", async () => {
    const help = await run(folder.path, ["--help"]);
    expect(help).to.include({ code: 0, stderr: "" });
    for (const verb of VERBS) expect(help.stdout).to.match(new RegExp(`^  ${verb} .*[a-z]$`, "m"));
    for (const word of ["Ends with 0", "with 1", "with 2", "with 3", "--version", "--json"])
      expect(help.stdout).to.include(word);
    for (const line of help.stdout.split("\n")) expect(line.length, line).to.be.below(116);
    expect(await run(folder.path, ["-h"])).to.deep.equal(help);
  });

  it("--version shows the version, with or without a verb", async () => {
    const own = await run(folder.path, ["--version"]);
    expect(own.stdout).to.match(/^\d+\.\d+\.\d+\S*\n$/);
    for (const verb of VERBS) expect(await run(folder.path, [verb, "--version"])).to.deep.equal(own);
  });

  for (const verb of VERBS)
    it(`${verb} --help is a page of its own that names --json, for some part of it, and says how it ends`, async () => {
      const help = await run(folder.path, [verb, "--help"]);
      expect(help).to.include({ code: 0, stderr: "" });
      expect(help.stdout).to.match(new RegExp(`^Usage: product-auth ${verb} `));
      expect(help.stdout).to.include("--json").and.to.include("Ends with 0");
      expect(await run(folder.path, [verb, "-h"])).to.deep.equal(help);
    });

  for (const [args, line] of [
    [
      [],
      "write a verb: explain, routes, openapi, subscriptions, limits, applications, users, portal, import, export, provision, doctor, emulator; --help explains them.",
    ],
    [["subscription"], 'there is no verb "subscription". Did you mean subscriptions?'],
    [["Routes"], 'there is no verb "Routes". Did you mean routes?'],
    [["emulater"], 'there is no verb "emulater". Did you mean emulator?'],
    [
      ["gateway"],
      'there is no verb "gateway". There are explain, routes, openapi, subscriptions, limits, applications, users, portal, import, export, provision, doctor, emulator.',
    ],
    [["provison"], 'there is no verb "provison". Did you mean provision?'],
    [["--json", "explain"], "the verb comes first: product-auth VERB [options]; --help lists the verbs."],
  ] as const)
    it(`2: ${JSON.stringify(args)}`, async () =>
      expect(await run(folder.path, args)).to.deep.equal({
        code: 2,
        stdout: "",
        stderr: `product-auth: ${line}\n`,
      }));

  describe("where a package is missing", () => {
    let scope: string;
    before(async () => {
      scope = join(folder.path, "node_modules/@product-auth");
      await mkdir(join(scope, "cli"), { recursive: true });
      for (const part of ["package.json", "dist"])
        await cp(join(packages, "cli", part), join(scope, "cli", part), { recursive: true });
      await symlink(join(packages, "core"), join(scope, "core"), "dir");
    });

    const installed = (...args: string[]) =>
      runProgram(args, { cwd: folder.path, program: join(scope, "cli/dist/main.js") });

    for (const [verb, line] of [
      ["routes", "npm install --save-dev @product-auth/routes"],
      ["openapi", "npm install --save-dev @product-auth/openapi"],
      ["portal", "npm install @product-auth/portal"],
      ["import", "npm install @product-auth/apim"],
      ["provision", "npm install @product-auth/graph"],
      ["emulator", "npm install --save-dev @product-auth/emulator"],
    ] as const)
      it(`${verb} says what to install, and ends with 2`, async () =>
        expect(await installed(verb, "--help")).to.deep.equal({
          code: 2,
          stdout: "",
          stderr: `product-auth: ${verb} needs a package that is not installed: ${line}\n`,
        }));

    it("the other verbs work", async () => {
      for (const verb of ["explain", "subscriptions", "limits", "applications"])
        expect((await installed(verb, "--help")).code).to.equal(0);
      expect((await installed("--help")).code).to.equal(0);
    });

    it("without core, they say what to install", async () => {
      await rm(join(scope, "core"));
      for (const verb of ["explain", "subscriptions", "limits", "applications"])
        expect((await installed(verb, "--help")).stderr).to.equal(
          `product-auth: ${verb} needs a package that is not installed: npm install @product-auth/core\n`,
        );
    });
  });
});
