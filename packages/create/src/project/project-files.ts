import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Choices, Store } from "../choices/choices.js";
import { factsOf } from "./facts.js";
import { manifestOf } from "./manifest.js";
import { applySections } from "./sections.js";

const TEMPLATE = new URL("../../template/", import.meta.url);

/** npm leaves files with the real names out of a package, or reads them as its own. */
const RENAMED: Readonly<Record<string, string>> = { gitignore: ".gitignore", "env.example": ".env.example" };

/** How the command finds the store. */
const STORE: Readonly<Record<Store, string>> = {
  file: "--store file:subscriptions.json",
  postgres: "--store-env DATABASE_URL",
  redis: "--store-env REDIS_URL",
};

/**
 * The files of a project: its path with forward slashes, and its text. `name`: the project's name; `version`: that of our packages.
 */
export function projectFiles(choices: Choices, name: string, version: string): ReadonlyMap<string, string> {
  const facts = factsOf(choices);
  const values: Readonly<Record<string, string>> = {
    name,
    framework: choices.framework,
    tenant: choices.issuer ?? "",
    ...(choices.store !== undefined && { store: STORE[choices.store] }),
  };
  const files = [...templatesIn("common"), ...templatesIn(choices.framework)].flatMap(({ path, text }) => {
    const applied = applySections(text, facts);
    return applied === undefined ? [] : [[RENAMED[path] ?? path, fill(applied, values)] as const];
  });
  const all = [["package.json", manifestOf(choices, name, version)] as const, ...files];
  return new Map(all.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function templatesIn(folder: string): readonly { readonly path: string; readonly text: string }[] {
  const base = new URL(`${folder}/`, TEMPLATE);
  return readdirSync(base, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = `${entry.parentPath}/${entry.name}`.replaceAll("\\", "/");
      return {
        path: path.slice(fileURLToPath(base).replaceAll("\\", "/").length).replace(/^\//, ""),
        text: readFileSync(path, "utf8"),
      };
    });
}

/** Replaces `{{name}}`. */
function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{\{([a-z]+)\}\}/g, (whole, word: string) => values[word] ?? whole);
}
