import { normalizeDemand, type Demand, type Rule } from "./rule.js";

/** What rules demand together, in words: "product starter or pro, scopes Orders.Write, key only". */
export function ruleWords(rules: readonly Rule<string, string>[]): string {
  const products = distinct(rules.map(({ product }) => product && [product].flat().join(" or ")));
  const apis = distinct(rules.map(({ api }) => api));
  return [
    apis.length > 0 ? `API ${apis.join(" and ")}` : "",
    products.length > 0 ? `product ${joined(products)}` : apis.length > 0 ? "" : "any product",
    demandWords("scopes", rules.map(({ scopes }) => scopes)), // prettier-ignore
    demandWords("roles", rules.map(({ roles }) => roles)), // prettier-ignore
    ...distinct(rules.map(({ accepts }) => accepts && `${accepts.join(" or ")} only`)),
    rules.some(({ all }) => all === true) ? "token and key" : "",
  ]
    .filter((part) => part !== "")
    .join(", ");
}

function demandWords(name: string, demands: readonly (Demand | undefined)[]): string {
  const texts = demands.map((demand) => {
    const { mode, values } = normalizeDemand(demand) ?? { mode: "all", values: [] };
    return values.join(mode === "all" ? " and " : " or ");
  });
  const inWords = distinct(texts);
  return inWords.length === 0 ? "" : `${name} ${joined(inWords)}`;
}

const joined = (texts: readonly string[]) =>
  texts.length === 1
    ? texts[0]!
    : texts.map((text) => (text.includes(" or ") ? `(${text})` : text)).join(" and ");

const distinct = (texts: readonly (string | undefined)[]): readonly string[] => [
  ...new Set(texts.filter((text): text is string => text !== undefined && text !== "")),
];
