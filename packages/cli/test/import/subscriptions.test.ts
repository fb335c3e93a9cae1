import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Import } from "@product-auth/apim";
import { digestKey, JsonFileSubscriptionRepository } from "@product-auth/core/subscriptions";
import { expect } from "chai";
import { inFolder } from "./support/in-folder.js";
import { importWith, runToy } from "./support/toy-import.js";

describe("product-auth import --subscriptions", () => {
  let folder: string;
  let out: string;
  inFolder((path) => {
    folder = path;
    out = join(folder, "out");
  });

  const subscriptions: Import["configuration"]["subscriptions"] = [
    {
      id: "s1",
      displayName: "One",
      scope: "/products/gold",
      state: "active",
      owner: "user-42",
      startDate: "2026-01-31T00:00:00Z",
      keys: "present",
    },
    { id: "s2", scope: "/apis", state: "of the future", keys: "present" },
    { id: "s3", scope: "/", state: "active", keys: "absent" },
  ];
  const keys = new Map([
    ["s1", { primaryKey: "first-key-0123456789abcdef", secondaryKey: "second-key-0123456789abcdef" }],
    ["s2", { primaryKey: "third-key-0123456789abcdef" }],
  ]);
  const withKeys = importWith({}, { subscriptions }, keys);
  let path: string;
  beforeEach(() => void (path = join(folder, "subscriptions.json")));
  const run = (imported: Import, ...flags: string[]) =>
    runToy(["x", "--subscriptions", path, ...flags], imported);

  it("writes those whose keys are known, as digests, in a file that only its owner reads", async () => {
    const ended = await run(withKeys);
    expect(ended.code).to.equal(0);
    expect(ended.stdout).to.include("subscriptions.json: 2 subscriptions written.");
    if (process.platform !== "win32") expect((await stat(path)).mode & 0o777).to.equal(0o600);
    const text = await readFile(path, "utf8");
    for (const all of [text, ended.stdout, ended.stderr]) expect(all).to.not.include("-key-0123456789");
    const store = await JsonFileSubscriptionRepository.open(path);
    const found = store.findByKeyDigest(digestKey("second-key-0123456789abcdef"));
    expect(found).to.include({ id: "s1", scope: "/products/gold", state: "active", ownerId: "user-42" });
    expect(found?.startDate).to.equal(Date.UTC(2026, 0, 31));
    expect(store.findByKeyDigest(digestKey("third-key-0123456789abcdef"))?.state).to.equal("submitted");
    expect(await store.get("s3")).to.equal(undefined);
    await store.close();
  });

  it("leaves the same file as it is, also after a day, and replaces another with --force only", async () => {
    await run(withKeys);
    const before = await readFile(path, "utf8");
    expect((await run(withKeys)).stdout).to.include("has the 2 subscriptions already.");
    expect(await readFile(path, "utf8")).to.equal(before);
    const fewer = importWith({}, { subscriptions: subscriptions.slice(0, 1) }, keys);
    const refused = await run(fewer, "--out", out);
    expect(refused).to.include({ code: 2, stdout: "" });
    expect(await readdir(folder)).to.deep.equal(["subscriptions.json"]);
    expect((await run(fewer, "--force")).code).to.equal(0);
    expect(
      (JSON.parse(await readFile(path, "utf8")) as { subscriptions: unknown[] }).subscriptions,
    ).to.have.length(1);
    await writeFile(path, "{}");
    expect((await run(withKeys)).code).to.equal(2);
    expect((await run(withKeys, "--force")).code).to.equal(0);
  });

  it("writes nothing without keys", async () => {
    const ended = await run(importWith({}, { subscriptions }));
    expect(ended.stdout).to.include("No keys are known");
    expect(await readdir(folder)).to.deep.equal([]);
  });

  it("refuses a key of two subscriptions, a key of no length and an invalid date, without showing them", async () => {
    const key = "first-key-0123456789abcdef";
    const [one, two] = subscriptions;
    for (const [imported, line] of [
      [
        importWith({}, { subscriptions }, new Map([...keys, ["s2", { primaryKey: key }]])),
        "the subscriptions s1 and s2 have the same key.",
      ],
      [
        importWith({}, { subscriptions }, new Map([["s1", { primaryKey: "" }]])),
        "the primary key of the subscription s1 does not have 1 to 256 characters.",
      ],
      [
        importWith({}, { subscriptions: [{ ...one!, endDate: "soon" }, two!] }, keys),
        "a date of the subscription s1 is not of the form 2026-11-30T08:00:00Z.",
      ],
    ] as const)
      expect(await run(imported)).to.include({ code: 2, stdout: "", stderr: `product-auth: ${line}\n` });
    expect(await readdir(folder)).to.deep.equal([]);
  });
});
