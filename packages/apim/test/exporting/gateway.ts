import { createHmac } from "node:crypto";
import type { ImportReport, Rule, TokenRule, When } from "@product-auth/apim";

/** A request as a gateway sees it. */
export interface GatewayRequest {
  readonly api: string;
  readonly operation: string;
  readonly method: string;
  /** What the key of the request opens; none without a key. */
  readonly key?: "product:gold" | "api" | "wrong";
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly address: string;
}

/** Whether a gateway with this configuration admits a request. It knows nothing of core, and counts nothing. */
export function admits(
  report: ImportReport,
  request: GatewayRequest,
  env: Readonly<Record<string, string>>,
): boolean {
  const context = contextOf(report, request);
  if (context === undefined) return false;
  const chains = report.effective.filter((one) => one.api === request.api && one.context === context);
  const chain =
    chains.find(({ operation }) => operation === request.operation) ??
    chains.find(({ operation }) => operation === "*");
  if (chain === undefined) return false;
  const tokens: Record<string, unknown>[] = [];
  for (const at of chain.rules)
    for (const { rule, when } of report.rules.filter((one) => one.at === at)) {
      if (when !== undefined && !applies(when, request, context)) continue;
      if (!satisfies(replaced(rule, env), request, context, tokens)) return false;
    }
  return true;
}

/** https://learn.microsoft.com/azure/api-management/api-management-subscriptions */
function contextOf({ products, apis }: ImportReport, { api, key }: GatewayRequest): string | undefined {
  const found = apis[api];
  if (found === undefined || key === "wrong") return undefined;
  if (key === "api") return "api";
  if (key !== undefined) return found.products.includes("gold") ? key : undefined;
  const open = found.products.find((name) => products[name]?.accepts.includes("open"));
  if (open !== undefined) return `product:${open}`;
  return found.subscriptionRequired ? undefined : "api";
}

const replaced = (rule: Rule, env: Readonly<Record<string, string>>): Rule =>
  JSON.parse(
    JSON.stringify(rule).replaceAll(/\$\{env:(\w+)\}/g, (_, name: string) => env[name] ?? ""),
  ) as Rule;

/** Whether a condition of a rule holds. */
export function applies(
  when: When,
  request: Pick<GatewayRequest, "api" | "operation" | "method">,
  context: string,
): boolean {
  if ("all" in when) return when.all.every((one) => applies(one, request, context));
  if ("any" in when) return when.any.some((one) => applies(one, request, context));
  if ("not" in when) return !applies(when.not, request, context);
  if ("method" in when) return when.method.includes(request.method);
  if ("operation" in when) return when.operation.includes(request.operation);
  if ("api" in when) return when.api.includes(request.api);
  return when.product === false
    ? context === "api"
    : when.product.some((name) => context === `product:${name}`);
}

function satisfies(
  rule: Rule,
  request: GatewayRequest,
  context: string,
  tokens: Record<string, unknown>[],
): boolean {
  switch (rule.kind) {
    case "token": {
      const claims = tokenClaims(rule, request);
      if (claims !== undefined) tokens.push(claims);
      return claims !== undefined;
    }
    case "header": {
      const value = request.headers[rule.name];
      if (value === undefined || value === "") return false;
      const spelled = (text: string) => (rule.ignoreCase === true ? text.toLowerCase() : text);
      return rule.values.length === 0 || rule.values.map(spelled).includes(spelled(value));
    }
    case "ip": {
      const its = numberOf(request.address);
      const listed =
        rule.addresses.map(numberOf).includes(its) ||
        rule.ranges.some(([from, to]) => numberOf(from) <= its && its <= numberOf(to));
      return !Number.isNaN(its) && listed === (rule.action === "allow");
    }
    case "claim": {
      const value = tokens.at(-1)?.[rule.name];
      if (value === undefined) return false;
      const held = [value].flat();
      const wanted = rule.values ?? [];
      return rule.match === "any"
        ? wanted.some((one) => held.includes(one))
        : wanted.every((one) => held.includes(one));
    }
    case "key":
      return request.key !== undefined;
    case "context":
      return (
        context !== "api" &&
        (rule.products === true || rule.products.includes(context.slice("product:".length)))
      );
    case "rate":
    case "quota":
      return true;
    case "certificate":
    case "deny":
      return false;
  }
}

/** The claims of a token that a `validate-jwt` with shared secrets accepts. */
function tokenClaims(rule: TokenRule, { headers }: GatewayRequest): Record<string, unknown> | undefined {
  const [place, name] = rule.source.split(":");
  const sent = place === "header" ? headers[name!] : undefined;
  const bearer = sent?.startsWith("Bearer ") === true;
  if (sent === undefined || (rule.scheme !== undefined && name === "authorization" && !bearer))
    return undefined;
  const [header = "", payload = "", signature] = (bearer ? sent.slice(7) : sent).split(".");
  const isSigned = (rule.keys ?? []).some((key) => {
    const secret = Buffer.from("secret" in key ? key.secret : "", "base64");
    return createHmac("sha256", secret).update(`${header}.${payload}`).digest("base64url") === signature;
  });
  if (!isSigned) return undefined;
  const claims = JSON.parse(Buffer.from(payload, "base64url").toString()) as Record<string, unknown>;
  const now = Date.now() / 1000;
  const ends = Number(claims["exp"] ?? (rule.requireExpiration === false ? now + 1 : Number.NaN));
  const isIn = (list: readonly string[] | undefined, value: unknown) =>
    list === undefined || list.length === 0 || list.includes(String(value));
  if (!(ends + Number(rule.skew ?? 0) > now)) return undefined;
  if (!isIn(rule.issuers, claims["iss"]) || !isIn(rule.audiences, claims["aud"])) return undefined;
  const hasAll = (rule.claims ?? []).every(({ name: claim, match, values, separator }) => {
    const value = claims[claim];
    if (value === undefined) return false;
    const held =
      typeof value === "string" && separator !== undefined ? value.split(separator) : [value].flat();
    return match === "any" && values.length > 0
      ? values.some((one) => held.includes(one))
      : values.every((one) => held.includes(one));
  });
  return hasAll ? claims : undefined;
}

const numberOf = (address: string): number =>
  /^\d+(\.\d+){3}$/.test(address)
    ? address.split(".").reduce((number, part) => number * 256 + Number(part), 0)
    : Number.NaN;
