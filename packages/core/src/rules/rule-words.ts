import type { TokenSource } from "../request/token-source.js";
import { normalizeDemand, type Alternative, type Demand, type Rule } from "./rule.js";

/** What rules demand together, in words: "product starter or pro, scopes Orders.Write, key only". */
export function ruleWords(rules: readonly Rule<string, string>[]): string {
  const products = distinct(rules.map(({ product }) => product && [product].flat().join(" or ")));
  const apis = distinct(rules.map(({ api }) => api));
  const choices = distinct(rules.map(({ anyOf }) => anyOf && alternativesWords(anyOf)));
  const limited = apis.length > 0 || choices.length > 0;
  const parts = [
    apis.length > 0 ? `API ${apis.join(" and ")}` : "",
    products.length > 0 ? `product ${joined(products)}` : limited ? "" : ANY_PRODUCT,
    demandWords("scopes", rules.map(({ scopes }) => scopes)), // prettier-ignore
    demandWords("roles", rules.map(({ roles }) => roles)), // prettier-ignore
    ...distinct(rules.map(({ accepts }) => accepts && `${accepts.join(" or ")} only`)),
    rules.some(({ all }) => all === true) ? "token and key" : "",
    ...distinct(rules.map(({ tokenSource }) => tokenSource && `token in ${sourceWords(tokenSource)}`)),
  ].filter((part) => part !== "");
  const alone = parts.length === 0 && choices.length === 1;
  return [...parts, ...(alone ? choices : choices.map((text) => `(${text})`))].join(", ");
}

const ANY_PRODUCT = "any product";

// Parentheses keep the comma within an alternative apart from the comma between alternatives.
function alternativesWords(anyOf: readonly Alternative[]): string {
  const texts = anyOf.map((alternative) => ruleWords([alternative]).replace(`${ANY_PRODUCT}, `, ""));
  if (texts.length === 1) return texts[0]!;
  return texts.map((text) => (text.includes(", ") ? `(${text})` : text)).join(", or ");
}

function demandWords(name: string, demands: readonly (Demand | undefined)[]): string {
  const texts = demands.map((demand) => {
    const { mode, values } = normalizeDemand(demand) ?? { mode: "all", values: [] };
    return values.join(mode === "all" ? " and " : " or ");
  });
  const inWords = distinct(texts);
  return inWords.length === 0 ? "" : `${name} ${joined(inWords)}`;
}

function sourceWords({ header = "Authorization", query, cookie }: TokenSource): string {
  if (query !== undefined) return `query parameter ${query}`;
  return cookie === undefined ? `header ${header}` : `cookie ${cookie}`;
}

const joined = (texts: readonly string[]) =>
  texts.length === 1
    ? texts[0]!
    : texts.map((text) => (text.includes(" or ") ? `(${text})` : text)).join(" and ");

const distinct = (texts: readonly (string | undefined)[]): readonly string[] => [
  ...new Set(texts.filter((text): text is string => text !== undefined && text !== "")),
];
