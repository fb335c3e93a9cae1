import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { OpenApiComparison } from "@product-auth/openapi";
import { expect } from "chai";
import { runHere, runOnceAsProgram } from "../run.js";

const modules = fileURLToPath(new URL("../routes/modules/", import.meta.url));

const DOCUMENT = `openapi: 3.1.0
info: { title: Shop, version: "1" }
security: [{ key: [] }] # of every product
paths:
  /health:
    get: { security: [] }
  /metrics:
    get: { summary: Numbers }
  /orders:
    get: { x-product: starter }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: Ocp-Apim-Subscription-Key }
`;

const TABLE = `METHOD  PATH      DRIFT        DOCUMENT            APPLICATION
GET     /metrics  admits more  key of any product  open, without a guard

1 of 3 operations differs:
  admits more: guard the route as the document says, or write what the application demands into the document
1 route not in the document: GET /admin/users/:id
`;

describe("product-auth openapi", function () {
  this.timeout(30_000);
  let folder: string;
  before(async () => (folder = await mkdtemp(join(tmpdir(), "openapi-"))));
  after(() => rm(folder, { recursive: true }));

  const file = (name: string) => join(folder, name);
  const run = (module: string, name: string, ...options: string[]) =>
    runOnceAsProgram(["openapi"], ["openapi", module, "--document", file(name), ...options], {
      cwd: modules,
    });

  for (const framework of ["express", "koa", "fastify"])
    it(`${framework}: 1 and a table when an operation differs, 0 when it is written`, async () => {
      const name = `${framework}.yaml`;
      await writeFile(file(name), DOCUMENT);
      const { code, stdout } = await run(`${framework}/shop.js`, name, "--check");
      expect({ code, stdout }).to.deep.equal({ code: 1, stdout: TABLE });

      expect((await run(`${framework}/shop.js`, name, "--write")).code).to.equal(0);
      expect(await readFile(file(name), "utf8")).to.equal(
        DOCUMENT.replace("{ summary: Numbers }", "{ summary: Numbers, security: [] }"),
      );
    });

  it("--json: the comparison; --strict: 1 for a route that the document does not have", async () => {
    await writeFile(
      file("json.json"),
      JSON.stringify({ openapi: "3.0.3", paths: { "/health": { get: {} } } }),
    );
    const { code, stdout } = await run("express/guarded.js", "json.json", "--json");
    expect(code).to.equal(0);
    expect(JSON.parse(stdout) as OpenApiComparison).to.deep.equal({
      operations: 1,
      drifts: [],
      undocumented: [{ method: "GET", path: "/orders", state: "guarded" }],
      problems: [],
    });
    expect((await run("express/guarded.js", "json.json", "--strict")).code).to.equal(1);
  });

  it("1 for a document without operations: nothing was compared", async () => {
    await writeFile(file("none.yaml"), "openapi: 3.1.0\npath: { /orders: { get: {} } }\n");
    const { code, stdout } = await run("express/guarded.js", "none.yaml");
    expect({ code, stdout }).to.deep.equal({
      code: 1,
      stdout: "The document has no operations.\n2 routes not in the document: GET /health, GET /orders\n",
    });
  });

  for (const name of ["new.yaml", "new.json"])
    it(`--write makes ${name} with every route, and then nothing differs`, async () => {
      expect(await run("express/guarded.js", name)).to.deep.include({ code: 2, stdout: "" });
      const made = await run("express/guarded.js", name, "--write", "--strict", "--responses");
      expect(made.code).to.equal(0);
      expect(made.stdout).to.match(
        /new\.\w+ is written\.\n2 operations: the document says what the application demands\.\n$/,
      );
      const again = await run("express/guarded.js", name, "--write", "--strict", "--responses");
      expect(again.stdout).to.match(/stays as it is\./);
      expect(await readFile(file(name), "utf8"))
        .to.include("Ocp-Apim-Subscription-Key")
        .and.to.include("503");
    });

  it("2 when the document or the module cannot be read", async () => {
    await writeFile(file("old.yaml"), "swagger: '2.0'\n");
    const old = await run("express/guarded.js", "old.yaml");
    expect(old).to.include({ code: 2, stdout: "" });
    expect(old.stderr).to.include("is Swagger 2.0").and.to.include("convert it to OpenAPI 3.0 or later");
    await writeFile(file("good.yaml"), DOCUMENT);
    expect((await run("express/none.js", "good.yaml")).code).to.equal(2);
    await writeFile(file("latin.yaml"), Buffer.from("openapi: 3.1.0\ninfo: { title: Caf\xe9 }\n", "latin1"));
    expect((await run("express/guarded.js", "latin.yaml", "--write")).stderr).to.equal(
      "product-auth: --document is not a text in UTF-8.\n",
    );
    expect((await run("express/guarded.js", ".")).stderr).to.equal(
      "product-auth: --document cannot be read (EISDIR).\n",
    );
  });

  for (const [args, line] of [
    [[], "write one module that exports the application: openapi ./dist/app.js"],
    [["a.js", "b.js"], "write one module that exports the application: openapi ./dist/app.js"],
    [["a.js"], "write where the document is: --document openapi.yaml"],
    [
      ["a.js", "--document", "a", "--check", "--write"],
      "--check writes nothing; leave one of --check and --write out.",
    ],
    [["a.js", "--document", "a", "--responses"], "--responses needs --write."],
    [["a.js", "--document", "a", "--document", "b"], "give --document once."],
    [["a.js", "--document", "a", "--timeout", "0"], "--timeout is a number of seconds from 1 to 9999."],
    [["a.js", "--document", "a", "--base-path", "v1"], '--base-path begins with "/", as in --base-path /v1'],
    [
      ["a.js", "--document", "a", "--write", "--token-url", "b"],
      "--authorization-url and --token-url belong together.",
    ],
    [["a.js", "--documnt", "a"], 'there is no option "--documnt". Did you mean --document?'],
  ] as const)
    it(`2: ${JSON.stringify(args)}`, async () =>
      expect(await runHere(["openapi", ...args], { cwd: modules })).to.deep.include({
        code: 2,
        stdout: "",
        stderr: `product-auth: ${line}\n`,
      }));
});
