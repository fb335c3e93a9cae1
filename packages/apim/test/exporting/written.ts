import { exportCatalog, type ExportOptions } from "@product-auth/apim";

/** The policy document at a path: the elements in `inbound` without indentation, one line each. */
export function inboundOf(files: ReadonlyMap<string, string>, path: string): readonly string[] {
  const text = files.get(path) ?? "";
  const [, inbound = ""] = /<inbound>\n(.*?) {4}<\/inbound>/s.exec(text) ?? [];
  return inbound
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && line !== "<base />");
}

/** What becomes of policies of the API `orders`, which is in the product `gold` for keys. */
export function exportedApi(policies: object, options: ExportOptions = {}): Exported {
  const catalog = {
    products: { gold: { accepts: ["key"] } },
    apis: { orders: { path: "orders", products: ["gold"], operations: LIST, ...policies } },
  };
  return inShort(catalog, "apis/orders/policy.xml", options);
}

/** What becomes of a product. */
export const exportedProduct = (product: object, options: ExportOptions = {}): Exported =>
  inShort({ products: { gold: product } }, "products/gold/policy.xml", options);

const LIST = { list: { method: "GET", urlTemplate: "/" } };

/** The elements of a document, and findings as `lost export-policy apis.orders.ipFilter`. */
export interface Exported {
  readonly files: ReadonlyMap<string, string>;
  readonly inbound: readonly string[];
  readonly findings: readonly string[];
}

export function inShort(catalog: object, path: string, options: ExportOptions = {}): Exported {
  const { files, findings } = exportCatalog(catalog, options);
  return {
    files,
    inbound: inboundOf(files, path),
    findings: findings
      .filter(({ code }) => code !== "export-value")
      .map(({ severity, code, at }) => `${severity} ${code} ${at}`),
  };
}

/** The document of a place that is closed. */
export const CLOSED: readonly string[] = [
  "<return-response>",
  '<set-status code="403" reason="Forbidden" />',
  "</return-response>",
];
