import { expect } from "chai";
import { newFolder, run, writeConfig } from "./command.js";

const good = {
  tenantId: "aaaabbbb-0000-cccc-1111-dddd2222eeee",
  authorityHost: "http://127.0.0.1:9",
  products: {
    starter: { audience: "api://55556666-ffff-7777-aaaa-8888bbbb9999", accepts: ["token", "key"] },
  },
  subscriptions: [{ id: "one", scope: "/products/starter", primaryKey: "s3cret-key" }],
};
const token = "eyJhbGciOiJub25lIn0.e30.c2lnbmF0dXJl";

describe("product-auth, not used as it should be", () => {
  let folder: Awaited<ReturnType<typeof newFolder>>;
  before(async () => void (folder = await newFolder()));
  after(() => folder.remove());

  const ended = async (config: unknown, args: readonly string[], input?: string) => {
    await writeConfig(folder.path, config);
    return run(folder.path, args, input);
  };
  /** It ends with 2, says this and nothing secret, and prints nothing else. */
  async function complains(config: unknown, args: readonly string[], told: string | RegExp, input?: string) {
    const { code, stdout, stderr } = await ended(config, args, input);
    expect({ code, stdout }).to.deep.equal({ code: 2, stdout: "" });
    expect(stderr).to.match(/^product-auth: /);
    expect(stderr).to.not.match(/\n\s+at |s3cret|c2lnbmF0dXJl/);
    if (typeof told === "string") expect(stderr).to.equal(`product-auth: ${told}\n`);
    else expect(stderr).to.match(told);
  }

  it("--help and --version say so and end with 0", async () => {
    const help = await ended(good, ["explain", "--help"]);
    expect(help).to.include({ code: 0, stderr: "" });
    for (const word of [
      "--config",
      "--product",
      "--scope",
      "--role",
      "--log",
      "--json",
      "--show-personal",
      "history",
    ])
      expect(help.stdout).to.include(word);
    for (const line of help.stdout.split("\n")) expect(line.length).to.be.below(111);
    expect((await ended(good, ["explain", "-h"])).stdout).to.equal(help.stdout);
    expect((await ended(good, ["explain", "--version"])).stdout).to.match(/^\d+\.\d+\.\d+\S*\n$/);
  });

  describe("arguments", () => {
    for (const [args, told] of [
      [["explian", token], 'there is no verb "explian". Did you mean explain?'],
      [
        [token],
        'there is no verb "eyJhbGci…". There are explain, routes, openapi, subscriptions, limits, applications, users, portal, import, export, provision, doctor, emulator.',
      ],
      [["explain"], "there is no token: give it, or - to read it from standard input."],
      [["explain", ""], "the token is empty."],
      [["explain", "Bearer "], "the token is empty."],
      [["explain", token, token], "there is more than one token: give one, without spaces in it."],
      [["explain", token, "--prodcut", "starter"], "Unknown option '--prodcut'; --help lists the options."],
      [["explain", token, "--product"], /^product-auth: Option '--product <value>' argument missing/],
      [
        ["explain", token, "--product", "strater"],
        '--product: names an unknown product, "strater"; did you mean "starter"?',
      ],
      [
        ["explain", token, "--scope", ""],
        /^product-auth: --scope: contains a value that is not a scope; write strings/,
      ],
      [
        ["explain", token, "--role", "a b"],
        /^product-auth: --role: contains a value that is not a role; write strings/,
      ],
    ] as [string[], string | RegExp][]) {
      it(JSON.stringify(args), () => complains(good, args, told));
    }
    it("- with nothing on standard input", () =>
      complains(good, ["explain", "-"], "there is no token on standard input.", " \n"));
    it("- with a file that is no token", () =>
      complains(
        good,
        ["explain", "-"],
        "standard input is too long for a token.",
        "x".repeat(1024 * 1024 + 1),
      ));
  });

  describe("the config file", () => {
    const explain = ["explain", token];
    it("is not there", () =>
      complains(
        good,
        [...explain, "--config", "elsewhere.json"],
        "--config: there is no file elsewhere.json; it holds the options of Product Auth as JSON.",
      ));
    it("is a folder", () =>
      complains(good, [...explain, "--config", "."], /^product-auth: --config: .+; it holds the options/));
    it("is not JSON: line and column, and none of its text", () =>
      complains(
        '{\n  "primaryKey": "s3cret",\n  "products": }\n',
        explain,
        "product-auth.json:3:15 is not valid JSON from this position on.",
      ));
    it("is empty", () =>
      complains("", explain, "product-auth.json:1:1 is not valid JSON from this position on."));
    it("holds a list", () =>
      complains([], explain, /^product-auth: product-auth\.json holds no JSON object: write/));
    it("begins with a byte order mark", async () =>
      expect((await ended(`\uFEFF${JSON.stringify(good)}`, explain)).code).to.equal(1));
    it("lacks something: every problem, with where and how to mend it", () =>
      complains(
        { ...good, tenantId: "", clockTolerence: 60 },
        explain,
        /^product-auth: product-auth\.json: Product Auth cannot start, 2 problems:\n {2}1\. clockTolerence: is not an option\n {5}Fix: did you mean "clockTolerance"\?\n {2}2\. tenantId: is empty\n/,
      ));
    it("may leave subscriptions out", async () => {
      const { subscriptions: _, ...rest } = good;
      expect((await ended(rest, explain)).code).to.equal(1);
    });
  });
});
