import type { Problem } from "@product-auth/core";
import type { LoadedSettings } from "./edition-of.js";
import { readLogo } from "./logo.js";
import { readSettingsFile } from "./read-settings-file.js";

/** What a process has by itself: the options of the program and its settings file. */
export interface LocalSettings {
  readonly options: LoadedSettings;
  /** Path of the settings file. */
  readonly path: string | undefined;
  /** The file as it was at the start; undefined without one. */
  readonly file: LoadedSettings | undefined;
}

const NAMES = ["title", "accent", "anonymous", "signUp", "terms", "texts"];

/** Reads the files that options name, with everything that is wrong with them. The options have their own check. */
export function readLocalSettings(
  options: unknown,
): LocalSettings & { readonly problems: readonly Problem[] } {
  const given = (typeof options === "object" ? options : null) as Readonly<Record<string, unknown>> | null;
  const { logo: logoPath, settings: path } = given ?? {};
  const logo = typeof logoPath === "string" ? readLogo(logoPath) : undefined;
  const file = typeof path === "string" ? readSettingsFile(path) : undefined;
  const set = NAMES.flatMap((name) => (given?.[name] === undefined ? [] : [[name, given[name]] as const]));
  return {
    options: Object.freeze({
      ...(Object.fromEntries(set) as LoadedSettings),
      ...(logo?.logo !== undefined && { logo: logo.logo }),
    }),
    path: typeof path === "string" ? path : undefined,
    file: file?.settings,
    problems: [
      ...(logo?.problem === undefined ? [] : [{ path: "logo", ...logo.problem }]),
      ...(file?.problems ?? []).map((problem) => ({ ...problem, path: `settings ${problem.path}` })),
    ],
  };
}
