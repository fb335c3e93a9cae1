import { expect } from "chai";
import { InputError } from "#src/files/input-error.js";
import { id, listed, readFiles, refusal, settleFiles } from "./support/written-folder.js";

const files = {
  "apis/a/apiInformation.json": {
    properties: { path: "a", subscriptionKeyParameterNames: { header: "X-A", query: "q" } },
  },
  "namedValues/n/namedValueInformation.json": { properties: { displayName: "tenant", value: "dev" } },
  "subscriptions/s/subscriptionInformation.json": { properties: { scope: "/apis", state: "active" } },
};

describe("overrides", () => {
  it("are merged into the resources of their names, deep", async () => {
    const { apis, namedValues } = await settleFiles(
      {
        ...files,
        "prod.yaml":
          "apis:\n  - name: a\n    properties:\n      subscriptionKeyParameterNames:\n        header: X-B\nnamedValues:\n  - name: n\n    properties: {value: prod}\nloggers:\n  - name: l\n",
      },
      { overrides: "prod.yaml" },
    );
    expect(apis[0]).to.include({ keyHeader: "X-B", keyQuery: "q", path: "a" });
    expect(namedValues).to.deep.equal([{ name: "n", displayName: "tenant", value: "prod", isSecret: false }]);
  });

  it("reach policies of all scopes, which then stand in the file of overrides", async () => {
    const { documents } = await settleFiles(
      {
        ...files,
        "policy.xml": "a",
        "apis/a/policy.xml": "b",
        "apis/a/operations/o/policy.xml": "c",
        "prod.yaml":
          "policies: [{name: policy, properties: {format: rawxml}}]\napis:\n- name: A\n  policies: [{name: policy, properties: {value: x}}]\n  operations:\n  - name: o\n    policies: [{name: policy, properties: {value: y}}]\n",
      },
      { overrides: "prod.yaml" },
    );
    expect(documents.map(({ source, text }) => `${source} ${text}`).sort()).to.deep.equal([
      "policy.xml a",
      "prod.yaml#api:a x",
      "prod.yaml#operation:a/o y",
    ]);
  });

  it("go by the name of the resource, and say when they meet none", async () => {
    const reading = await readFiles(
      { ...files, "prod.yaml": "namedValues:\n- name: tenant\n  properties: {value: prod}\n" },
      { overrides: "prod.yaml" },
    );
    expect(listed(reading)).to.deep.equal(["info override-unused prod.yaml"]);
  });

  it("are no input, though they lie in the folder", async () => {
    const reading = await readFiles(
      { ...files, "prod.json": { namedValues: [], id: id("apis/b") } },
      { overrides: "prod.json" },
    );
    expect(reading.resources.map(({ names }) => names[0])).to.not.include("b");
  });

  for (const [what, text] of [
    ["broken YAML", "a: ["],
    ["no sections", "- a"],
    ["a tag", "a: !!binary x"],
    ["too many aliases", `a: &a 1\nb: [${"*a, ".repeat(200)}]`],
  ] as const)
    it(`with ${what} are wrong usage`, async () => {
      const error = await refusal(readFiles({ ...files, "prod.yaml": text }, { overrides: "prod.yaml" }));
      expect(error).to.be.instanceOf(InputError);
    });

  it("cannot change what every object inherits", async () => {
    await readFiles(
      { ...files, "prod.yaml": "apis:\n- name: a\n  properties: {__proto__: {polluted: 1}}\n" },
      { overrides: "prod.yaml" },
    );
    expect(({} as { polluted?: number }).polluted).to.equal(undefined);
  });
});

describe("keys of subscriptions", () => {
  const keys = { s: { primaryKey: "pk-1", secondaryKey: "sk-1" } };

  it("come from a file, and leave only beside the resources", async () => {
    const reading = await readFiles({ ...files, "keys.json": keys }, { secrets: "keys.json" });
    expect([...reading.keys]).to.deep.equal([["s", { primaryKey: "pk-1", secondaryKey: "sk-1" }]]);
    expect(JSON.stringify(reading.resources)).to.not.include("k-1");
  });

  it("that stand in a resource are taken out of it", async () => {
    const reading = await readFiles({
      "a.json": {
        id: id("subscriptions/s"),
        properties: { scope: "/apis", primaryKey: "pk-1", secondaryKey: "*** REDACTED ***" },
      },
    });
    expect([...reading.keys]).to.deep.equal([["s", { primaryKey: "pk-1" }]]);
    expect(JSON.stringify(reading.resources)).to.not.include("k-1");
  });

  for (const [what, content] of [
    ["no JSON", "{"],
    ["a list", "[]"],
    ["no primary key", { "pk-secret": { secondaryKey: "sk-secret" } }],
    ["a key that is no text", { s: { primaryKey: 7 } }],
  ] as const)
    it(`in a file with ${what} are wrong usage, which quotes nothing`, async () => {
      const error = await refusal(readFiles({ ...files, "keys.json": content }, { secrets: "keys.json" }));
      expect(error).to.be.instanceOf(InputError);
      expect(error.message + (error.fix ?? ""))
        .to.not.include('secret"')
        .and.to.not.include("sk-secret");
    });

  it("in a file that is not there are wrong usage", async () =>
    expect(await refusal(readFiles(files, { secrets: "gone.json" }))).to.be.instanceOf(InputError));
});
