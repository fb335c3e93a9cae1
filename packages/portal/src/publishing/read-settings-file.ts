import { readFileSync, statSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import type { Problem } from "@product-auth/core";
import { locateJsonError, locateProblems } from "@product-auth/core/catalog";
import * as v from "valibot";
import { accentProblems } from "../options/accent-problems.js";
import { editionForms } from "../options/edition-forms.js";
import { problemOfIssue } from "../options/problem-of-issue.js";
import type { PublishedSettings } from "./edition.js";
import type { LoadedSettings } from "./edition-of.js";
import { readLogo } from "./logo.js";
import { sizeProblems } from "./stored-settings.js";

/** Largest settings file, in bytes. */
const LARGEST_FILE = 262_144;

/** What a settings file holds, and everything that is wrong with it. With problems, the settings are empty. */
export interface SettingsFile {
  readonly settings: LoadedSettings;
  readonly problems: readonly Problem[];
}

const form = v.strictObject(editionForms, "an object");

/** Reads and checks a settings file. The paths of the problems begin with file, line and column. Values are never repeated. */
export function readSettingsFile(path: string): SettingsFile {
  const name = basename(path);
  const failed = (message: string, fix: string): SettingsFile => ({
    settings: {},
    problems: [{ path: name, message, fix }],
  });
  let text: string;
  try {
    const stat = statSync(path);
    if (!stat.isFile()) return failed("is not a file", "pass the path of a JSON file");
    if (stat.size > LARGEST_FILE) return failed("is larger than 256 KiB", "shorten its texts");
    text = readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  } catch (error) {
    const { code = "failed" } = error as NodeJS.ErrnoException;
    return failed(
      code === "ENOENT" ? "does not exist" : `cannot be read (${code})`,
      'write a JSON file such as { "title": "Contoso APIs" } there, or pass the path of another file',
    );
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    const { line, column } = locateJsonError(text); // the parser's message quotes the file
    return {
      settings: {},
      problems: [
        {
          path: `${name}:${line}:${column}`,
          message: "is not valid JSON from this position on",
          fix: "fix the JSON syntax there",
        },
      ],
    };
  }
  const { settings, problems } = checkSettings(content, dirname(path));
  return problems.length === 0
    ? { settings, problems }
    : { settings: {}, problems: locateProblems(text, problems, name) };
}

/** Checks settings. `folder`: what the path of the logo is relative to. */
export function checkSettings(content: unknown, folder: string): SettingsFile {
  if (Array.isArray(content))
    return {
      settings: {},
      problems: [
        { path: "", message: "is a list", fix: 'write an object such as { "title": "Contoso APIs" }' },
      ],
    };
  const { issues } = v.safeParse(form, content, { abortPipeEarly: true });
  if (issues !== undefined)
    return { settings: {}, problems: issues.map((issue) => problemOfIssue(issue, editionForms)) };
  const { logo: path, ...given } = content as PublishedSettings;
  const read = path === undefined ? undefined : readLogo(resolve(folder, path));
  const problems = [
    ...(given.accent === undefined ? [] : accentProblems(given.accent)),
    ...(read?.problem === undefined ? [] : [{ path: "logo", ...read.problem }]),
    ...sizeProblems(given),
  ];
  const settings = Object.freeze({ ...given, ...(read?.logo !== undefined && { logo: read.logo }) });
  return { settings, problems };
}
