import type { CatalogProduct } from "@product-auth/core";
import { scopeOf } from "../../console-sign-in/token-request.js";
import { digestOf } from "../../people/digest.js";
import type { Viewer } from "../../people/viewer.js";
import type { PortalContext } from "../../portal-context.js";
import type { CodeChoice } from "./try-it.js";

/** What a user can get a token for at the issuer. `products`: those of the API that the viewer may find. */
export function codeChoice(
  {
    viewer,
    api,
    operation,
    products,
  }: {
    readonly viewer: Viewer;
    readonly api: string;
    readonly operation: string;
    readonly products: readonly CatalogProduct[];
  },
  { consoleSignIn, settings, to }: PortalContext,
): CodeChoice | undefined {
  if (consoleSignIn === undefined || viewer.kind === "guest") return undefined;
  const offered = products
    .filter((product) => scopeOf(product, consoleSignIn.settings) !== undefined)
    .map(({ name, displayName, scopes, role }) => ({
      name,
      displayName,
      isForApplications: role !== undefined && scopes.length === 0,
    }))
    .toSorted((a, b) => Number(a.isForApplications) - Number(b.isForApplications));
  const [first] = offered;
  if (first === undefined) return undefined;
  const { session } = viewer;
  const waiting = session.waitingToken;
  const isWaiting =
    waiting?.api === api &&
    waiting.until > settings.clock() &&
    offered.some(({ name }) => name === waiting.product);
  const query = new URLSearchParams({ api, operation, product: isWaiting ? waiting.product : first.name });
  const path = to("console", "signin");
  return {
    href: `${path}?${query.toString()}`,
    path,
    label: consoleSignIn.settings.label,
    products: offered,
    waiting: isWaiting ? waiting.product : undefined,
    session: digestOf(`console ${session.id}`),
  };
}
