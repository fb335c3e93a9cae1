import { SHOP, written, type Written } from "./written.js";

export const AUDIENCES = "<audiences><audience>orders</audience></audiences>";
export const DISCOVERY = "https://id.example/.well-known/openid-configuration";
export const FETCHED = ["RS256", "RS512", "PS256", "ES256"];

/** What an import of the document of API `orders` writes. */
export const ofApi = (inner: string): Written => written({ ...SHOP, policies: { "api:orders": inner } });
export const api = (inner: string) => ofApi(inner).catalog["apis"]!["orders"]!;
export const token = (attributes: string, children: string) =>
  api(`<validate-jwt ${attributes}>${children}</validate-jwt>`)["validateJwt"] as unknown;
