import { readFile, stat, symlink } from "node:fs/promises";
import { expect } from "chai";
import { scenarios } from "./scenarios.js";
import { uniqueNameOf } from "./names.js";
import {
  APPLY,
  appOf,
  applied,
  CATALOG,
  changesOf,
  ENTERPRISE,
  expectComplete,
  expectExit,
  expectSettled,
  findingsOf,
  furnish,
  spOf,
} from "./world.js";

const MADE = [
  ...[
    "create products.silver",
    "create products.gold",
    "create clients.report",
    "create clients.report.products.gold",
  ],
  ...["create clients.report.products.silver", "create clients.batch", "create clients.batch.products.gold"],
];

scenarios("judge: plan, check, apply", {
  "§2 a plan of an empty tenant lists what is missing and writes nothing": async (s) => {
    furnish(s);
    await s.write(CATALOG());
    const before = await s.read();
    const plan = expectExit(await s.run([]), 0);
    expect(changesOf(plan).toSorted()).to.deep.equal(MADE.toSorted());
    expect(plan.report.products["gold"]).to.include({
      applicationId: null,
      objectId: null,
      servicePrincipalId: null,
    });
    expect(plan.report.catalog).to.deep.equal({ path: s.path(), changed: true });
    expect(await s.read()).to.equal(before);
  },
  "§2 --check: 3 when anything would change, 0 afterwards": async (s) => {
    furnish(s);
    await s.write(CATALOG());
    expectExit(await s.run(["--check"]), 3);
    expectExit(await s.run(APPLY), 0);
    await expectSettled(s);
  },
  "§4 apply, and a second time without a write": async (s) => {
    furnish(s);
    const first = await applied(s);
    expect(changesOf(first)).to.have.members(MADE);
    expect(first.report.changes.every(({ done }) => done)).to.equal(true);
    const text = await s.read();
    const second = expectExit(await s.run(APPLY), 0);
    expect(second.judge.writes).to.deep.equal([]);
    expect(second.report.changes).to.deep.equal([]);
    expect(await s.read()).to.equal(text);
    expect(findingsOf(second)).to.deep.equal(["P34 clients.batch", "P34 clients.report"]);
    const gold = appOf(s, "products", "gold");
    expect(second.report.products["gold"]).to.deep.equal({
      applicationId: gold.appId,
      objectId: gold.id,
      servicePrincipalId: spOf(s, gold.appId).id,
      audience: `api://${gold.appId}`,
      role: "Product.Gold.All",
      roleId: gold.appRoles[0]!.id,
    });
    expect(spOf(s, gold.appId).tags).to.deep.equal([ENTERPRISE]);
  },
  "§4 the smallest number of writes": async (s) => {
    await s.write(CATALOG());
    const { judge } = expectExit(await s.run(APPLY), 0);
    const writes = judge.writes.map(
      ({ method, path }) => `${method} ${path.replace(/[(/'][0-9a-z-]{20,}'?\)?/g, "*")}`,
    );
    expect(writes).to.have.length(3 + 3 + 2 + 2 + 3); // product: create, uri, principal; client: create, principal; assignments
  },
  "§2 --apply without --yes and without a terminal: 2, no call": async (s) => {
    await s.write(CATALOG());
    expectExit(await s.run(["--apply"]), 2);
  },
  "§2 two modes: 2": async (s) => {
    await s.write(CATALOG());
    for (const args of [
      ["--apply", "--check"],
      ["--destroy", "--apply", "--yes"],
      ["--check", "--rotate-secret", "batch"],
    ]) {
      const outcome = await s.run(args, { text: true });
      expectExit(outcome, 2);
      expect(outcome.judge.calls.length + outcome.judge.issuer.requests).to.equal(0);
    }
  },
  "§4 read 2: a quote in a name is doubled; lists of one page": async (s) => {
    const catalog = CATALOG();
    catalog.products["ohara"] = { displayName: "O'Hara" };
    await s.write(catalog);
    expectExit(await s.run(APPLY, { pageSize: 100 }), 0);
    await expectComplete(s);
    await expectSettled(s);
  },
  "§1 what has no token is passed over, role: false too": async (s) => {
    const catalog = CATALOG();
    catalog.products["keys"] = { accepts: ["key"] };
    catalog.products["free"] = {
      role: false,
      audience: "api://free",
      clients: ["11111111-1111-4111-8111-111111111111"],
    };
    await s.write(catalog);
    const { report } = expectExit(await s.run([]), 0);
    expect(Object.keys(report.products)).to.deep.equal(["silver", "gold"]);
  },
  "§1 the default instance": async (s) => {
    const catalog = CATALOG();
    delete catalog.provision!.instance;
    s.instance = "default";
    await applied(s, catalog);
    expect(appOf(s, "products", "gold").uniqueName).to.equal(uniqueNameOf("default", "products", "gold"));
  },
  "§1 a module is read only; --out takes the completed catalog": async (s) => {
    await s.write(CATALOG());
    await s.write(`{"products":{}}`, "unused.json");
    s.know(CATALOG());
    const { writeFile } = await import("node:fs/promises");
    const text = `export default ${JSON.stringify(CATALOG())};\n`;
    await writeFile(s.path("catalog.mjs"), text);
    expectExit(await s.run([...APPLY, "--out", s.path("out.json")], { file: s.path("catalog.mjs") }), 0);
    expect(await s.read("catalog.mjs")).to.equal(text);
    await expectComplete(s, "out.json");
  },
  "§1 --out leaves the file alone": async (s) => {
    await s.write(CATALOG());
    const before = await s.read();
    expectExit(await s.run([...APPLY, "--out", s.path("out.json")]), 0);
    expect(await s.read()).to.equal(before);
    await expectComplete(s, "out.json");
  },
  "§1 through a symlink, mode and line ends and indentation and inline members kept": async (s) => {
    const text = [
      "{", '\t"$schema": "./schema.json",', '\t"products": {', '\t\t"gold": { "displayName": "Gold" },',
      '\t\t"silver": {', '\t\t\t"displayName":   "Silver"', "\t\t}", "\t},",
      '\t"provision": { "instance": "shop-test", "clients": { "batch": { "products": ["gold"] } } }', "}", "",
    ].join("\r\n"); // prettier-ignore
    await s.write(text, "real/catalog.json");
    await s.chmod("real/catalog.json", 0o640);
    await symlink("real/catalog.json", s.path());
    expectExit(await s.run(APPLY), 0);
    await expectComplete(s);
    expect((await stat(s.path("real/catalog.json"))).mode & 0o777).to.equal(0o640);
    const after = await readFile(s.path("real/catalog.json"), "utf8");
    expect(after.replaceAll("\r\n", "")).not.to.match(/[\r\n]/);
    const gold = appOf(s, "products", "gold").appId;
    const silver = appOf(s, "products", "silver").appId;
    const batch = appOf(s, "clients", "batch").appId;
    expect(after).to.equal(
      text
        .replace('{ "displayName": "Gold" }', `{ "displayName": "Gold", "audience": "api://${gold}" }`)
        .replace('"Silver"\r\n', `"Silver",\r\n\t\t\t"audience": "api://${silver}"\r\n`)
        .replace('"products": ["gold"] }', `"products": ["gold"], "applicationId": "${batch}" }`),
    );
  },
  "§1 a file changed meanwhile is completed as it is now": async (s) => {
    await s.write(CATALOG());
    let isDone = false;
    const before = async () => {
      if (isDone) return;
      isDone = true;
      const catalog = await s.catalog();
      catalog.products["gold"]!["description"] = "Written meanwhile.";
      const { writeFile } = await import("node:fs/promises");
      await writeFile(s.path(), JSON.stringify(catalog));
    };
    expectExit(await s.run(APPLY, { before: (call) => (call.method === "PATCH" ? before() : undefined) }), 0);
    await expectComplete(s);
    expect((await s.catalog()).products["gold"]!["description"]).to.equal("Written meanwhile.");
  },
  "§1 clientApplications: only where the list exists; an entry with that id: products only": async (s) => {
    const catalog = CATALOG();
    const stranger = {
      id: "11111111-1111-4111-8111-111111111111",
      displayName: "Mine",
      products: ["gold"],
      state: "pending",
    };
    await applied(s, { ...catalog, clientApplications: [stranger] });
    const batch = appOf(s, "clients", "batch").appId;
    const report = appOf(s, "clients", "report").appId;
    expect((await s.catalog()).clientApplications).to.deep.equal([
      stranger,
      { id: report, displayName: "report", products: ["gold", "silver"], state: "active" },
      { id: batch, displayName: "Orders batch", products: ["gold"], state: "active", ownerId: "zoe" },
    ]);
    const now = await s.catalog();
    now.provision!.clients!["batch"]!.products = ["silver"];
    now.clientApplications![2] = { ...now.clientApplications![2], state: "pending", displayName: "Renamed" };
    await s.write(now);
    expectExit(await s.run(APPLY), 0);
    expect((await s.catalog()).clientApplications![2]).to.deep.equal({
      ...{ id: batch, displayName: "Renamed", products: ["silver"], state: "pending", ownerId: "zoe" },
    });
    await expectSettled(s);
  },
  "§1 without clientApplications none is made": async (s) => {
    await applied(s);
    expect(await s.catalog()).not.to.have.property("clientApplications");
  },
  "§7 the text of a plan, and of a second one": async (s) => {
    const catalog = CATALOG();
    await applied(s, catalog);
    const now = await s.catalog();
    delete now.provision!.clients!["report"];
    now.products["platinum"] = { displayName: "Platinum" };
    await s.write(now);
    appOf(s, "products", "silver").api.requestedAccessTokenVersion = 1;
    const { stdout } = expectExit(await s.run([], { text: true }), 0);
    const lines = stdout.trimEnd().split("\n");
    expect(lines).to.include(
      "  + products.platinum              APIMProductApplicationPlatinum, role Product.Platinum.All",
    );
    expect(lines).to.include("  ~ products.silver                requestedAccessTokenVersion 1 → 2");
    expect(lines).to.include(
      "  ! clients.report                 P40 no longer in the catalog; --prune deletes it",
    );
    expect(lines.at(-1)).to.equal("1 to add, 1 to change, 0 to delete. Nothing was written: add --apply.");
  },
});
