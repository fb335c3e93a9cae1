import type { Route } from "./call.js";
import { apiPage, apisPage } from "./views/apis.js";
import { homePage } from "./views/home.js";
import { productPage, productsPage } from "./views/products.js";

/** Every page of the portal: path, who may open it, what answers. Whatever is not listed is not found. */
export const routes: readonly Route[] = [
  { path: "/", who: "anyone", get: homePage },
  { path: "/apis", who: "anyone", get: apisPage },
  { path: "/apis/{api}", who: "anyone", get: apiPage },
  { path: "/products", who: "anyone", get: productsPage },
  { path: "/products/{product}", who: "anyone", get: productPage },
];
