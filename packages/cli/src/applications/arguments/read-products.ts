import { loadCatalog, type CatalogFile } from "@product-auth/core/catalog";
import type { RequestedProduct } from "@product-auth/core/clients";
import { noSuchProduct } from "../../arguments/no-such-product.js";
import type { CommandIo } from "../../command-io.js";
import { Misuse } from "../../misuse.js";
import type { Order } from "./applications-form.js";

/** The product that the command line names. */
export function productNameFrom({ verb, lists: { product = [] } }: Order): string {
  const [name, ...more] = product;
  if (name === undefined || name === "") throw new Misuse("write the product: --product NAME");
  if (more.length > 0) throw new Misuse(`${verb} takes one --product.`);
  return name;
}

/** The products with these names, as the catalog has them. */
export async function productsFrom(
  { texts }: Order,
  names: readonly string[],
  { env }: Pick<CommandIo, "env">,
): Promise<readonly RequestedProduct[]> {
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new Misuse("--product names a product twice.");
  const catalog = await loadCatalog(texts.catalog ?? "catalog.json", { env });
  return names.map((name) => requestedProduct(name, catalog));
}

function requestedProduct(name: string, { products }: CatalogFile): RequestedProduct {
  if (!Object.hasOwn(products, name)) throw noSuchProduct(name, Object.keys(products));
  const product = products[name]!;
  const { displayName = `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`, approvalRequired = false } =
    product;
  const { accepts = ["token"], role = `Product.${displayName}.All` } = product;
  const [audience] = [product.audience ?? []].flat();
  if (!accepts.includes("token") || audience === undefined)
    throw new Misuse(`applications cannot use the product ${name}: it does not accept tokens.`);
  if (role === false)
    throw new Misuse(`the product ${name} has no app role, so applications need no registration for it.`);
  return { name, audience, role, ...(approvalRequired && { approvalRequired }) };
}
