import { cp, mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { runProgram } from "../run.js";
import { newFolder } from "./support/command.js";

const packages = fileURLToPath(new URL("../../../", import.meta.url));

describe("without the packages of the stores", function () {
  this.timeout(30_000); // many processes
  let folder: Awaited<ReturnType<typeof newFolder>>;
  let scope: string;
  before(async () => {
    folder = await newFolder();
    scope = join(folder.path, "node_modules/@product-auth");
    await mkdir(scope, { recursive: true });
    await install("cli");
    await symlink(join(packages, "core"), join(scope, "core"), "dir");
  });
  after(() => folder.remove());

  const install = async (name: string) => {
    await mkdir(join(scope, name), { recursive: true });
    for (const part of ["package.json", "dist"])
      await cp(join(packages, name, part), join(scope, name, part), { recursive: true });
  };
  const admin = (...args: string[]) =>
    runProgram(["subscriptions", ...args], {
      cwd: folder.path,
      program: join(scope, "cli/dist/main.js"),
    });

  it("a file works", async () => {
    expect((await admin("create", "--scope", "/", "--store", "file:s.json")).code).to.equal(0);
  });

  for (const [name, driver] of [
    ["postgres", "pg"],
    ["redis", "redis"],
  ] as const)
    it(`${name}:// says what to install, also when only the driver is missing`, async () => {
      const said = {
        code: 2,
        stdout: "",
        stderr: `product-auth: ${name}:// needs packages that are not installed: npm install @product-auth/${name} ${driver}\n`,
      };
      expect(await admin("list", "--store", `${name}://127.0.0.1:1/`)).to.deep.equal(said);
      await install(name);
      expect(await admin("list", "--store", `${name}://127.0.0.1:1/`)).to.deep.equal(said);
    });
});
