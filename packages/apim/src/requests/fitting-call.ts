import type { Configuration } from "../configuration/configuration.js";
import type { ClaimRule, ContextRule, Rule, TokenRule } from "../report/rule.js";
import type { TokenUse } from "../meaning/token-use.js";
import type { Point } from "../writing/points.js";
import { type Call } from "./call.js";
import { ScriptVariables, tokenMeaning } from "./script-variables.js";
import { reference } from "./shell-text.js";

/** What a call is made for: the rules that apply to its method at a point. */
export interface Aim {
  readonly point: Point;
  readonly method: string;
  readonly rules: readonly Rule[];
  readonly configuration: Configuration;
  /** What rules do with variables of tokens. */
  readonly tokens: ReadonlyMap<Rule, TokenUse>;
  readonly variables: ScriptVariables;
}

/** Whether a call can satisfy the rules: none denies everything, or demands another product. */
export const canPass = ({ rules, point }: Aim): boolean =>
  rules.every((rule) => rule.kind !== "deny" && (rule.kind !== "context" || isInContext(rule, point)));

/** Whether calls to a point belong to a product that a rule names, by its name or by what portals show. */
export const isInContext = ({ products }: ContextRule, { surroundings: { product } }: Point): boolean =>
  product !== undefined && (products === true || products.some((name) => product.includes(name)));

/** A call that satisfies the rules. `without`: a rule whose claims its token does not have. */
export function fittingCall(aim: Aim, without?: ClaimRule): Call {
  const { point, method, rules, configuration } = aim;
  const headers = new Map<string, string>();
  const query = new Map<string, string>();
  for (const [source, text] of tokensFor(aim, without)) {
    const name = source.slice(source.indexOf(":") + 1);
    if (source.startsWith("query:")) query.set(name, text);
    else headers.set(name, text);
  }
  for (const rule of rules)
    if (rule.kind === "header" && !headers.has(rule.name))
      headers.set(rule.name, rule.values[0] ?? "anything");
  const key = keyFor(aim);
  const api = configuration.apis.find(({ name }) => name === point.api)!;
  if (key !== undefined) headers.set(api.keyHeader ?? "Ocp-Apim-Subscription-Key", reference(key));
  const template = api.operations.find(({ name }) => name === point.operation)?.urlTemplate ?? "/";
  const [path = ""] = template.split("?");
  return {
    ...{ method, headers, query },
    path: `/${api.path}/${path}`
      .replaceAll(/\{[^{}]*\}/g, "1")
      .replaceAll(/\/+/g, "/")
      .replace(/(?<=.)\/$/, ""),
    certificate: rules.some(({ kind }) => kind === "certificate"),
  };
}

/** The variable with the key that leads to a context; undefined where no key is needed. */
function keyFor({ point, rules, configuration, variables }: Aim): string | undefined {
  const needsOne = rules.some(({ kind }) => kind === "key");
  const product = configuration.products.find(({ name }) => name === point.product);
  if (product !== undefined) {
    if (!needsOne && (product.accepts.includes("open") || !product.accepts.includes("key"))) return undefined;
    return variables.nameFor(`KEY_${product.name}`, `a key of a subscription to the product ${product.name}`);
  }
  const api = configuration.apis.find(({ name }) => name === point.api)!;
  const isOpen = configuration.products.some(
    ({ name, accepts }) => api.products.includes(name) && accepts.includes("open"),
  );
  if (!needsOne && !api.subscriptionRequired && !isOpen) return undefined;
  return variables.nameFor(`KEY_API_${api.name}`, `a key of a subscription to the API ${api.name}`);
}

/** The tokens of a call by their sources. Rules with one source need one token together. */
function tokensFor(
  { point, rules, configuration, tokens, variables }: Aim,
  without: ClaimRule | undefined,
): ReadonlyMap<string, string> {
  const bySource = new Map<string, { rules: TokenRule[]; claims: ClaimRule[]; product?: string }>();
  const product = configuration.products.find(({ name }) => name === point.product);
  if (product?.accepts.includes("token") === true && !product.accepts.includes("key"))
    bySource.set(AUTHORIZATION, { rules: [], claims: [], product: product.name });
  const inVariables = new Map<string, string>();
  let last: string | undefined;
  let spoiled: string | undefined;
  for (const rule of rules) {
    const variable = tokens.get(rule)?.variable;
    if (rule.kind === "token") {
      const found = bySource.get(rule.source) ?? { rules: [], claims: [] };
      found.rules.push(rule);
      bySource.set(rule.source, found);
      last = rule.source;
      if (variable !== undefined) inVariables.set(variable, last);
    } else if (rule.kind === "claim") {
      const read = variable === undefined ? last : inVariables.get(variable);
      if (rule === without) spoiled = read;
      else if (read !== undefined) bySource.get(read)!.claims.push(rule);
    }
  }
  return new Map(
    [...bySource].map(([source, found]) => {
      const meaning = tokenMeaning(found.rules, found.claims, found.product);
      const isSpoiled = without !== undefined && source === spoiled;
      const name = variables.nameFor(
        "TOKEN",
        isSpoiled ? `${meaning}, but not ${wordsOf(without)}` : meaning,
      );
      const scheme = found.rules.find((rule) => rule.scheme !== undefined)?.scheme ?? "Bearer";
      return [source, source === AUTHORIZATION ? `${scheme} ${reference(name)}` : reference(name)];
    }),
  );
}

const AUTHORIZATION = "header:authorization";

const wordsOf = ({ name, match, values = [] }: ClaimRule): string =>
  tokenMeaning([], [{ kind: "claim", name, match, values, status: 403 }], undefined).replace("a token ", "");
