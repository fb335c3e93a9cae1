import type { ProvisionMode } from "@product-auth/graph";
import type { Flag, TextOption } from "./provision-order.js";

interface Text {
  readonly type: "string";
}
interface Switch {
  readonly type: "boolean";
}

const text: Text = { type: "string" };
const flag: Switch = { type: "boolean" };

const TEXTS: Readonly<Record<TextOption, Text>> = {
  tenant: text,
  timeout: text,
  out: text,
  days: text,
  "secret-file": text,
  operation: text,
  "key-id": text,
};

const FLAGS: Readonly<Record<Flag, Switch>> = {
  "managed-identity": flag,
  prune: flag,
  purge: flag,
  json: flag,
  yes: flag,
};

type ModeFlag = "apply" | "check" | "destroy";
type ModeText = "rotate-secret" | "remove-secret";
type ModeOptions = Readonly<Record<ModeFlag, Switch> & Record<ModeText, Text>>;

/** Options that choose the mode; without one of them the mode is `plan`. */
const MODES: ModeOptions = {
  apply: flag,
  check: flag,
  destroy: flag,
  "rotate-secret": text,
  "remove-secret": text,
} satisfies Record<Exclude<ProvisionMode, "plan">, Text | Switch>;

type Repeated = Text & { readonly multiple: true };
type Options = ModeOptions &
  Readonly<
    Record<"adopt" | "new", Repeated> &
      Record<Flag | "version", Switch> &
      Record<"help", Switch & { readonly short: "h" }> &
      Record<TextOption, Text>
  >;

/** Every option, as `parseArgs` takes them. */
export const PROVISION_OPTIONS: Options = {
  ...MODES,
  adopt: { ...text, multiple: true },
  new: { ...text, multiple: true },
  ...FLAGS,
  ...TEXTS,
  help: { ...flag, short: "h" },
  version: flag,
};

/** The modes that take an option; an option that is not listed is for all modes. */
export const MODES_OF_OPTION: { readonly [option: string]: readonly ProvisionMode[] } = {
  adopt: ["plan", "apply", "check"],
  new: ["plan", "apply", "check"],
  prune: ["plan", "apply", "check"],
  out: ["plan", "apply", "check", "destroy"],
  purge: ["destroy"],
  days: ["rotate-secret"],
  "secret-file": ["rotate-secret"],
  operation: ["rotate-secret"],
  "key-id": ["remove-secret"],
};

/** Whether an option is a flag that does not choose the mode. */
export const isFlag = (name: string): name is Flag => Object.hasOwn(FLAGS, name);

/** Whether an option takes a value, once. */
export const isTextOption = (name: string): name is TextOption => Object.hasOwn(TEXTS, name);

/** Whether an option chooses the mode. */
export const isMode = (name: string): name is ModeFlag | ModeText => Object.hasOwn(MODES, name);
