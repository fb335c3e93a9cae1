import { GraphRefusal } from "./graph-refusal.js";
import { graphRefusals } from "./graph-refusals.js";

/** The query options of a call. */
export interface GraphQuery {
  readonly filter: Filter | undefined;
  /** Undefined for all properties. */
  readonly select: readonly string[] | undefined;
  readonly top: number;
  /** Id of the last object of the page before. */
  readonly after: string | undefined;
}

/** The filters that the emulator's Graph knows: `name eq 'value'`, and `name/any(x:x eq 'value')`. */
export interface Filter {
  readonly name: string;
  readonly any: boolean;
  readonly value: string;
}

const known = ["$filter", "$select", "$top", "$skiptoken"];
const usualPage = 100;
const largestPage = 999;

/** Reads the query options ("Use query parameters to customize responses"). `list`: whether the call lists objects. */
export function readQuery(params: URLSearchParams, list: boolean): GraphQuery | GraphRefusal {
  for (const name of new Set(params.keys())) {
    if (!known.includes(name) || (!list && name !== "$select"))
      return graphRefusals.query(`The query option '${name.slice(0, 100)}' is not supported here.`);
    if (params.getAll(name).length > 1)
      return graphRefusals.query(
        `Query option '${name}' was specified more than once, but it must be specified at most once.`,
      );
  }
  const filter = readFilter(params.get("$filter"));
  if (filter instanceof GraphRefusal) return filter;
  const top = readTop(params.get("$top"));
  if (top instanceof GraphRefusal) return top;
  const select = params
    .get("$select")
    ?.split(",")
    .map((name) => name.trim());
  const token = params.get("$skiptoken");
  return { filter, select, top, after: token === null ? undefined : token };
}

function readTop(text: string | null): number | GraphRefusal {
  if (text === null) return usualPage;
  const top = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (top >= 1 && top <= largestPage) return top;
  return graphRefusals.query(
    `Invalid page size specified: '${text.slice(0, 20)}'. Must be between 1 and ${largestPage} inclusive.`,
  );
}

function readFilter(text: string | null): Filter | undefined | GraphRefusal {
  if (text === null) return undefined;
  const equal = /^ *([A-Za-z]+) +eq +'((?:[^']|'')*)' *$/.exec(text);
  if (equal !== null) return { name: equal[1]!, any: false, value: unquoted(equal[2]!) };
  const any =
    /^ *([A-Za-z]+)\/any\( *([A-Za-z]\w{0,20}) *: *([A-Za-z]\w{0,20}) +eq +'((?:[^']|'')*)' *\) *$/.exec(
      text,
    );
  if (any !== null && any[2] === any[3]) return { name: any[1]!, any: true, value: unquoted(any[4]!) };
  return new GraphRefusal(
    400,
    "Request_UnsupportedQuery",
    "Unsupported or invalid query filter clause specified for the request.",
  );
}

function unquoted(text: string): string {
  return text.replaceAll("''", "'");
}
