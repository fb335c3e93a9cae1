import type { ClaimRule, TokenRule } from "../report/rule.js";
import { plainLine } from "./plain-line.js";

/** Variables of a script, each for one thing that its reader has to get. */
export class ScriptVariables {
  readonly #byMeaning = new Map<string, string>();
  readonly #reserved: ReadonlySet<string>;

  /** `reserved`: names that mean something else. */
  constructor(reserved: Iterable<string>) {
    this.#reserved = new Set(reserved);
  }

  /** The variable for a thing that is described in these words. `wish`: the name, if no other has it. */
  nameFor(wish: string, meaning: string): string {
    const known = this.#byMeaning.get(meaning);
    if (known !== undefined) return known;
    const plain = wish
      .toUpperCase()
      .replaceAll(/[^A-Z0-9]+/g, "_")
      .slice(0, 80);
    const taken = new Set([...this.#reserved, ...this.#byMeaning.values()]);
    let name = plain;
    for (let i = 2; taken.has(name); i++) name = `${plain}_${i}`;
    this.#byMeaning.set(meaning, name);
    return name;
  }

  /** Names with what they are for, of those that the commands use. */
  usedIn(commands: readonly string[]): readonly (readonly [name: string, meaning: string])[] {
    const text = commands.join("\n");
    return [...this.#byMeaning]
      .filter(([, name]) => text.includes(`\${${name}}`))
      .map(([meaning, name]) => [name, meaning] as const);
  }
}

/** What a token must be to satisfy rules, in words. */
export function tokenMeaning(
  rules: readonly TokenRule[],
  claims: readonly ClaimRule[],
  product: string | undefined,
): string {
  const parts = [
    ...rules.flatMap(partsOf),
    ...claims.map(({ name, match, values = [] }) => claimWords(name, match, values)),
    ...(product === undefined ? [] : [`for the product ${product}`]),
  ];
  return plainLine(`a token ${[...new Set(parts)].join(", ")}`);
}

function partsOf(rule: TokenRule): readonly string[] {
  const { tenant, discovery = [], issuers = [], audiences, clients = [], claims = [], keys = [] } = rule;
  return [
    ...(keys.length === 0 ? [] : ["signed with a key of the rule"]),
    ...(tenant === undefined ? [] : [`of the tenant ${tenant}`]),
    ...(discovery.length === 0 ? [] : [`of the issuer at ${discovery.join(" or ")}`]),
    ...(discovery.length > 0 || issuers.length === 0 ? [] : [`of the issuer ${issuers.join(" or ")}`]),
    ...(audiences.length === 0 ? [] : [`for ${audiences.join(" or ")}`]),
    ...(clients.length === 0 ? [] : [`of the client ${clients.join(" or ")}`]),
    ...claims.map(({ name, match, values }) => claimWords(name, match, values)),
  ];
}

/** A claim in words. */
export const claimWords = (name: string, match: "all" | "any", values: readonly string[]): string =>
  values.length === 0
    ? `with the claim ${name}`
    : `with ${name} ${values.join(match === "all" ? " and " : " or ")}`;
