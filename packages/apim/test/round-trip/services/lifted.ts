import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { importConfiguration, type Import } from "@product-auth/apim";

/** Where a policy document can stand in the service of the tests. */
export const SCOPES = ["global", "product:gold", "api:orders", "operation:orders/create"] as const;
export type ServiceScope = (typeof SCOPES)[number];

const FILES: Readonly<Record<ServiceScope, string>> = {
  global: "policy.xml",
  "product:gold": "products/gold/policy.xml",
  "api:orders": "apis/orders/policy.xml",
  "operation:orders/create": "apis/orders/operations/create/policy.xml",
};

const product = (displayName: string, subscriptionRequired: boolean): string =>
  JSON.stringify({ properties: { displayName, state: "published", subscriptionRequired } });
const api = (displayName: string, properties: object): string =>
  JSON.stringify({ properties: { displayName, isCurrent: true, ...properties } });
const operation = (displayName: string, method: string, urlTemplate: string): string =>
  JSON.stringify({ properties: { displayName, method, urlTemplate } });

/** Two products, one of them open, and three APIs: in one product, in both, and in none. */
const SERVICE: Readonly<Record<string, string>> = {
  "products/gold/productInformation.json": product("Gold plan", true),
  "products/free/productInformation.json": product("Free plan", false),
  "products/gold/apis/orders/productApiInformation.json": "{}",
  "products/gold/apis/shop/productApiInformation.json": "{}",
  "products/free/apis/shop/productApiInformation.json": "{}",
  "apis/orders/apiInformation.json": api("All orders", { path: "orders/v1" }),
  "apis/orders/operations/list/operationInformation.json": operation("List", "GET", "/"),
  "apis/orders/operations/create/operationInformation.json": operation("Create one", "POST", "/"),
  "apis/orders/operations/read/operationInformation.json": operation("Read one", "GET", "/{id}"),
  "apis/orders/operations/drop/operationInformation.json": operation("Drop one", "DELETE", "/{id}"),
  "apis/shop/apiInformation.json": api("Shop", { path: "shop" }),
  "apis/audit/apiInformation.json": api("Audit", { path: "audit", subscriptionRequired: false }),
};

/** The files of the service with these documents. */
export const serviceFiles = (
  documents: Readonly<Partial<Record<ServiceScope, string>>>,
): Readonly<Record<string, string>> => ({
  ...SERVICE,
  ...Object.fromEntries(
    Object.entries(documents).map(([scope, text]) => [FILES[scope as ServiceScope], text]),
  ),
});

/** The import of an APIOps folder of the service with these documents. */
export const importLifted = (documents: Readonly<Partial<Record<ServiceScope, string>>>): Promise<Import> =>
  importFiles(serviceFiles(documents));

/** The import of a folder with these files. */
export async function importFiles(files: Readonly<Record<string, string>>): Promise<Import> {
  const folder = await mkdtemp(join(tmpdir(), "service-"));
  try {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
    return await importConfiguration([folder]);
  } finally {
    await rm(folder, { recursive: true });
  }
}
