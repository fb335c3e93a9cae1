import type { View } from "../call.js";
import { linkList, type ListEntry } from "../html/list.js";
import { html } from "../html/template.js";
import { textOf } from "../html/operator-text.js";
import { page } from "../http/reply.js";
import { listedData, listedOperationData } from "../json/catalog-data.js";
import { listedApi, listedOperations, listedProduct } from "./listed.js";
import { visibleCatalog } from "../people/visible.js";

const LONGEST_SEARCH = 100;

/** The home page: the search with its results, or everything that the viewer may find. */
export const homePage: View = async ({ query, viewer }, portal) => {
  const search = query.text("q").slice(0, LONGEST_SEARCH);
  const holds = matcherOf(search);
  const { products, apis } = visibleCatalog(viewer, portal);
  const found = {
    products: products.filter(({ name, displayName, description }) => holds(name, displayName, description)),
    apis: apis.filter(({ name, displayName, description, path }) =>
      holds(name, displayName, description, path),
    ),
    operations: search === "" ? [] : await matchingOperations(),
  };
  async function matchingOperations() {
    return (await Promise.all(apis.map((api) => listedOperations(api, portal, holds)))).flat();
  }
  const all: readonly (readonly [heading: string, entries: readonly ListEntry[]])[] = [
    ["Products", found.products.map((product) => listedProduct(product, portal))],
    ["APIs", found.apis.map((api) => listedApi(api, portal))],
    ["Operations", found.operations],
  ];
  const sections = all.filter(([, entries]) => entries.length > 0);
  return page({
    h1: portal.settings.title,
    data: {
      products: found.products.map(listedData),
      apis: found.apis.map(listedData),
      operations: found.operations.map(({ api, operation }) => ({
        ...listedOperationData(operation),
        api: api.name,
      })),
    },
    body: html`${textOf("home", portal)}
      <form class="search" role="search" method="get" action="${portal.to()}">
        <label for="q">Search</label>
        <input type="search" id="q" name="q" value="${search}" maxlength="${LONGEST_SEARCH}" />
        <button>Search</button>
      </form>
      ${sections.map(
        ([heading, entries]) =>
          html`<h2>${heading}</h2>
            ${linkList(entries, "")}`,
      )}
      ${sections.length === 0 && html`<p class="empty" role="status">${search === "" ? "Nothing is published yet." : `Nothing was found for “${search}”.`}</p>`}`,
  });
};

/** Whether texts hold every word of a search, in any case. */
function matcherOf(search: string): (...texts: readonly (string | undefined)[]) => boolean {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return (...texts) => {
    const text = texts.join("\n").normalize("NFC").toLowerCase(); // as `Fields.text` gives the words
    return words.every((word) => text.includes(word));
  };
}
