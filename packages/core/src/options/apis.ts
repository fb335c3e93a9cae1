import { segmentsOf, templateSegments, type Api } from "../catalog/apis.js";
import { canBeRequested } from "../catalog/read-path.js";
import type { Problem } from "../lib/errors.js";
import { headerNameProblems } from "../lib/header-name.js";
import type { PathSettings } from "../rules/rule-book.js";
import * as form from "./forms.js";
import type { CheckedApis } from "./checked-apis.js";
import { problemsIn, soundEntries, uncheckedApis, type Given } from "./given.js";
import { filePolicyForms, policyForms, withoutPolicies, type PlacePolicies } from "./policies.js";
import {
  apiMetadataForms,
  apiMetadataOf,
  apiMetadataProblems,
  operationMetadataForms,
  operationMetadataOf,
  type ApiMetadataOptions,
  type OperationMetadataOptions,
} from "./portal-metadata.js";
import { acceptsToken, type GivenProducts } from "./products.js";
import { unknownProduct } from "./unknown-product.js";
import { keyNamesForm, keyPlaceOf, type KeyParameterNames } from "./subscription-keys.js";
import { tokenHeaderOf, type TokenOptions } from "./tokens.js";

/** An operation of an API. */
export interface OperationOptions extends PlacePolicies, OperationMetadataOptions {
  /** HTTP method, such as `GET`. */
  readonly method: string;
  /** Path below the API's, such as `/{id}`; `*` at the end stands for any rest. */
  readonly urlTemplate: string;
}

/** An API: operations under one path. */
export interface ApiOptions<P extends string = string> extends PlacePolicies, ApiMetadataOptions {
  readonly displayName?: string;
  /** Path below the host, such as `orders`; empty for the root. The API with the longest matching path is meant. */
  readonly path: string;
  /** Products that contain the API, at least one, and at most one of them open. Default: the API is in no product. */
  readonly products?: readonly P[];
  /** Whether calls outside of any product need a subscription. Default true. */
  readonly subscriptionRequired?: boolean;
  /** Where this API's subscription keys are sent. Default: as for all. */
  readonly subscriptionKeyParameterNames?: KeyParameterNames;
  /** Operations by name. Default: every method and path below the API's. */
  readonly operations?: { readonly [name: string]: OperationOptions };
}

/** The APIs whose paths say what a request demands. */
export interface ApisOptions<P extends string = string, A extends string = never> {
  /**
   * APIs by name. With them, even with none of them, `app.use(auth)` decides by the request's path, and goes on to do so
   * for as long as the instance lives.
   */
  readonly apis?: { readonly [Name in A]: ApiOptions<NoInfer<P>> };
}

/** How a request's path is matched. */
export interface PathOptions {
  /** What becomes of requests whose path belongs to no API: 404, or the demand for a credential
   * of any product and then the routes' own guards. Default `refuse`. */
  readonly unmatchedPaths?: "refuse" | "any-product";
  /**
   * Whether the application's routers tell capitals apart (`case sensitive routing`, `sensitive`). A path in other
   * capitals than its API's is 400 then. Default false: it is the API's, unless it could be another one's.
   */
  readonly caseSensitivePaths?: boolean;
}

const apisFormsWith = (policies: form.FormsOf<PlacePolicies>): form.FormsOf<ApisOptions> => ({
  apis: form.optional(
    form.byName(
      form.object<ApiOptions>({
        displayName: form.optional(form.text()),
        path: form.anyText,
        products: form.optional(form.list(form.anyText, "a list of product names")),
        subscriptionRequired: form.optional(form.flag),
        subscriptionKeyParameterNames: form.optional(keyNamesForm),
        ...apiMetadataForms,
        operations: form.optional(
          form.byName(
            form.object<OperationOptions>({
              method: form.text(),
              urlTemplate: form.anyText,
              ...operationMetadataForms,
              ...policies,
            }),
            'an object with one entry per operation, such as { list: { method: "GET", urlTemplate: "/" } }',
          ),
        ),
        ...policies,
      }),
      'an object with one entry per API, such as { orders: { path: "orders" } }',
    ),
  ),
});

export const apisForms: form.FormsOf<ApisOptions> = apisFormsWith(policyForms.atPlace);

/** The APIs of a catalog file. */
export const fileApisForms: form.FormsOf<ApisOptions> = apisFormsWith(filePolicyForms.atPlace);

export const pathForms: form.FormsOf<PathOptions> = {
  unmatchedPaths: form.optional(form.oneOf(["refuse", "any-product"])),
  caseSensitivePaths: form.optional(form.flag),
};

type AnyApis = ApisOptions<string, string>;
export type NamedApi = readonly [name: string, api: ApiOptions];

/** What is wrong with the APIs: their paths, their products, their operations. */
export function apisProblems(
  given: Given<AnyApis & TokenOptions>,
  products: GivenProducts,
): readonly Problem[] {
  const apis = soundEntries(given, "apis");
  return [
    ...uncheckedApis(given).flatMap((named) => apiProblems(named, products, given)),
    ...samePaths(apis),
  ];
}

/** What is wrong with one API by itself. */
export function apiProblems(
  named: NamedApi,
  products: GivenProducts,
  given: Given<TokenOptions>,
): readonly Problem[] {
  return [
    ...pathProblems(named),
    ...apiMetadataProblems(`apis.${named[0]}`, named[1]),
    ...productProblems(named, products),
    ...operationProblems(named),
    ...keyHeaderProblems(named, products, given),
  ];
}

function pathProblems([name, api]: NamedApi): Problem[] {
  const path = `apis.${name}`;
  const problems: Problem[] = [];
  if (!/^[a-z0-9][a-z0-9._-]{0,79}$/i.test(name)) {
    const fix = "use at most 80 letters, digits, dots, hyphens and underscores";
    problems.push({ path, message: "is not an API name", fix });
  }
  if (!canBeRequested(api.path.replace(/^\/+|\/+$/g, "")) || /[?#{}*%;]/.test(api.path)) {
    const fix = 'write decoded segments such as "orders" or "v2/orders"; parameters belong in operations';
    problems.push({ path: `${path}.path`, message: "is not a path", fix });
  }
  return problems;
}

function productProblems([name, { products }]: NamedApi, { names, sound }: GivenProducts): Problem[] {
  if (products === undefined) return [];
  const path = `apis.${name}.products`;
  if (products.length === 0) {
    const fix =
      "name a product that contains the API, or remove it: then keys whose scope is the API open it";
    return [{ path, message: "is empty", fix }];
  }
  const problems = products.flatMap((product, i) => unknownProduct(`${path}[${i}]`, product, names));
  const open = sound
    .filter(([product, { accepts }]) => products.includes(product) && accepts?.includes("open"))
    .map(([product]) => product);
  if (open.length < 2) return problems;
  const message = `has more than one open product: ${open.join(" and ")}`;
  return [...problems, { path, message, fix: "keep one of them" }];
}

function operationProblems([apiName, { operations }]: NamedApi): Problem[] {
  if (operations === undefined) return [];
  const at = `apis.${apiName}.operations`;
  const list = Object.entries(operations);
  if (list.length === 0) {
    const fix = "list operations, or remove it: then every method and every path below the API's is matched";
    return [{ path: at, message: "is empty", fix }];
  }
  const seen = new Map<string, string>();
  return list.flatMap(([name, { method, urlTemplate }]) => {
    const path = `${at}.${name}`;
    const problems: Problem[] = [];
    if (!/^[a-z]+$/i.test(method)) {
      const fix = "write GET, POST, PUT, PATCH, DELETE …";
      problems.push({ path: `${path}.method`, message: "is not an HTTP method", fix });
    }
    const segments = templateSegments(urlTemplate);
    if (
      segments.some(
        (segment, i) =>
          segment !== undefined && /[{}*%;]/.test(segment) && !(segment === "*" && i === segments.length - 1),
      )
    ) {
      const fix =
        'write decoded segments and {parameters}, such as "/{id}/lines"; * is allowed at the end only';
      problems.push({ path: `${path}.urlTemplate`, message: "is not a URL template", fix });
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
  [name, { subscriptionKeyParameterNames, products = [] }]: NamedApi,
  { sound }: GivenProducts,
  given: Given<TokenOptions>,
): readonly Problem[] {
  const header = subscriptionKeyParameterNames?.header;
  const path = `apis.${name}.subscriptionKeyParameterNames.header`;
  const wrong = headerNameProblems(path, header);
  if (header === undefined || wrong.length > 0) return wrong;
  const takesTokens = sound.some(([product, options]) => products.includes(product) && acceptsToken(options));
  return problemsIn(given, ["tokenSource"], ({ tokenSource }) => {
    if (!takesTokens || header.toLowerCase() !== tokenHeaderOf(tokenSource)) return [];
    const fix = "give keys a separate header, or let the API's products accept keys only";
    return [{ path, message: "is also the header of tokens", fix }];
  });
}

function samePaths(apis: readonly NamedApi[]): Problem[] {
  const seen = new Map<string, string>();
  return apis.flatMap(([name, api]) => {
    const key = segmentsOf(api.path).join("/").toLowerCase();
    const other = seen.get(key);
    seen.set(key, name);
    const fix = "give each API a different path; case is ignored";
    return other === undefined
      ? []
      : [{ path: `apis.${name}.path`, message: `is also the path of ${other}`, fix }];
  });
}

/** `keyNames` are where keys are sent unless an API says otherwise. */
export function settleApis(
  { apis = {}, ...left }: AnyApis,
  keyNames: KeyParameterNames,
  checked?: CheckedApis,
): ReadonlyMap<string, Api> {
  form.nothingLeft(left);
  return new Map(
    Object.entries(apis).map((named) => [
      named[0],
      checked?.settled(...named) ?? settleApi(...named, keyNames),
    ]),
  );
}

export function settleApi(name: string, options: ApiOptions, keyNames: KeyParameterNames): Api {
  const {
    displayName = name,
    path,
    products = [],
    subscriptionRequired = true,
    subscriptionKeyParameterNames,
    operations,
    metadata,
    ...left
  } = apiMetadataOf(withoutPolicies(options));
  form.nothingLeft(left);
  return Object.freeze({
    name,
    displayName,
    path: path.replace(/^\/+|\/+$/g, ""),
    segments: Object.freeze(segmentsOf(path)),
    products: Object.freeze([...products]),
    subscriptionRequired,
    key: keyPlaceOf({ ...keyNames, ...subscriptionKeyParameterNames }),
    operations:
      operations &&
      Object.entries(operations).map(([operation, ofOperation]) => {
        const given = operationMetadataOf(withoutPolicies(ofOperation));
        const { method, urlTemplate, metadata: shown, ...rest } = given;
        form.nothingLeft(rest);
        const segments = Object.freeze(templateSegments(urlTemplate));
        return Object.freeze({
          name: operation,
          method: method.toUpperCase(),
          segments,
          urlTemplate,
          metadata: shown,
        });
      }),
    metadata,
  });
}

export function settlePaths(
  { unmatchedPaths = "refuse", caseSensitivePaths = false, ...left }: PathOptions,
  apis: AnyApis["apis"],
): PathSettings {
  form.nothingLeft(left);
  return { byPath: apis !== undefined, unmatchedPaths, caseSensitivePaths };
}
