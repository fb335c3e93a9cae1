import { join } from "node:path";
import { expect } from "chai";
import { CATALOG } from "./support/reports.js";
import { ENV, folderWith, runToy, toyProgram } from "./support/toy.js";

const GUID = "aaaabbbb-1111-4222-8333-cccc44445555";

describe("the arguments of product-auth provision", () => {
  let folder: Awaited<ReturnType<typeof folderWith>>;
  let catalog: string;
  before(async () => {
    folder = await folderWith({ "catalog.json": JSON.stringify(CATALOG) });
    catalog = join(folder.path, "catalog.json");
  });
  after(() => folder.remove());

  for (const [args, line] of [
    [[], "write the path of the catalog: provision catalog.json"],
    [["a.json", "b.json"], "provision takes one CATALOG; put quotes around spaces."],
    [["c.json", "--aply"], 'there is no option "--aply". Did you mean --apply?'],
    [["c.json", "--token", "s3cret-s3cret"], 'there is no option "--token".'],
    [["c.json", "--apply", "--check"], "--apply and --check are two modes: give one of them."],
    [["c.json", "--check", "--destroy"], "--check and --destroy are two modes: give one of them."],
    [
      ["c.json", "--destroy", "--rotate-secret", "batch"],
      "--destroy and --rotate-secret are two modes: give one of them.",
    ],
    [["c.json", "--apply", "--apply"], "give --apply once."],
    [["c.json", "--tenant", "1", "--tenant", "2"], "give --tenant once."],
    [["c.json", "--apply"], "without a terminal, --apply needs --yes; nothing was written."],
    [["c.json", "--destroy"], "without a terminal, --destroy needs --yes; nothing was written."],
    [["c.json", "--apply", "--purge"], "--purge is for --destroy only."],
    [["c.json", "--destroy", "--prune"], "--prune is for a plan, --apply and --check only."],
    [["c.json", "--days", "7"], "--days is for --rotate-secret only."],
    [["c.json", "--secret-file", "s"], "--secret-file is for --rotate-secret only."],
    [["c.json", "--operation", "s"], "--operation is for --rotate-secret only."],
    [["c.json", "--key-id", GUID], "--key-id is for --remove-secret only."],
    [
      ["c.json", "--remove-secret", "batch", "--key-id", GUID],
      "repeat the command with --yes to remove the secret.",
    ],
    [
      ["c.json", "--rotate-secret"],
      "Option '--rotate-secret <value>' argument missing; --help lists the options.",
    ],
  ] as const)
    it(`2: ${JSON.stringify(args)}`, async () => {
      const program = toyProgram();
      expect(await runToy(args, { program })).to.deep.equal({
        code: 2,
        stdout: "",
        stderr: `product-auth: ${line}\n`,
      });
      expect(program.calls).to.deep.equal([]);
      const { code, stdout } = await runToy([...args, "--json"], { program });
      expect({ code, ...(JSON.parse(stdout) as object) }).to.deep.include({ code: 2, report: 1, exit: 2 });
    });

  const problemsOf = async (args: readonly string[], env: Record<string, string> = ENV) => {
    const program = toyProgram();
    const { code, stdout } = await runToy([catalog, ...args, "--json"], { program, env });
    expect({ code, calls: program.calls }).to.deep.equal({ code: 2, calls: [] });
    return (JSON.parse(stdout) as { problems: { path: string; fix: string }[] }).problems;
  };

  for (const [args, path, fix] of [
    [["--timeout", "0"], "--timeout", "write a whole number from 1 to 3600"],
    [["--timeout", "1e3"], "--timeout", "write a whole number from 1 to 3600"],
    [["--rotate-secret", "batch", "--days", "366"], "--days", "write a whole number from 1 to 365"],
    [
      ["--rotate-secret", "batch", "--operation", "a b"],
      "--operation",
      "write 1 to 60 letters, digits, dots, underscores and hyphens",
    ],
    [["--rotate-secret", "bach"], "--rotate-secret", "write batch"],
    [["--remove-secret", "batch", "--yes"], "--key-id", undefined],
    [["--remove-secret", "batch", "--yes", "--key-id", "1"], "--key-id", undefined],
    [["--adopt", "products.golt"], "--adopt", "write products.gold"],
    [["--adopt", "products.keys"], "--adopt", "write products.NAME or clients.NAME"],
    [["--adopt", "products.gold=1"], "--adopt", "write --adopt products.NAME=APPLICATION-ID"],
    [["--adopt", "products.gold", "--adopt", `products.gold=${GUID}`], "--adopt", "give each place once"],
    [["--adopt", "products.gold", "--new", "products.gold"], "--new", "give one of the two options"],
    [["--new", "client.batch"], "--new", "write clients.batch"],
    [["--out", ""], "--out", "write the path of a file"],
    [["--tenant", "common"], "--tenant", undefined],
    [["--tenant", "Organizations"], "--tenant", undefined],
    [["--tenant", "a/b"], "--tenant", undefined],
  ] as const)
    it(`2: ${args.join(" ")}`, async () => {
      const [problem, ...more] = await problemsOf(args);
      expect(more).to.deep.equal([]);
      expect(problem).to.include({ path, ...(fix !== undefined && { fix }) });
    });

  for (const [name, text] of [
    ["PRODUCT_AUTH_GRAPH_URL", "http://graph.example/v1.0"],
    ["PRODUCT_AUTH_GRAPH_URL", "https://user:secret@graph.example"],
    ["PRODUCT_AUTH_GRAPH_URL", "graph.example"],
    ["PRODUCT_AUTH_GRAPH_URL", "https://graph.example/?a=b"],
    ["AZURE_AUTHORITY_HOST", "http://127.0.0.1.example"],
    ["AZURE_TENANT_ID", "consumers"],
    ["AZURE_TENANT_ID", ""],
  ] as const)
    it(`2: ${name}=${text}`, async () => {
      const problems = await problemsOf([], { ...ENV, [name]: text });
      expect(problems.map(({ path }) => path)).to.deep.equal([name]);
      expect(JSON.stringify(problems)).not.to.contain("secret");
    });

  it("all problems at once", async () => {
    const problems = await problemsOf(["--timeout", "0", "--adopt", "products.x"], {
      AZURE_TENANT_ID: "common",
      PRODUCT_AUTH_GRAPH_URL: "ftp://graph.example",
    });
    expect(problems.map(({ path }) => path)).to.deep.equal([
      "--timeout",
      "--adopt",
      "AZURE_TENANT_ID",
      "PRODUCT_AUTH_GRAPH_URL",
    ]);
  });

  it("passes what was given", async () => {
    const passed: object[] = [];
    const program = toyProgram({
      planCatalog(_, options) {
        passed.push(options);
        return toyProgram().planCatalog({ products: {} }, options);
      },
    });
    const env = {
      ...ENV,
      PRODUCT_AUTH_GRAPH_URL: "http://127.0.0.1:9/v1.0/",
      AZURE_AUTHORITY_HOST: "https://login.x/",
    };
    const args = ["--adopt", `products.gold=${GUID}`, "--adopt", "clients.batch", "--new", "products.silver"];
    const { code } = await runToy(
      [catalog, ...args, "--prune", "--timeout", "9", "--tenant", "contoso.com"],
      {
        program,
        env,
      },
    );
    expect(code).to.equal(0);
    expect(passed[0]).to.deep.include({
      tenantId: "contoso.com",
      graphUrl: "http://127.0.0.1:9/v1.0",
      authorityHost: "https://login.x",
      timeout: 9,
      adopt: { "products.gold": GUID, "clients.batch": true },
      separate: ["products.silver"],
      prune: true,
    });
  });
});
