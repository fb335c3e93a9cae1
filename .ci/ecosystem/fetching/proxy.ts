// #region proxy
import { productAuth, type ProductAuthOptions } from "@product-auth/express";
import { fetch, ProxyAgent } from "undici";

/** `proxy`: such as `http://proxy.contoso.example:3128`. */
export function behindProxy(options: ProductAuthOptions<"starter">, proxy: string) {
  const dispatcher = new ProxyAgent(proxy);
  return productAuth({
    ...options,
    fetch: ((url: string, init: object) => fetch(url, { ...init, dispatcher })) as typeof globalThis.fetch,
  });
}
// #endregion proxy
