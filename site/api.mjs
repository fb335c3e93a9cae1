// The API reference: TypeDoc reads the declarations that users of the packages compile against, and writes a page of
// Markdown for each public door.
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { Application, Comment, ReflectionKind } from "typedoc";
import { filesUnder, root } from "../.ci/files.mjs";
import { doors } from "./doors.mjs";
import { pages, site } from "./places.mjs";

const packages = join(root, "packages");

/** Writes the reference as pages. Throws when TypeDoc cannot read a door. */
export async function writeReference() {
  const app = await Application.bootstrapWithPlugins(options);
  const project = await app.convert();
  if (project === undefined) throw new Error("TypeDoc read nothing: build the packages first");
  for (const module of project.children) introduce(module);
  for (const parameter of project.getReflectionsByKind(ReflectionKind.Parameter)) nameParameter(parameter);
  await app.generateOutputs(project);
  if (app.logger.hasErrors()) throw new Error("TypeDoc found errors, see above");
  for (const { name } of doors) nameAfterDoor(join(options.out, name));
  writeFileSync(join(options.out, "README.md"), contents());
}

/** The first page of the reference: each door with what it is for. TypeDoc would list the names alone. */
function contents() {
  const lines = doors.map(({ name, description }) => `- [${name}](${name}.md): ${description}`);
  return `# API reference\n\nWhat each package exports, by the name that a program imports.\n\n${lines.join("\n")}\n`;
}

/** A parameter that the code takes apart has no name in the declaration. */
function nameParameter(parameter) {
  if (parameter.name === "__namedParameters") parameter.name = "options";
}

/** TypeDoc numbers the page of a door that is named like a type beside it, as core/telemetry and core's `Telemetry`. */
function nameAfterDoor(page) {
  const numbered = `${page}-1.md`;
  if (existsSync(`${page}.md`) || !existsSync(numbered)) return;
  renameSync(numbered, `${page}.md`);
  for (const path of filesUnder(relative(root, options.out)).map((each) => join(root, each))) {
    const text = readFileSync(path, "utf8");
    writeFileSync(path, text.replaceAll(`${basename(page)}-1.md`, `${basename(page)}.md`));
  }
}

const options = {
  entryPoints: doors.map(({ types }) => types),
  tsconfig: join(site, "tsconfig.json"),
  plugin: ["typedoc-plugin-markdown"],
  readme: "none",
  out: join(pages, "api"),
  name: "API reference",
  outputFileStrategy: "modules",
  router: "module",
  entryFileName: "README",
  hidePageHeader: true,
  hideBreadcrumbs: true,
  disableSources: true,
  disableGit: true,
  excludeInternal: true,
  excludePrivate: true,
  excludeExternals: true, // what every Error has
  groupOrder: ["Functions", "Classes", "Interfaces", "Type Aliases", "*"],
  useCodeBlocks: true,
  useHTMLAnchors: true, // a property in a table has no heading that a link could lead to
  parametersFormat: "table",
  interfacePropertiesFormat: "table",
  typeDeclarationFormat: "table",
  tableColumnSettings: { hideModifiers: true }, // everything is readonly
  logLevel: "Warn",
};

/** TypeDoc names a module by the path of its file; users know the door, and the page of its package. */
function introduce(module) {
  const { name, folder, description } = doorOf(module.name);
  const back = "../".repeat(name.split("/").length);
  module.name = name;
  module.comment = new Comment([
    { kind: "text", text: `${description} [Guide](${back}${folder}/README.md)` },
  ]);
}

function doorOf(name) {
  const door = doors.find(
    ({ types }) => relative(packages, types).replace(/(\/index)?\.d\.ts$/, "") === name,
  );
  if (door === undefined) throw new Error(`no door has the declarations ${name}`);
  return door;
}
