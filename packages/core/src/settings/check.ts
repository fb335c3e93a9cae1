import { audiencesOf } from "../catalog/products.js";
import type { Problem } from "../errors.js";
import { isGuid } from "../guid.js";
import type { ProductAuthOptions, ProductOptions } from "../options.js";
import type { SubscriptionOptions } from "../subscriptions/memory-store.js";
import { isTrustworthyUrl } from "../tokens/discovery.js";
import { shapeProblems } from "./shape.js";

/** Everything that is wrong with the options: their form, and what they say. */
export function problemsOf(options: ProductAuthOptions): Problem[] {
  const shape = shapeProblems(options);
  // What has the wrong form is not read any further; everything else is.
  const sound = (path: string) =>
    !shape.some((problem) => problem.path === "options" || problem.path.startsWith(path));
  const products = sound("products") ? Object.entries<ProductOptions>(options.products) : [];
  return [
    ...shape,
    ...(sound("tenantId") ? tenantProblems(options, products) : []),
    ...(sound("authorityHost") ? hostProblems(options.authorityHost) : []),
    ...(sound("products") ? productProblems(products, options) : []),
    ...(sound("subscriptions") && sound("products") ? subscriptionProblems(options, products) : []),
  ];
}

type Products = readonly (readonly [name: string, product: ProductOptions])[];

const acceptsToken = ({ accepts }: ProductOptions) => accepts?.includes("token") ?? true;
const acceptsKey = ({ accepts }: ProductOptions) => accepts?.includes("key") ?? false;

function tenantProblems({ tenantId }: ProductAuthOptions, products: Products): Problem[] {
  const path = "tenantId";
  if (tenantId === undefined || tenantId.trim() === "") {
    if (!products.some(([, product]) => acceptsToken(product))) return [];
    const message = tenantId === undefined ? "is undefined" : "is empty";
    const fix =
      "write the directory (tenant) id from the Entra portal's overview page; the example apps read it from the environment variable AZURE_TENANT_ID";
    return [{ path, message, fix }];
  }
  if (["common", "organizations", "consumers"].includes(tenantId.toLowerCase())) {
    return [
      {
        path,
        message: `"${tenantId}" is not one tenant`,
        fix: "write the GUID of the tenant whose clients may call",
      },
    ];
  }
  if (isGuid(tenantId) || isDomain(tenantId)) return [];
  return [
    {
      path,
      message: "is neither a GUID nor a domain name",
      fix: "write the tenant's GUID, such as aaaabbbb-0000-cccc-1111-dddd2222eeee",
    },
  ];
}

const isDomain = (text: string) => text.length <= 253 && /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(text);

function hostProblems(host: string | undefined): Problem[] {
  if (host === undefined) return [];
  const path = "authorityHost";
  const fix = "write the origin of the login service, such as https://login.microsoftonline.com";
  if (!URL.canParse(host)) return [{ path, message: "is not an address", fix }];
  if (!isTrustworthyUrl(host)) {
    return [
      {
        path,
        message: "is neither https nor on this machine",
        fix: `${fix}; plain http is for the emulator on localhost`,
      },
    ];
  }
  const { pathname, search, hash } = new URL(host);
  if (pathname === "/" && search === "" && hash === "") return [];
  return [{ path, message: "has more than an origin", fix: `${fix}; the tenant goes into tenantId` }];
}

function productProblems(products: Products, options: ProductAuthOptions): Problem[] {
  if (products.length === 0) {
    return [
      {
        path: "products",
        message: "is empty",
        fix: 'name at least one product, such as starter: { audience: "api://…" }',
      },
    ];
  }
  return [
    ...products.flatMap(([name, product]) => oneProduct(name, product, options)),
    ...sharedAudiences(products),
  ];
}

function oneProduct(name: string, product: ProductOptions, { tokenVersions }: ProductAuthOptions): Problem[] {
  const path = `products.${name}`;
  const problems: Problem[] = [];
  if (!/^[a-z0-9][a-z0-9._-]{0,255}$/i.test(name)) {
    problems.push({
      path,
      message: "is not a product name",
      fix: "use letters, digits, dots, hyphens and underscores",
    });
  }
  if (product.accepts?.length === 0) {
    problems.push({
      path: `${path}.accepts`,
      message: "accepts no credential",
      fix: 'write ["token"], ["key"] or ["token", "key"]',
    });
  }
  if (!acceptsToken(product)) return problems;
  const audience = [product.audience ?? []].flat();
  if (audience.length === 0) {
    const fix =
      "write the Application ID URI of the product's app registration, such as api://55556666-ffff-7777-aaaa-8888bbbb9999";
    problems.push({ path: `${path}.audience`, message: "is missing", fix });
  } else if (audiencesOf(audience)["entra-v2"].length === 0 && (tokenVersions ?? ["2.0"]).includes("2.0")) {
    const fix = `v2 tokens carry the application id, so list it too: audience: ["${audience[0] ?? ""}", "<application id>"]; or accept v1 tokens only: tokenVersions: ["1.0"]`;
    problems.push({ path: `${path}.audience`, message: "names no application id", fix });
  }
  const role = product.role ?? `Product.${product.displayName ?? name}.All`;
  if (/\s/.test(role)) {
    const fix =
      "write role: the value of the app role in the product's app registration; Entra allows no spaces in it";
    problems.push({ path: `${path}.role`, message: `would be "${role}"`, fix });
  }
  return problems;
}

function sharedAudiences(products: Products): Problem[] {
  const owners = new Map<string, string>();
  const problems: Problem[] = [];
  for (const [name, product] of products) {
    if (!acceptsToken(product)) continue;
    const audiences = audiencesOf([product.audience ?? []].flat());
    const clash = [...audiences["entra-v1"], ...audiences["entra-v2"]].find((audience) =>
      owners.has(audience),
    );
    if (clash !== undefined) {
      const fix =
        "give each product its own app registration; a token's audience says which product it is for";
      problems.push({
        path: `products.${name}.audience`,
        message: `is also the audience of ${owners.get(clash) ?? ""}`,
        fix,
      });
    }
    for (const audience of Object.values(audiences).flat()) owners.set(audience, name);
  }
  return problems;
}

function subscriptionProblems({ subscriptions }: ProductAuthOptions, products: Products): Problem[] {
  const withKeys = products.filter(([, product]) => acceptsKey(product)).map(([name]) => name);
  if (subscriptions === undefined) {
    if (withKeys.length === 0) return [];
    const fix = "give a list of subscriptions, or a store; or remove key from what the product accepts";
    return [
      { path: "subscriptions", message: `is missing, but ${withKeys.join(" and ")} accepts keys`, fix },
    ];
  }
  if (!Array.isArray(subscriptions)) return [];
  const list = subscriptions as readonly SubscriptionOptions[];
  const seen = { ids: new Map<string, number>(), keys: new Map<string, number>() };
  return list.flatMap((subscription, i) => [
    ...scopeProblems(subscription, i, withKeys),
    ...repeated(seen.ids, subscription.id, i, "id", "give each subscription its own id"),
    ...repeated(
      seen.keys,
      subscription.primaryKey,
      i,
      "primaryKey",
      "give each subscription keys of its own",
    ),
    ...repeated(
      seen.keys,
      subscription.secondaryKey,
      i,
      "secondaryKey",
      "give each subscription keys of its own",
    ),
  ]);
}

function scopeProblems({ scope }: SubscriptionOptions, i: number, withKeys: readonly string[]): Problem[] {
  if (withKeys.some((name) => scope === `/products/${name}`)) return [];
  const choices = withKeys.map((name) => `/products/${name}`).join(", ");
  const fix =
    choices === "" ? 'let a product accept keys: accepts: ["token", "key"]' : `write one of ${choices}`;
  return [{ path: `subscriptions[${i}].scope`, message: "is not a product that accepts keys", fix }];
}

function repeated(
  seen: Map<string, number>,
  value: string | undefined,
  i: number,
  name: string,
  fix: string,
): Problem[] {
  if (value === undefined) return [];
  const first = seen.get(value);
  seen.set(value, i);
  return first === undefined
    ? []
    : [{ path: `subscriptions[${i}].${name}`, message: `is also that of subscriptions[${first}]`, fix }];
}
