import type { CatalogApi, CatalogProduct } from "@product-auth/core";
import type { Call, View } from "../../call.js";
import { statusWords } from "../../console/answer-words.js";
import { coveringScopes } from "../../console-keys/covering-scopes.js";
import { codeBlock } from "../../html/code-block.js";
import { descriptionOf, markdown } from "../../html/markdown.js";
import { linkList } from "../../html/list.js";
import { table, termList } from "../../html/table.js";
import { html, type Html } from "../../html/template.js";
import { notFound, page } from "../../http/reply.js";
import { operationData } from "../../json/catalog-data.js";
import type { ShownOperation } from "../../openapi/api-description.js";
import { operationDetails, type OperationDetails } from "../../openapi/operation-details.js";
import type { PortalContext } from "../../portal-context.js";
import { StoreUnavailableError } from "../../stores/store-unavailable-error.js";
import { listedProduct } from "../listed.js";
import { operationsOf } from "../operations-of.js";
import { visibleApi, visibleCatalog } from "../../people/visible.js";
import { acceptsKey, credentialTerms } from "./credential-terms.js";
import { codeChoice } from "./code-choice.js";
import { exampleCommand } from "./example-command.js";
import { tokenChoice } from "./token-choice.js";
import { tryIt } from "./try-it.js";

/** `/apis/{api}/operations/{operation}`: how it is called, and the console that calls it. */
export const operationPage: View = async (call, portal) => {
  const { params, viewer } = call;
  const api = visibleApi(params["api"], viewer, portal);
  const shown = api && (await operationsOf(api, portal)).find(({ id }) => id === params["operation"]);
  if (api === undefined || shown === undefined) return notFound;
  const products = visibleCatalog(viewer, portal).products.filter(({ name }) => api.products.includes(name));
  const details = operationDetails(api, shown);
  const { origin } = portal.settings.publicUrl;
  const path = details.template.segments.join("/");
  return page({
    h1: shown.displayName,
    data: operationData(shown, { api, products, details, url: `${origin}/${path}` }),
    above: { text: api.displayName, href: portal.to("apis", api.name) },
    scripts: ["console.js"],
    body: html`${details.isDeprecated && html`<p class="note">This operation is deprecated.</p>`}
      ${descriptionOf(withoutUndefined(shown))}
      ${codeBlock({ label: "Address", text: `${shown.method} ${origin}/${path}` })}
      <h2>Credentials</h2>
      ${credentials(api, products)} ${parameterTable(details)} ${requestBody(details)} ${responses(details)}
      <h2>Products</h2>
      ${linkList(
        products.map((product) => listedProduct(product, portal)),
        "No product contains this API.",
      )}
      <h2>curl</h2>
      ${codeBlock({
        label: "curl command",
        text: exampleCommand(origin, api, products, details),
        isCopied: true,
      })}
      ${portal.settings.console && (await consoleOf(call, api, products, { ...details, id: shown.id }, portal))}`,
  });
};

const withoutUndefined = ({ description }: ShownOperation) =>
  description === undefined ? {} : { description };

function credentials(api: CatalogApi, products: readonly CatalogProduct[]): Html {
  const terms = credentialTerms(api, products).filter(([, description]) => description !== false);
  return terms.length === 0 ? html`<p>No product that you may see contains this API.</p>` : termList(terms);
}

function parameterTable({ parameters }: OperationDetails): Html | undefined {
  if (parameters.length === 0) return undefined;
  return html`<h2>Parameters</h2>
    ${table({
      caption: "Parameters",
      columns: ["Name", "In", "Type", "Description", "Example"],
      rows: parameters.map(({ name, in: where, type, required, isRest, description, example }) => [
        html`<code>${name}</code>`,
        where,
        type ?? "string",
        html`<div>
          ${!required && isRest !== true && html`<p class="hint">Optional</p>`}${description !== undefined && markdown(description)}
        </div>`,
        example !== undefined && html`<code>${example}</code>`,
      ]),
      empty: "",
    })}`;
}

function requestBody({ requestBody: body }: OperationDetails): Html | undefined {
  if (body === undefined) return undefined;
  return html`<h2>Request body</h2>
    <p><code>${body.mediaType}</code>${!body.required && ", optional"}</p>
    ${body.example !== undefined && codeBlock({ label: "Example of the request body", text: body.example })}`;
}

function responses({ responses: all }: OperationDetails): Html | undefined {
  if (all.length === 0) return undefined;
  return html`<h2>Responses</h2>
    ${all.map(
      ({ status, description, body }) =>
        html`<h3>${/^\d+$/.test(status) ? statusWords(Number(status), "") : status}</h3>
          ${description !== undefined && markdown(description)}
          ${body && html`<p><code>${body.mediaType}</code></p>`}
          ${body?.example !== undefined && codeBlock({ label: `Example of a ${status} response`, text: body.example })}`,
    )}`;
}

async function consoleOf(
  { viewer, url }: Call,
  api: CatalogApi,
  products: readonly CatalogProduct[],
  details: OperationDetails & { readonly id: string },
  portal: PortalContext,
): Promise<Html> {
  const takesKey = acceptsKey(api, products);
  const offersKey = takesKey && viewer.kind === "user" && (await canGetKey(viewer.user.id));
  async function canGetKey(userId: string): Promise<boolean> {
    if (portal.settings.auth.catalog.subscriptionDates === "audit") return false;
    try {
      return await portal.consoleKeys.isPossible(userId, coveringScopes(api, viewer, portal));
    } catch (error) {
      if (error instanceof StoreUnavailableError) return false; // the page stands without the button
      throw error;
    }
  }
  const back = new URLSearchParams({ returnTo: url.pathname });
  return tryIt({
    api: api.name,
    details,
    acceptsKey: takesKey,
    offersKey,
    keyPath: portal.to("console", "key"),
    tokens: await tokenChoice(viewer, products, portal),
    code: codeChoice({ viewer, api: api.name, operation: details.id, products }, portal),
    signIn: viewer.kind === "guest" ? `${portal.to("signin")}?${back.toString()}` : undefined,
  });
}
