import { parseArgs } from "node:util";
import type { ProvisionMode } from "@product-auth/graph";
import { parseStrictly } from "../../arguments/parse-strictly.js";
import { Misuse } from "../../misuse.js";
import type { Flag, ProvisionWish, TextOption } from "./provision-order.js";
import { isFlag, isMode, isTextOption, MODES_OF_OPTION, PROVISION_OPTIONS } from "./provision-options.js";

const OFTEN: readonly string[] = ["adopt", "new"];

/** Reads the arguments; throws `Misuse` for an invalid command line. Repeats no value: it may be a secret. */
export function readProvisionArguments(args: readonly string[]): ProvisionWish {
  const { values, positionals, given } = parseStrictly(args, PROVISION_OPTIONS);
  if (given.includes("version")) return { kind: "version" };
  if (given.includes("help")) return { kind: "help" };
  const mode = modeOf(given);
  refuseForeign(mode, given);
  const [catalog = "", ...more] = positionals;
  if (catalog === "") throw new Misuse("write the path of the catalog: provision catalog.json");
  if (more.length > 0) throw new Misuse("provision takes one CATALOG; put quotes around spaces.");
  const texts: { [name in TextOption]?: string } = {};
  for (const [name, value] of Object.entries(values))
    if (isTextOption(name) && typeof value === "string") texts[name] = value;
  return {
    kind: "do",
    mode,
    catalog,
    client: values["rotate-secret"] ?? values["remove-secret"] ?? "",
    texts,
    flags: new Set(given.filter((name): name is Flag => isFlag(name))),
    adopt: values.adopt ?? [],
    separate: values.new ?? [],
  };
}

/** What a report about an invalid command line needs. Never throws. */
export function outlineOf(args: readonly string[]): { readonly mode: ProvisionMode; readonly json: boolean } {
  const { tokens } = parseArgs({
    args: [...args],
    options: PROVISION_OPTIONS,
    allowPositionals: true,
    tokens: true,
    strict: false,
  });
  const given = tokens.flatMap((token) => (token.kind === "option" ? [token.name] : []));
  return { mode: given.find(isMode) ?? "plan", json: args.includes("--json") };
}

function modeOf(given: readonly string[]): ProvisionMode {
  const modes = given.filter(isMode);
  const [mode = "plan"] = modes;
  const other = modes.find((one) => one !== mode);
  if (other !== undefined) throw new Misuse(`--${mode} and --${other} are two modes: give one of them.`);
  return mode;
}

function refuseForeign(mode: ProvisionMode, given: readonly string[]): void {
  const twice = given.find((name, at) => !OFTEN.includes(name) && given.indexOf(name) !== at);
  if (twice !== undefined) throw new Misuse(`give --${twice} once.`);
  const foreign = given.find((name) => !(MODES_OF_OPTION[name] ?? [mode]).includes(mode));
  if (foreign === undefined) return;
  const modes = MODES_OF_OPTION[foreign]!.map((one) => (one === "plan" ? "a plan" : `--${one}`));
  throw new Misuse(`--${foreign} is for ${modes.join(", ").replace(/, ([^,]*)$/, " and $1")} only.`);
}
