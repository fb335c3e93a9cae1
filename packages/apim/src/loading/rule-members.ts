import { addressList } from "../writing/addresses.js";

type Check = (value: unknown) => boolean;

/** The members of a kind of rule. */
interface Members {
  readonly needed: Readonly<Record<string, Check>>;
  readonly optional: Readonly<Record<string, Check>>;
}

/** Whether a rule of a file can be enforced. `hasToken`: whether it names the token that it reads. */
export function isEnforceable(rule: Readonly<Record<string, unknown>>, hasToken: boolean): boolean {
  const kind = Object.hasOwn(rule, "kind") ? rule["kind"] : undefined;
  const members = typeof kind === "string" ? MEMBERS.get(kind) : undefined;
  if (members === undefined || (kind === "claim") !== hasToken) return false;
  const { needed, optional } = members;
  if (!Object.keys(needed).every((name) => Object.hasOwn(rule, name))) return false;
  const known = new Map(Object.entries({ ...COMMON, ...needed, ...optional }));
  if (!Object.entries(rule).every(([name, value]) => known.get(name)?.(value) ?? false)) return false;
  return kind !== "ip" || addressList(...(listsOf(rule) as Parameters<typeof addressList>)) !== undefined;
}

const listsOf = ({ addresses, ranges }: Readonly<Record<string, unknown>>): readonly unknown[] => [
  addresses,
  ranges,
];

const isText: Check = (value) => typeof value === "string";
const isTexts: Check = (value) => Array.isArray(value) && value.every(isText);
const isPair: Check = (value) => isTexts(value) && (value as readonly string[]).length === 2;
const oneOf =
  (...words: readonly unknown[]): Check =>
  (value) =>
    words.includes(value);

const COMMON: Readonly<Record<string, Check>> = {
  kind: isText,
  status: (value) => /^[45]\d\d$/.test(String(value)),
  message: isText,
};

const MEMBERS: ReadonlyMap<string, Members> = new Map([
  ["deny", { needed: {}, optional: {} }],
  ["key", { needed: {}, optional: {} }],
  ["context", { needed: { products: (value: unknown) => value === true || isTexts(value) }, optional: {} }],
  ["claim", { needed: { name: isText, match: oneOf("all", "any") }, optional: { values: isTexts } }],
  ["header", { needed: { name: isText, values: isTexts }, optional: { ignoreCase: oneOf(true) } }],
  [
    "ip",
    {
      needed: {
        action: oneOf("allow", "forbid"),
        addresses: isTexts,
        ranges: (value: unknown) => Array.isArray(value) && value.every(isPair),
      },
      optional: {},
    },
  ],
]);
