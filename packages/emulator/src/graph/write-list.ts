import type { GraphAnswer } from "./graph-answer.js";
import { GraphRefusal } from "./graph-refusal.js";
import { graphRefusals } from "./graph-refusals.js";
import type { GraphQuery } from "./read-query.js";

/** An object as Graph writes it. */
export type Written = Readonly<Record<string, unknown>> & { readonly id: string };

/** The properties by which a list can be filtered: `eq` on texts, `any` on lists of texts. */
export interface Filterable {
  readonly texts: readonly string[];
  readonly lists: readonly string[];
}

/** What a list needs to be written. */
export interface ListRequest {
  readonly query: GraphQuery;
  /** The requested URL, with the origin that clients use. */
  readonly url: URL;
  /** After `$metadata#`. */
  readonly context: string;
  readonly graphUrl: string;
  readonly filterable: Filterable;
  /** `microsoft.graph.application` and so on. */
  readonly type: string;
  /** The ids of all objects of the type in the order of the list, with those that are not listed. */
  readonly order: readonly string[];
  /** Names that `$select` can take. */
  readonly properties: readonly string[];
}

/** Writes one page of a list, with a link to the next page when there is one ("Paging Microsoft Graph data in your app"). */
export function writeList(all: readonly Written[], request: ListRequest): GraphAnswer | GraphRefusal {
  const { query, filterable, graphUrl, context } = request;
  const { filter, top, after } = query;
  if (filter !== undefined && !(filter.any ? filterable.lists : filterable.texts).includes(filter.name))
    return graphRefusals.query("Unsupported or invalid query filter clause specified for the request.");
  const unknown = unknownProperty(query, request);
  if (unknown !== undefined) return unknown;
  const last = after === undefined ? -1 : request.order.findIndex((id) => tokenOf(id) === after);
  if (after !== undefined && last < 0) return graphRefusals.pageToken();
  const earlier = new Set(request.order.slice(0, last + 1));
  const rest = all.filter((one) => !earlier.has(one.id) && (filter === undefined || fits(one, filter)));
  const page = rest.slice(0, top);
  const next = rest.length > page.length ? nextLink(request, page.at(-1)!.id) : undefined;
  return {
    status: 200,
    body: {
      "@odata.context": `${graphUrl}/$metadata#${context}${selection(query)}`,
      ...(next === undefined ? {} : { "@odata.nextLink": next }),
      value: page.map((one) => selected(one, query)),
    },
  };
}

/** Writes one object, with the selected properties. */
export function writeObject(
  one: Written,
  request: Omit<ListRequest, "filterable" | "url" | "order">,
): GraphAnswer | GraphRefusal {
  const { query, graphUrl, context } = request;
  const unknown = unknownProperty(query, request);
  if (unknown !== undefined) return unknown;
  const name = `${graphUrl}/$metadata#${context}${selection(query)}/$entity`;
  return { status: 200, body: { "@odata.context": name, ...selected(one, query) } };
}

function unknownProperty(
  { select }: GraphQuery,
  { properties, type }: Pick<ListRequest, "properties" | "type">,
): GraphRefusal | undefined {
  const unknown = select?.find((name) => !properties.includes(name));
  if (unknown === undefined) return undefined;
  return new GraphRefusal(
    400,
    "BadRequest",
    `Parsing OData Select and Expand failed: Could not find a property named '${unknown.slice(0, 100)}' on type '${type}'.`,
  );
}

function fits(one: Written, { name, any, value }: NonNullable<GraphQuery["filter"]>): boolean {
  const found = one[name];
  if (any) return Array.isArray(found) && found.includes(value);
  // Names compare without case in Entra.
  return typeof found === "string" && found.toLowerCase() === value.toLowerCase();
}

function selected(one: Written, { select }: GraphQuery): object {
  if (select === undefined) return one;
  return Object.fromEntries(Object.entries(one).filter(([name]) => select.includes(name)));
}

function selection({ select }: GraphQuery): string {
  return select === undefined ? "" : `(${select.join(",")})`;
}

function nextLink({ url }: ListRequest, id: string): string {
  const next = new URL(url);
  next.searchParams.set("$skiptoken", tokenOf(id));
  return next.href;
}

/** Opaque to clients. */
function tokenOf(id: string): string {
  return Buffer.from(id).toString("base64url");
}
