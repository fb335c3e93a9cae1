import { readFile, stat, writeFile } from "node:fs/promises";
import { expect } from "chai";
import type { Fault } from "./call.js";
import { scenarios } from "./scenarios.js";
import type { Stage } from "./stage.js";
import { appOf, applied, expectExit, faultOn, findingsOf, refused } from "./world.js";

const ROTATE = ["--rotate-secret", "batch"];
const ADD = /addPassword$/;
const DAY = 86_400_000;

const dates = (from: number, to: number) =>
  [from, to].map((days) => new Date(Date.now() + days * DAY).toISOString()) as [string, string];

const secretsOf = (s: Stage) => appOf(s, "clients", "batch").passwordCredentials;

/** `count` secrets, made by hand, that end after `days`. */
function given(s: Stage, count: number, days: number, displayName: string | null = "by hand"): void {
  for (let n = 0; n < count; n += 1)
    s.tenant.secret(appOf(s, "clients", "batch"), displayName, ...dates(-200, days));
}

scenarios("judge: secrets", {
  "§6 --rotate-secret: the secret and a line feed only": async (s) => {
    await applied(s);
    const { stdout, stderr } = expectExit(await s.run([...ROTATE, "--operation", "op-1"], { text: true }), 0);
    const [secret] = secretsOf(s);
    expect(secret!.displayName).to.equal("product-auth op-1");
    expect(s.tenant.secrets).to.include(stdout.slice(0, -1));
    expect(stdout.at(-1)).to.equal("\n");
    expect(stderr)
      .to.contain(appOf(s, "clients", "batch").appId)
      .and.to.contain(secret!.hint)
      .and.to.contain("op-1");
    expect(Date.parse(secret!.endDateTime) - Date.parse(secret!.startDateTime)).to.equal(365 * DAY);
    expect(stderr, "refused for seconds at first").to.match(/7000215|second/);
  },
  "§6 1 the operation by default is a GUID, told first": async (s) => {
    await applied(s);
    let id = "";
    const { stderr } = expectExit(
      await s.run(ROTATE, { text: true, fault: ({ path, body }) => {
        if (ADD.test(path)) id = (body!["passwordCredential"] as { displayName: string }).displayName.slice("product-auth ".length);
        return undefined;
      } }),
      0,
    ); // prettier-ignore
    expect(id).to.match(/^[0-9a-f-]{36}$/);
    expect(stderr).to.contain(id);
  },
  "§7 the report of a rotation": async (s) => {
    await applied(s);
    given(s, 1, 20);
    const { report } = expectExit(await s.run([...ROTATE, "--days", "90"]), 0);
    const made = secretsOf(s).at(-1)!;
    expect(report.secret).to.include({
      client: "batch",
      applicationId: appOf(s, "clients", "batch").appId,
      keyId: made.keyId,
      hint: made.hint,
    });
    expect(s.tenant.secrets).to.include(report.secret!["secretText"]);
    expect(Date.parse(made.endDateTime) - Date.parse(made.startDateTime)).to.equal(90 * DAY);
    expect(report.clients["batch"]!.secrets.map(({ state }) => state)).to.deep.equal(["expiring", "active"]);
  },
  "§6 1 an earlier try of the operation is removed": async (s) => {
    await applied(s);
    given(s, 1, 300, "product-auth op-1");
    given(s, 1, 300);
    const [old] = secretsOf(s);
    expectExit(await s.run([...ROTATE, "--operation", "op-1"]), 0);
    expect(secretsOf(s)).to.have.length(2);
    expect(secretsOf(s).map(({ keyId }) => keyId)).not.to.include(old!.keyId);
  },
  "§6 2 two active: P37, expired ones do not count": async (s) => {
    await applied(s);
    given(s, 1, 300);
    given(s, 2, -10);
    expectExit(await s.run(ROTATE), 0);
    const outcome = expectExit(await s.run(ROTATE), 1);
    expect(findingsOf(outcome)).to.include("P37 clients.batch");
    expect(outcome.judge.writes).to.deep.equal([]);
    expect(secretsOf(s)).to.have.length(4);
  },
  ...Object.fromEntries(
    (
      [
        ["cut", { how: "drop", after: true }],
        ["504", { ...refused(504, "GatewayTimeout"), after: true } as Fault],
        ["cut before", { how: "drop" }],
      ] as const
    ).map(([name, fault]) => [
      `§6 3 answer lost (${name}): 1 again`,
      async (s: Stage) => {
        await applied(s);
        const { report } = expectExit(await s.run(ROTATE, { fault: faultOn(ADD, fault) }), 0);
        expect(secretsOf(s)).to.have.length(1);
        expect(report.secret!["keyId"]).to.equal(secretsOf(s)[0]!.keyId);
      },
    ]),
  ),
  "§6 3 …AsPerAppPolicy: P38": async (s) => {
    await applied(s);
    for (const [status, code] of [
      [400, "CredentialInvalidLifetimeAsPerAppPolicy"],
      [400, "CredentialTypeNotAllowedAsPerAppPolicy"],
      [403, "CredentialTypeNotAllowedAsPerAppPolicy"],
    ] as const) {
      const outcome = expectExit(await s.run(ROTATE, { fault: faultOn(ADD, refused(status, code)) }), 1);
      expect(findingsOf(outcome)).to.deep.equal(["P38 clients.batch"]);
    }
  },
  "§6 4 two rotations at once: at most two active": async (s) => {
    await applied(s);
    given(s, 1, 300);
    const options = { concurrent: true, lenient: true };
    const ended = await Promise.all([s.run(ROTATE, options), s.run(ROTATE, options)]);
    expect(secretsOf(s).length).to.be.within(1, 2);
    for (const one of ended) if (one.code === 1) expect(findingsOf(one)).to.include("P37 clients.batch");
    const shown = ended.flatMap(({ report }) =>
      report.secret === undefined ? [] : [report.secret["keyId"]],
    );
    expect(secretsOf(s).map(({ keyId }) => keyId)).to.include.members(shown);
  },
  "§6 4 another rotation between 3 and 4: one's own is removed, P37": async (s) => {
    await applied(s);
    given(s, 1, 300);
    const outcome = await s.run(ROTATE, {
      concurrent: true,
      before: ({ path }) => (ADD.test(path) ? given(s, 1, 300, "product-auth other") : undefined),
    });
    expectExit(outcome, 1);
    expect(findingsOf(outcome)).to.include("P37 clients.batch");
    expect(outcome.report).not.to.have.property("secret");
    expect(secretsOf(s).map(({ displayName }) => displayName)).to.deep.equal([
      "by hand",
      "product-auth other",
    ]);
  },
  "§6 5 --secret-file: exclusively, 0600, stdout empty": async (s) => {
    await applied(s);
    const { stdout, stderr } = expectExit(
      await s.run([...ROTATE, "--secret-file", s.path("secret")], { text: true }),
      0,
    );
    expect(stdout).to.equal("");
    const text = await readFile(s.path("secret"), "utf8");
    expect(s.tenant.secrets).to.include(text.trimEnd());
    expect(stderr).not.to.contain(text.trimEnd());
    expect((await stat(s.path("secret"))).mode & 0o777).to.equal(0o600);
  },
  "§6 5 --secret-file with --json: file instead of secretText": async (s) => {
    await applied(s);
    const { report } = expectExit(await s.run([...ROTATE, "--secret-file", s.path("secret")]), 0);
    expect(report.secret!["file"]).to.equal(s.path("secret"));
  },
  "§6 5 a file that exists: 2, nothing written": async (s) => {
    await applied(s);
    await writeFile(s.path("secret"), "mine");
    const outcome = await s.run([...ROTATE, "--secret-file", s.path("secret")], { text: true });
    expectExit(outcome, 2);
    expect(outcome.judge.writes).to.deep.equal([]);
    expect(await readFile(s.path("secret"), "utf8")).to.equal("mine");
  },
  "§6 5 removed on failure; created before the call": async (s) => {
    await applied(s);
    let isThere = false;
    const fault = faultOn(ADD, refused(400, "CredentialTypeNotAllowedAsPerAppPolicy"));
    const outcome = await s.run([...ROTATE, "--secret-file", s.path("secret")], {
      before: async ({ path }) => {
        if (ADD.test(path)) isThere = (await stat(s.path("secret"))).mode.toString(8).endsWith("600");
      },
      fault,
    });
    expectExit(outcome, 1);
    expect(isThere).to.equal(true);
    expect(await stat(s.path("secret")).catch(() => "gone")).to.equal("gone");
  },
  "§2 --remove-secret --key-id needs --yes": async (s) => {
    await applied(s);
    given(s, 2, 300);
    const { keyId } = secretsOf(s)[0]!;
    expectExit(await s.run(["--remove-secret", "batch", "--key-id", keyId]), 2);
    expectExit(await s.run(["--remove-secret", "batch", "--yes"]), 2);
    expectExit(await s.run(["--remove-secret", "batch", "--key-id", keyId, "--yes"]), 0);
    expect(secretsOf(s)).to.have.length(1);
  },
  "§8 P34, P35, P36 by what is left": async (s) => {
    await applied(s);
    expect(findingsOf(await s.run([]))).to.include("P34 clients.batch");
    given(s, 1, -5);
    expect(findingsOf(await s.run([])))
      .to.include("P36 clients.batch")
      .and.not.to.include("P34 clients.batch");
    given(s, 1, 12);
    expect(findingsOf(await s.run([])))
      .to.include("P35 clients.batch")
      .and.not.to.include("P36 clients.batch");
    given(s, 1, 200);
    const { report } = await s.run([]);
    expect(report.clients["batch"]!.secrets.map(({ state }) => state)).to.deep.equal([
      "expired",
      "expiring",
      "active",
    ]);
  },
  "§6 a client that is not in the catalog, a client without its application": async (s) => {
    await applied(s);
    expectExit(await s.run(["--rotate-secret", "nobody"]), 2);
    const catalog = await s.catalog();
    catalog.provision!.clients!["later"] = { products: ["gold"] };
    await s.write(catalog);
    const outcome = expectExit(await s.run(["--rotate-secret", "later"]), 1);
    expect(findingsOf(outcome)).to.include("P30 clients.later");
  },
});
