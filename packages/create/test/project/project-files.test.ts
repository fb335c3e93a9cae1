import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { projectFiles } from "#src/project/project-files.js";
import { factsOf } from "#src/project/facts.js";
import { everyChoice, nameOf, TENANT } from "../support/every-choice.js";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));

interface Manifest {
  readonly scripts: Record<string, string>;
  readonly dependencies: Record<string, string>;
  readonly devDependencies: Record<string, string>;
}

const manifestAt = (path: string) =>
  JSON.parse(readFileSync(join(ROOT, path, "package.json"), "utf8")) as Manifest;

const projects = everyChoice().map((choices) => {
  const files = projectFiles(choices, "my-api", "0.1.0");
  return {
    name: nameOf(choices),
    choices,
    files,
    manifest: JSON.parse(files.get("package.json")!) as Manifest,
  };
});

/** Names of the packages that the files below a folder import. */
function importsOf(files: ReadonlyMap<string, string>, folder: string): ReadonlySet<string> {
  const texts = [...files].filter(([path]) => path.startsWith(folder)).map(([, text]) => text);
  const found = texts.flatMap((text) => [
    ...text.matchAll(/(?:from|import|import\()\s*"((?:@[^/"]+\/)?[^/".][^/"]*)[^"]*"/g),
  ]);
  return new Set(found.map(([, name]) => name!).filter((name) => !isBuiltin(name)));
}

describe("every project", () => {
  it("has the files of its choices, and no others", () => {
    for (const { name, choices, files } of projects) {
      const { callers, portal, issuer, framework } = choices;
      const extra = {
        "src/app-state.ts": framework === "koa",
        "src/local-entra.ts": issuer === "local",
        "src/portal.ts": portal,
        "src/stores.ts": portal || callers !== "tokens",
      };
      const expected = [
        ...[".env.example", ".gitignore", "README.md", "package.json", "tsconfig.json", "test/app.test.ts"],
        ...["app", "config", "log-decision", "product-name", "routes/health", "routes/orders", "server"].map(
          (file) => `src/${file}.ts`,
        ),
        ...Object.entries(extra).flatMap(([path, there]) => (there ? [path] : [])),
      ];
      expect([...files.keys()].sort(), name).to.deep.equal(expected.sort());
    }
  });

  it("has no trace of the template", () => {
    for (const { name, files } of projects)
      for (const [path, text] of files)
        expect(text, `${name} ${path}`).not.to.match(/\{\{|\}\}\}|@(?:if|else|end|only)\b|TODO|\n\n\n/);
  });

  it("declares what it imports, for the server and for development", () => {
    for (const { name, files, manifest } of projects) {
      const { dependencies, devDependencies } = manifest;
      const needed = importsOf(files, "src/");
      needed.forEach((each) => {
        const where = each === "@product-auth/emulator" ? devDependencies : dependencies;
        expect(where, name).to.have.property(each);
      });
      for (const each of importsOf(files, "test/"))
        expect({ ...dependencies, ...devDependencies }, name).to.have.property(each);
    }
  });

  it("imports what it declares, but for tools and the clients of stores", () => {
    const tools = /^@types\/|^(?:mocha|tsx|typescript|pg|redis)$|^@product-auth\/cli$/;
    for (const { name, files, manifest } of projects) {
      const imported = new Set([...importsOf(files, "src/"), ...importsOf(files, "test/")]);
      const idle = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }).filter(
        (each) => !tools.test(each) && !imported.has(each),
      );
      expect(idle, name).to.deep.equal([]);
    }
  });

  it("imports only files that it has, and each of them", () => {
    for (const { name, files } of projects) {
      const sources = [...files].filter(([path]) => path.endsWith(".ts"));
      const imported = sources.flatMap(([path, text]) =>
        [...text.matchAll(/"(\.\.?\/[^"]+)\.js"/g)].map(([, target]) =>
          join(path, "..", `${target}.ts`).replaceAll("\\", "/"),
        ),
      );
      expect(
        imported.filter((path) => !files.has(path)),
        name,
      ).to.deep.equal([]);
      const roots = ["src/server.ts", "test/app.test.ts"];
      const idle = sources.map(([path]) => path).filter((path) => !imported.includes(path));
      expect(idle.sort(), name).to.deep.equal(roots);
    }
  });

  it("has the ranges of the starters", () => {
    const known = {
      ...manifestAt("packages/cli").dependencies,
      ...manifestAt("packages/cli").devDependencies,
      ...["express", "koa", "fastify"].reduce((all, framework) => {
        const { dependencies, devDependencies } = manifestAt(`examples/${framework}`);
        return { ...all, ...dependencies, ...devDependencies };
      }, {}),
    } as Record<string, string>;
    for (const { name, manifest } of projects)
      for (const [each, range] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }))
        if (each !== "tsx") expect(range, `${name} ${each}`).to.equal(known[each]);
  });

  it("has the scripts of the starters, and `dev`", () => {
    const { scripts } = manifestAt("examples/express");
    for (const { name, manifest } of projects)
      expect(manifest.scripts, name).to.include({
        dev: "tsx watch src/server.ts",
        start: scripts["start"],
        test: scripts["test"],
      });
  });

  it("has the compiler options of the starters", () => {
    const starter: unknown = JSON.parse(readFileSync(join(ROOT, "examples/express/tsconfig.json"), "utf8"));
    for (const { name, files } of projects)
      expect(JSON.parse(files.get("tsconfig.json")!), name).to.deep.equal(starter);
  });

  it("names in its README the commands that lead to the first start", () => {
    for (const { name, choices, files } of projects) {
      const readme = files.get("README.md")!;
      const { environment, remote, entra, tokens } = factsOf(choices);
      const first = environment ? "cp .env.example .env" : "npm run dev";
      expect(readme, name).to.include(`\n\`\`\`sh\nnpm install\nnpm test\n${first}\n\`\`\`\n`);
      expect(readme.includes("node --env-file=.env"), name).to.equal(remote);
      expect(readme.includes(`/${TENANT}/oauth2/v2.0/token`), name).to.equal(entra && tokens);
    }
  });

  it("names in .env.example every variable that it reads, and no other", () => {
    for (const { name, files } of projects) {
      const read = [...files.get("src/config.ts")!.matchAll(/(?:read|required)\(\s*"([A-Z_]+)"/g)];
      const listed = [...files.get(".env.example")!.matchAll(/^(?:# )?([A-Z_]+)=/gm)];
      const names = (matches: RegExpMatchArray[]) => [...new Set(matches.map(([, word]) => word!))].sort();
      expect(names(listed), name).to.deep.equal(names(read));
    }
  });
});
