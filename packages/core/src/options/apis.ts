import { segmentsOf, templateSegments } from "../catalog/apis.js";
import { canBeRequested } from "../catalog/read-path.js";
import type { Problem } from "../lib/errors.js";
import type { ApiOptions, ProductAuthOptions } from "./options.js";
import { unknownProduct } from "./check-clients.js";
import { acceptsToken, type Products } from "./check-products.js";
import { isFieldName } from "./check-resource.js";

type Apis = readonly (readonly [name: string, api: ApiOptions])[];

/** What is wrong with the APIs: their paths, their products, their operations. */
export function apiProblems(options: ProductAuthOptions, products: Products): Problem[] {
  const list: Apis = Object.entries<ApiOptions>(options.apis ?? {});
  return [
    ...list.flatMap(([name, api]) => [
      ...oneApi(name, api, products),
      ...keyHeaderProblems(name, api, products, options),
    ]),
    ...samePaths(list),
  ];
}

function oneApi(name: string, api: ApiOptions, products: Products): Problem[] {
  const path = `apis.${name}`;
  const problems: Problem[] = [];
  if (!/^[a-z0-9][a-z0-9._-]{0,79}$/i.test(name)) {
    problems.push({
      path,
      message: "is not an API name",
      fix: "use at most 80 letters, digits, dots, hyphens and underscores",
    });
  }
  if (!canBeRequested(api.path.replace(/^\/+|\/+$/g, "")) || /[?#{}*%;]/.test(api.path)) {
    problems.push({
      path: `${path}.path`,
      message: "is not a path",
      fix: 'write segments such as "orders" or "v2/orders", decoded; parameters go into operations',
    });
  }
  const known = products.map(([product]) => product);
  for (const [i, product] of (api.products ?? []).entries()) {
    if (!known.includes(product)) problems.push(unknownProduct(`${path}.products[${i}]`, product, known));
  }
  if (api.products?.length === 0) {
    const fix = "name a product that contains it, or leave it out: then keys for the API itself open it";
    problems.push({ path: `${path}.products`, message: "is empty", fix });
  }
  const open = products.filter(
    ([product, { accepts }]) => api.products?.includes(product) && accepts?.includes("open"),
  );
  if (open.length > 1) {
    const names = open.map(([product]) => product).join(" and ");
    problems.push({
      path: `${path}.products`,
      message: `has two open products, ${names}`,
      fix: "keep one of them",
    });
  }
  return [...problems, ...operationProblems(path, api)];
}

function operationProblems(at: string, { operations }: ApiOptions): Problem[] {
  if (operations === undefined) return [];
  const list = Object.entries(operations);
  if (list.length === 0) {
    const fix = "list operations, or leave it out: then every method and path below the API's is meant";
    return [{ path: `${at}.operations`, message: "is empty", fix }];
  }
  const seen = new Map<string, string>();
  return list.flatMap(([name, { method, urlTemplate }]) => {
    const path = `${at}.operations.${name}`;
    const problems: Problem[] = [];
    if (!/^[a-z]+$/i.test(method)) {
      problems.push({
        path: `${path}.method`,
        message: "is no HTTP method",
        fix: "write GET, POST, PUT, PATCH, DELETE …",
      });
    }
    const segments = templateSegments(urlTemplate);
    if (
      segments.some(
        (segment, i) =>
          segment !== undefined && /[{}*%;]/.test(segment) && !(segment === "*" && i === segments.length - 1),
      )
    ) {
      problems.push({
        path: `${path}.urlTemplate`,
        message: "is not a template",
        fix: 'write segments and {parameters}, such as "/{id}/lines", decoded, with * only at the end',
      });
    }
    const key = `${method.toUpperCase()} ${segments.map((segment) => segment?.toLowerCase() ?? "{}").join("/")}`;
    const other = seen.get(key);
    seen.set(key, name);
    if (other !== undefined)
      problems.push({ path, message: `matches the same requests as ${other}`, fix: "keep one of the two" });
    return problems;
  });
}

// An API whose keys are sent in the field of the tokens has nowhere left to read a token from.
function keyHeaderProblems(
  name: string,
  { subscriptionKeyParameterNames, products = [] }: ApiOptions,
  all: Products,
  { tokenSource }: ProductAuthOptions,
): Problem[] {
  const header = subscriptionKeyParameterNames?.header;
  if (header === undefined) return [];
  const path = `apis.${name}.subscriptionKeyParameterNames.header`;
  if (!isFieldName(header)) {
    return [{ path, message: "is no header name", fix: "use letters, digits and hyphens (RFC 9110 §5.6.2)" }];
  }
  const taken = tokenSource?.query === undefined ? (tokenSource?.header ?? "authorization") : "";
  const takesTokens = all.some(([product, options]) => products.includes(product) && acceptsToken(options));
  if (!takesTokens || header.toLowerCase() !== taken.toLowerCase()) return [];
  const fix = "give keys a field of their own, or let the API's products accept keys only";
  return [{ path, message: "is also where tokens are sent", fix }];
}

function samePaths(list: Apis): Problem[] {
  const seen = new Map<string, string>();
  return list.flatMap(([name, api]) => {
    const key = segmentsOf(api.path).join("/").toLowerCase();
    const other = seen.get(key);
    seen.set(key, name);
    const fix = "give each API a path of its own; case makes no difference";
    return other === undefined
      ? []
      : [{ path: `apis.${name}.path`, message: `is also that of ${other}`, fix }];
  });
}
