import type { Problem } from "@product-auth/core";
import { problemsOfCatalogFile } from "@product-auth/core/catalog";
import { isGuid } from "../client/guid.js";
import { own } from "../client/own.js";
import { applicationIdIn } from "../wanted/wanted-of.js";

/** Characters of a display name. Graph accepts 256, and the prefix needs some. */
const LONGEST_NAME = 200;
const LONGEST_ROLE = 120;
/** Names of instances. */
export const INSTANCE: RegExp = /^[a-z0-9][a-z0-9-]{0,39}$/;
const CLIENT = /^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/;

/**
 * What is wrong with a catalog that is provisioned: with what core refuses, but for missing audiences, and with the member
 * `provision`. An empty list: `planCatalog` accepts it.
 */
export function problemsOfProvision(catalog: unknown): readonly Problem[] {
  const products = own(catalog, "products");
  return [
    ...problemsOfCatalogFile(catalog, { audiences: "optional" }),
    ...(isObject(products) ? Object.entries(products).flatMap(productProblems) : []),
    ...provisionProblems(own(catalog, "provision"), isObject(products) ? products : {}),
  ];
}

function productProblems([name, product]: readonly [string, unknown]): readonly Problem[] {
  if (!takesToken(product)) return [];
  const path = `products.${name}`;
  const [displayName, role] = [own(product, "displayName"), own(product, "role")];
  const problems: Problem[] = [];
  if (typeof displayName === "string" && displayName.length > LONGEST_NAME)
    problems.push(tooLong(`${path}.displayName`, displayName.length));
  const base = typeof displayName === "string" ? displayName : name.slice(0, 1).toUpperCase() + name.slice(1);
  const value = typeof role === "string" ? role : `Product.${base}.All`;
  const reason = roleProblem(value);
  if (reason !== undefined) {
    const fix = `write role: 1 to ${LONGEST_ROLE} printable ASCII characters without spaces and backslashes, and no dot at the start`;
    problems.push({
      path: `${path}.role`,
      message: `${typeof role === "string" ? "" : "by default "}${reason}`,
      fix,
    });
  }
  return problems;
}

// Microsoft Graph, resource type appRole. Spaces are among core's own problems.
function roleProblem(value: string): string | undefined {
  if (value.length > LONGEST_ROLE) return `has ${value.length} characters`;
  if (value.includes("\\")) return "contains a backslash";
  if (value.startsWith(".")) return "begins with a dot";
  return /^[\x20-\x7e]*$/.test(value) ? undefined : "contains characters that are not printable ASCII";
}

function provisionProblems(provision: unknown, products: object): readonly Problem[] {
  if (!isObject(provision)) return []; // core refuses other values
  const { instance, clients } = provision as { readonly instance?: unknown; readonly clients?: unknown };
  const problems = [...unknownMembers("provision", provision, ["instance", "clients"])];
  if (instance !== undefined && !(typeof instance === "string" && INSTANCE.test(instance)))
    problems.push({
      path: "provision.instance",
      message: "is not an instance name",
      fix: "write 1 to 40 lower-case letters, digits and hyphens, with a letter or digit at the start",
    });
  if (clients === undefined) return problems;
  if (!isObject(clients))
    return [...problems, notAnObject("provision.clients", "an object with one entry per client")];
  return [
    ...problems,
    ...Object.entries(clients).flatMap(([name, client]) => clientProblems(name, client, products)),
    ...repeated(clients),
    ...alsoProducts(clients, products),
  ];
}

function clientProblems(name: string, client: unknown, products: object): readonly Problem[] {
  const path = `provision.clients.${name}`;
  const problems: Problem[] = [];
  if (!CLIENT.test(name))
    problems.push({
      path,
      message: "is not a client name",
      fix: "use at most 80 letters, digits, dots, hyphens and underscores",
    });
  if (!isObject(client)) return [...problems, notAnObject(path, "{ displayName, products }")];
  const { displayName, ownerId, applicationId } = client as Readonly<Record<string, unknown>>;
  problems.push(...unknownMembers(path, client, ["displayName", "products", "ownerId", "applicationId"]));
  if (displayName !== undefined && !isText(displayName))
    problems.push({
      path: `${path}.displayName`,
      message: "is not a text",
      fix: "write a string that is not empty",
    });
  else if (typeof displayName === "string" && displayName.length > LONGEST_NAME)
    problems.push(tooLong(`${path}.displayName`, displayName.length));
  if (ownerId !== undefined && !(isText(ownerId) && ownerId.length <= LONGEST_NAME))
    problems.push({
      path: `${path}.ownerId`,
      message: "is not an owner id",
      fix: `write 1 to ${LONGEST_NAME} characters`,
    });
  if (applicationId !== undefined && !(typeof applicationId === "string" && isGuid(applicationId)))
    problems.push({
      path: `${path}.applicationId`,
      message: "is not a GUID",
      fix: "write the application (client) id, or remove it",
    });
  return [...problems, ...linkProblems(`${path}.products`, own(client, "products"), products)];
}

function linkProblems(path: string, links: unknown, products: object): readonly Problem[] {
  const fix = "list the names of the products that the client calls, at least one";
  if (!Array.isArray(links) || links.length === 0)
    return [
      {
        path,
        message: links === undefined ? "is missing" : Array.isArray(links) ? "is empty" : "is not a list",
        fix,
      },
    ];
  return (links as readonly unknown[]).flatMap((link, i) => {
    const at = `${path}[${i}]`;
    if (typeof link !== "string") return [{ path: at, message: "is not a product name", fix }];
    if (!Object.hasOwn(products, link)) {
      const known = Object.entries(products).filter(([, product]) => isProvisioned(product));
      const names = known.map(([name]) => name).join(", ");
      return [{ path: at, message: "is not a product of the catalog", fix: `write one of ${names}` }];
    }
    return isProvisioned(own(products, link))
      ? []
      : [
          {
            path: at,
            message: `is ${link}, which accepts no tokens or has no app role`,
            fix: "remove it: only products with an app role have an application",
          },
        ];
  });
}

// One application cannot have two owners or two sets of products.
function repeated(clients: object): readonly Problem[] {
  const first = new Map<string, string>();
  return Object.entries(clients).flatMap(([name, client]): Problem[] => {
    const id = own(client, "applicationId");
    if (typeof id !== "string") return [];
    const other = first.get(id.toLowerCase());
    first.set(id.toLowerCase(), other ?? name);
    if (other === undefined) return [];
    const path = `provision.clients.${name}.applicationId`;
    return [{ path, message: `is also that of ${other}`, fix: "give each client its own application" }];
  });
}

// The application would be renamed with each run: the two entries want different names.
function alsoProducts(clients: object, products: object): readonly Problem[] {
  const audiences = Object.entries(products)
    .filter(([, product]) => isProvisioned(product))
    .flatMap(([product, value]) =>
      [own(value, "audience")].flat().flatMap((audience) => {
        const id = typeof audience === "string" ? applicationIdIn(audience) : undefined;
        return id === undefined ? [] : [{ product, id }];
      }),
    );
  return Object.entries(clients).flatMap(([name, client]): Problem[] => {
    const id = own(client, "applicationId");
    if (typeof id !== "string") return [];
    const other = audiences.find((one) => one.id === id.toLowerCase());
    if (other === undefined) return [];
    const path = `provision.clients.${name}.applicationId`;
    const fix = "register the client separately: remove its applicationId";
    return [{ path, message: `is the application of the product ${other.product}`, fix }];
  });
}

function takesToken(product: unknown): boolean {
  const accepts = own(product, "accepts");
  return isObject(product) && (Array.isArray(accepts) ? accepts.includes("token") : true);
}

const isProvisioned = (product: unknown): boolean => takesToken(product) && own(product, "role") !== false;

function unknownMembers(path: string, object: object, known: readonly string[]): readonly Problem[] {
  const fix = `remove it; known names are ${known.join(", ")}`;
  return Object.keys(object)
    .filter((name) => !known.includes(name))
    .map((name) => ({ path: `${path}.${name}`, message: "is not an option", fix }));
}

const notAnObject = (path: string, write: string): Problem => ({
  path,
  message: "is not an object",
  fix: `write ${write}`,
});

const tooLong = (path: string, length: number): Problem => ({
  path,
  message: `has ${length} characters`,
  fix: `write at most ${LONGEST_NAME} characters`,
});

const isText = (value: unknown): value is string => typeof value === "string" && value.trim() !== "";

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);
