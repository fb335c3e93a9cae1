import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigurationError } from "@product-auth/core";
import { expect } from "chai";
import { logoOf } from "#src/publishing/logo.js";
import { readSettingsFile } from "#src/publishing/read-settings-file.js";
import { createWorld } from "../support/world.js";

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>';

describe("a settings file", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "settings-"));
    await writeFile(join(folder, "logo.svg"), SVG);
  });
  after(() => rm(folder, { recursive: true }));

  async function problemsOf(content: unknown): Promise<readonly string[]> {
    const path = join(folder, "settings.json");
    await writeFile(path, typeof content === "string" ? content : JSON.stringify(content, undefined, 2));
    return readSettingsFile(path).problems.map(({ path: where, message }) => `${where} ${message}`);
  }

  it("may hold everything that can be published", async () => {
    expect(
      await problemsOf({
        title: "Contoso",
        accent: "#064f8c",
        logo: "logo.svg",
        anonymous: "redirect",
        signUp: { domains: ["contoso.com"] },
        terms: "# Terms\n\nBe nice.",
        texts: { home: "Welcome", footer: "Contoso", signIn: "a", signUp: "b", noAccess: "c" },
      }),
    ).to.deep.equal([]);
    expect(await problemsOf("\uFEFF{}")).to.deep.equal([]);
  });

  it("names every problem with its line and column, and no value", async () => {
    expect(
      await problemsOf({
        title: "",
        accent: "#ffffff",
        administrators: { roles: ["secret-role"] },
        texts: { home: "x\u0000y", other: "secret" },
        signUp: "sometimes",
        logo: "none.svg",
      }),
    ).to.deep.equal([
      "settings.json:2:12 title is not valid",
      "settings.json:13:13 signUp is not valid",
      "settings.json:10:13 texts.home is not valid",
      "settings.json:11:14 texts.other is unknown",
      "settings.json:4:21 administrators is unknown",
    ]);
    expect(await problemsOf({ title: "Contoso", accent: "#ffff00", logo: "none.svg" })).to.deep.equal([
      "settings.json:3:13 accent has a contrast of 1.1 : 1 to white",
      "settings.json:4:11 logo names a file that does not exist",
    ]);
    expect(await problemsOf('{\n  "title": "a",,\n}')).to.deep.equal([
      "settings.json:2:16 is not valid JSON from this position on",
    ]);
  });

  it("hostile content is a problem", async () => {
    for (const [content, words] of [
      ["[]", "is a list"],
      ["null", "is not valid"],
      ['{"__proto__": {"title": "x"}}', "__proto__ is unknown"],
      ['{"constructor": 1}', "constructor is unknown"],
      [{ signUp: { domains: [] } }, "domains is not valid"],
      [{ signUp: { domains: ["contoso.com", "*.com"] } }, "domains"],
      [{ signUp: { domains: ["Contoso.com"] } }, "domains"],
      [{ title: "a\u202Eb" }, "title is not valid"],
      [{ terms: "x".repeat(16_001) }, "terms is not valid"],
      [{ terms: "\u{1F600}".repeat(8000), texts: { home: "ä".repeat(4000) } }, undefined],
      [{ terms: "€".repeat(16_000), texts: { home: "€".repeat(4000) } }, "bytes of settings"],
      ["x".repeat(300_000), "larger than 256 KiB"],
    ] as const) {
      const problems = await problemsOf(content);
      if (words === undefined) expect(problems).to.deep.equal([]);
      else expect(problems.join("\n"), JSON.stringify(content).slice(0, 80)).to.include(words);
    }
    expect(readSettingsFile(folder).problems[0]?.message).to.equal("is not a file");
    expect(readSettingsFile(join(folder, "none.json")).problems[0]?.message).to.equal("does not exist");
  });

  it("a logo is SVG of shapes, or PNG, whatever the file is called", () => {
    const typeOf = (text: string | Buffer) => {
      const { logo, problem } = logoOf(Buffer.from(text as string));
      return logo?.type ?? problem?.message;
    };
    expect(typeOf(SVG)).to.equal("svg");
    expect(typeOf(`\uFEFF<?xml version="1.0"?>\n<!-- a -->\n<!-- b -->\n${SVG}`)).to.equal("svg");
    expect(typeOf(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1]))).to.equal("png");
    for (const hostile of [
      SVG.replace("<path", "<script>alert(1)</script><path"),
      SVG.replace("<path", "<SCRIPT/><path"),
      SVG.replace("<path", '<a href="JavaScript:alert(1)"/><path'),
      SVG.replace("<path", "<foreignObject/><path"),
      `<!DOCTYPE svg [<!ENTITY a "b">]>${SVG}`,
      `<?xml-stylesheet href="x"?>${SVG}`,
    ])
      expect(typeOf(hostile), hostile).to.match(/^(?:contains|is neither)/);
    for (const other of ["", "<html></html>", "GIF89a", "<svgx/>", `<html>${SVG}</html>`])
      expect(typeOf(other), other).to.equal("is neither SVG nor PNG");
    expect(typeOf(Buffer.alloc(65_537))).to.equal("is larger than 64 KiB");
  });

  it("a broken one stops the start, with the problems of the options", async () => {
    const path = join(folder, "broken.json");
    await writeFile(path, '{\n  "accent": "#ffff00"\n}');
    const start = () => createWorld({ portal: { settings: path, title: "" } });
    expect(start).to.throw(
      ConfigurationError,
      /title[\s\S]*settings broken\.json:2:13 accent: has a contrast/,
    );
  });
});
