import { audiencesOf, capitalised } from "../catalog/products.js";
import type { Problem } from "../lib/errors.js";
import type { ProductAuthOptions, ProductOptions } from "./options.js";

/** Products by name, as given. */
export type Products = readonly (readonly [name: string, product: ProductOptions])[];

/** Whether a product accepts tokens; the default. */
export const acceptsToken = ({ accepts }: ProductOptions): boolean => accepts?.includes("token") ?? true;

/** Whether a product accepts subscription keys. */
export const acceptsKey = ({ accepts }: ProductOptions): boolean =>
  (accepts?.includes("key") || accepts?.includes("open")) ?? false;

/** What is wrong with the products, one by one and together. */
export function productProblems(products: Products, options: ProductAuthOptions): Problem[] {
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

function oneProduct(name: string, product: ProductOptions, options: ProductAuthOptions): Problem[] {
  const { tokenVersions, tenantId } = options;
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
  } else if (
    tenantId !== undefined &&
    audiencesOf(audience)["entra-v2"].length === 0 &&
    (tokenVersions ?? ["2.0"]).includes("2.0")
  ) {
    const fix = `v2 tokens carry the application id, so list it too: audience: ["${audience[0] ?? ""}", "<application id>"]; or accept v1 tokens only: tokenVersions: ["1.0"]`;
    problems.push({ path: `${path}.audience`, message: "names no application id", fix });
  }
  const role = product.role ?? `Product.${product.displayName ?? capitalised(name)}.All`;
  if (role === false && (product.clients ?? product.requiredClaims ?? []).length === 0) {
    const fix = "write clients or requiredClaims beside it: everybody can get a token for an audience";
    problems.push({ path: `${path}.role`, message: "asks for no role, and nothing else is asked for", fix });
  }
  if (role !== false && /\s/.test(role)) {
    const fix =
      "write role: the value of the app role in the product's app registration; Entra allows no spaces in it";
    problems.push({ path: `${path}.role`, message: `would be "${role}"`, fix });
  }
  if (product.clients?.length === 0) {
    const fix = "list application ids, or remove it to admit every client that holds the role";
    problems.push({ path: `${path}.clients`, message: "is empty", fix });
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
