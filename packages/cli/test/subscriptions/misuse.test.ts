import { expect } from "chai";
import { generateKey } from "@product-auth/core/subscriptions";
import { newFolder, run } from "./support/command.js";

const NAME = "product-auth: ";
const store = ["--store", "file:subscriptions.json"];

describe("a command that makes no sense ends with 2 and one line", () => {
  let folder: Awaited<ReturnType<typeof newFolder>>;
  before(async () => {
    folder = await newFolder();
    await run(["create", "--scope", "/", ...store], { cwd: folder.path });
  });
  after(() => folder.remove());

  const cases: readonly (readonly [words: readonly string[], line: RegExp])[] = [
    [[], /say what to do: list, show, create/],
    [["lst", ...store], /there is no verb "lst"\. Did you mean list\?/],
    [["frobnicate", ...store], /there is no verb "frobnicate"\. There are list, show/],
    [["list", "--stat", "active"], /there is no option "--stat"\. Did you mean --state\?/],
    [["list", "--graze", "5"], /there is no option "--graze"\. Did you mean --grace\?/],
    [["list", ...store, "--grace", "5"], /list takes no --grace\. See: list --help/],
    [["list", ...store, "--state"], /--state <value>' argument missing; --help/],
    [["list", ...store, "--all=yes"], /'--all' does not take an argument; --help/],
    [["list", ...store, "--state", "activ"], /--state is one of .*Did you mean active\?/],
    [["list", ...store, "--scope", "products/pro"], /--scope is \/products\/NAME/],
    [["list", ...store, "--limit", "0"], /--limit is a whole number from 1/],
    [["list", ...store, "--limit", "5", "--all"], /either --limit or --all/],
    [["list", ...store, "--all", "--all"], /give --all once/],
    [["list", ...store, "--timeout", "soon"], /--timeout is a whole number/],
    [["list", ...store, "--schema", "x"], /--schema is for postgres/],
    [["list", ...store, "--prefix", "x"], /--prefix is for redis/],
    [["list", "one", ...store], /list takes no argument/],
    [["list"], /say where: --store file:subscriptions\.json/],
    [["list", ...store, "--store-env", "PATH"], /either --store or --store-env/],
    [["list", "--store-env", "NO_SUCH_VARIABLE_HERE"], /variable NO_SUCH_VARIABLE_HERE that is not set/],
    [["list", "--store", "subscriptions.json"], /of no known kind: give file:/],
    [["list", "--store", "mysql://localhost/x"], /of no known kind: give file:/],
    [["list", "--store", "file:"], /names no file/],
    [["show", ...store], /show needs its ID: show ID/],
    [["show", "a", "b", ...store], /show takes one ID; put quotes/],
    [["create", ...store], /say what the keys open: --scope/],
    [["create", ...store, "--scope", "/produkts/pro"], /--scope is \/products\/NAME/],
    [["create", ...store, "--scope", "/", "--start", "31.1.2026"], /--start is a date: 2026-01-31/],
    [["create", ...store, "--scope", "/", "--start", "2026-02-30"], /--start is a date/],
    [["create", ...store, "--scope", "/", "--end", "2026-01-31T08:00:00"], /--end is a date/],
    [
      ["create", ...store, "--scope", "/", "--start", "2026-02-01", "--end", "2026-01-31"],
      /--end is not after/,
    ],
    [
      ["create", ...store, "--scope", "/", "--primary-key-file", "none"],
      /names a file that cannot be read \(ENOENT\)/,
    ],
    [["create", ...store, "--scope", "/", "--primary-key-file", "-"], /a key has 1 to 256 characters/],
    [
      ["create", ...store, "--scope", "/", "--primary-key-file", "-", "--secondary-key-file", "-"],
      /only one key can come from standard input/,
    ],
    [["rename", "a", ...store], /write the new name: --name/],
    [["rename", "a", ...store, "--name", ""], /write the new name: --name/],
    [["transfer", "a", ...store], /write the new owner: --owner/],
    [["transfer", "a", ...store, "--name", "x"], /transfer takes no --name/],
    [["regenerate", "a", ...store], /say which key: --key primary/],
    [["regenerate", "a", ...store, "--key", "third"], /say which key: --key primary/],
    [["regenerate", "a", ...store, "--key", "primary", "--grace", "-5"], /argument is ambiguous/],
    [["regenerate", "a", ...store, "--key", "primary", "--grace", "1.5"], /--grace is a whole number/],
    [["delete", "a", ...store], /with --yes/],
    [["check"], /check needs its KEY/],
    [["migrate", ...store], /only postgres:\/\/ has tables/],
    [["suspend", "a", ...store, "--audit", "no/such/folder"], /--audit: ENOENT.*nothing was done/],
  ];
  for (const [words, line] of cases)
    it(words.join(" ") || "nothing at all", async () => {
      const { code, stdout, stderr } = await run(words, { cwd: folder.path });
      expect({ code, stdout }).to.deep.equal({ code: 2, stdout: "" });
      expect(stderr).to.match(line);
      expect(stderr.startsWith(NAME) && stderr.indexOf("\n") === stderr.length - 1, stderr).to.equal(true);
    });

  it("a key where an id, a verb or the name of a variable belongs is not repeated", async () => {
    const key = generateKey();
    for (const words of [
      ["show", key, ...store],
      ["suspend", key, ...store],
      ["create", "--scope", "/", "--id", key, ...store],
      ["list", "--after", key, ...store],
      [key, ...store],
      [`--${key}`, ...store],
      ["list", "--store-env", key],
      ["create", "--scope", "/", "--primary-key-file", key, ...store],
      ["create", "--scope", "/", "--pepper-env", key, ...store],
      ["list", "--store", key],
      ["list", key, ...store],
    ]) {
      const { code, stdout, stderr } = await run(words, { cwd: folder.path });
      expect(code, words.join(" ")).to.equal(2);
      expect(stdout + stderr, words.join(" ")).not.to.contain(key.slice(10));
    }
  });
});
