import { expect } from "chai";
import { USERS } from "#src/users/arguments/users-form.js";
import { runHere } from "../run.js";

const RECORDS = ["--records", "file:none.json"];
const STORES = [...RECORDS, "--subscriptions", "file:none.json"];
const URL = ["--public-url", "https://api.example.com/developer"];

describe("product-auth users, misused", () => {
  for (const [args, line] of [
    [[], "say what to do: list, show, invite, block, unblock, delete; --help tells more."],
    [["lsit"], 'there is no verb "lsit". Did you mean list?'],
    [["list"], "write where the users are: --records file:records.json, or --records-env NAME."],
    [["list", "--records", "redis://127.0.0.1"], "records are in file:PATH or postgres://…, not in Redis."],
    [["list", ...RECORDS, "--all", "--limit", "3"], "give either --limit or --all."],
    [["list", ...RECORDS, "--limit", "0"], "--limit is a whole number from 1 to 10000."],
    [["list", "--recrods", "x"], 'there is no option "--recrods". Did you mean --records?'],
    [["list", ...RECORDS], "there is no file none.json; the portal makes it."],
    [["show", ...RECORDS], "show needs its USER: show USER"],
    [["show", "a b", ...RECORDS], "USER is neither the id of a user nor an e-mail address; list shows both."],
    [
      ["block", "ann", ...RECORDS],
      "write where the subscriptions of the users are: --subscriptions file:subscriptions.json, or --subscriptions-env NAME.",
    ],
    [["block", "ann", ...STORES, "--yes"], "block takes no --yes. See: block --help"],
    [["block", "ann", ...STORES, "--timeout", "0"], "--timeout is a whole number from 1 to 3600."],
    [["delete", "ann", ...STORES], "repeat the command with --yes: what delete removes cannot be restored."],
    [
      ["invite", "a@b.example", ...RECORDS],
      "write the address of the portal: --public-url https://api.example.com/developer",
    ],
    ...[
      "http://api.example.com",
      "ftp://x",
      "x",
      "https://user@api.example.com",
      "https://api.example.com/?a",
    ].map(
      (text) =>
        [
          ["invite", "a@b.example", ...RECORDS, "--public-url", text],
          "--public-url is not the address of a portal: write https://api.example.com/developer, or http:// on this machine.",
        ] as const,
    ),
    [
      ["invite", "a@b.example", ...RECORDS, ...URL, "--group", "No Group"],
      "--group is the name of a group in the option groups of the portal, such as partners.",
    ],
    [
      ["invite", "a@b.example", ...RECORDS, ...URL, "--first-name", "x".repeat(101)],
      "--first-name has at most 100 characters, on one line.",
    ],
  ] as readonly (readonly [readonly string[], string])[])
    it(`2: ${JSON.stringify(args).slice(0, 100)}`, async () =>
      expect(await runHere(["users", ...args])).to.deep.equal({
        code: 2,
        stdout: "",
        stderr: `product-auth: ${line}\n`,
      }));

  it("the help names every verb, and that of a verb its options", async () => {
    const help = await runHere(["users", "--help"]);
    for (const verb of Object.keys(USERS.verbs)) expect(help.stdout).to.match(new RegExp(`^  ${verb} `, "m"));
    for (const line of help.stdout.split("\n")) expect(line.length, line).to.be.below(121);
    const ofVerb = await runHere(["users", "invite", "--help"]);
    for (const option of USERS.verbs.invite.options) expect(ofVerb.stdout).to.contain(`--${option}`);
  });
});
