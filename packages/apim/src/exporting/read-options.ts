import type { Problem } from "@product-auth/core";
import { readOptions } from "../loading/option-file.js";
import type { WrittenOptions } from "./policies/token-issuers.js";

/** Reads parsed options of an instance: those that an export looks at. */
export function readExportOptions(
  content: unknown,
): WrittenOptions | { readonly problems: readonly Problem[] } {
  const options = readOptions(content);
  if ("problems" in options) return { problems: (options.problems as readonly Problem[]).map(ofOptions) };
  const members = options as Members;
  const wrong = [
    ...(isKeys(members["decryptionKeys"] ?? []) ? [] : ["decryptionKeys"]),
    ...(isObject(members["failedValidation"] ?? {}) ? [] : ["failedValidation"]),
    ...((members["issuers"] ?? []) as readonly Members[]).flatMap((issuer, i) =>
      isIssuer(issuer) ? [] : [`issuers[${i}]`],
    ),
  ];
  if (wrong.length === 0) return options as WrittenOptions;
  const about = {
    message: "does not have the form of this option",
    fix: "write it as docs/options.md describes",
  };
  return { problems: wrong.map((path) => ofOptions({ path, ...about })) };
}

const ofOptions = ({ path, ...problem }: Problem): Problem => ({
  path: path === "" ? "options" : `options.${path}`,
  ...problem,
});

type Members = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isText = (value: unknown): value is string => typeof value === "string";

const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);

const isKeys = (value: unknown): boolean =>
  Array.isArray(value) && value.every((key) => isObject(key) && Object.values(key).every(isText));

const isIssuer = ({ issuer = "", discoveryUrl = "", signingKeys = [], algorithms = [] }: Members): boolean =>
  (isText(issuer) || isTexts(issuer)) && isText(discoveryUrl) && isKeys(signingKeys) && isTexts(algorithms);
