import type { PathApi } from "../catalogs/path-api.js";
import { segmentsOf, operationName, type PathCatalog } from "../catalogs/path-catalog.js";
import { isLiteral } from "../catalogs/routes-of.js";
import type { PathRoute, PathSetUp, Piece, Told } from "../path-set-up.js";
import { readSegments } from "./read-segments.js";

/** Whose rule must have been applied before a handler answered. */
export interface ExpectedRule {
  /** Undefined: the handler belongs to no API. */
  readonly api: PathApi | undefined;
  /** Undefined where the API lists operations and has none here: nothing may answer then. `"any"`: none listed. */
  readonly operation: string | undefined;
}

/** Finds the rule for the handler that answered, without any of core's code. */
export function expectedRule(
  setUp: PathSetUp,
  { apis }: PathCatalog,
  route: PathRoute,
  { path, method }: Pick<Told, "path" | "method">,
): ExpectedRule {
  const asRead = readSegments(path, setUp.matches);
  const isOfRoute =
    setUp.rewrites !== "after" && (isLiteral(route) || (setUp.decidesBy === "route" && !isWild(route)));
  const byRoute = isOfRoute ? longest(apis, literalPart(route), exactly) : undefined;
  const api = byRoute ?? longest(apis, asRead, sameBy(setUp));
  if (api === undefined) return { api, operation: undefined };
  const below = <T>(segments: readonly T[]) => segments.slice(segmentsOf(api.path).length);
  const declared = byRoute && operationOf(api, method, below(route.pieces.map(asSegment)));
  return {
    api,
    operation:
      declared ??
      operationOf(api, method, isLiteral(route) && byRoute ? below(literalPart(route)) : below(asRead)),
  };
}

/** The API at a path when case is ignored. */
export function foldedApi({ apis }: PathCatalog, setUp: PathSetUp, path: string): PathApi | undefined {
  return longest(apis, readSegments(path, setUp.matches), sameBy({ ...setUp, ignoresCase: [true] }));
}

const exactly = (one: string, other: string) => one === other;
/** A parameter is no text: it fits parameters of a template only. */
const asSegment = (piece: Piece) => (typeof piece === "string" ? piece : undefined);

type Same = (declared: string, read: string, index: number) => boolean;

/**
 * What parameters hold is compared as ASCII: a route's own literals may fold further (Fastify's `caseSensitive: false`
 * takes the Kelvin sign for a "k"), and there the literals of the route that matched decide.
 */
const sameBy =
  ({ ignoresCase }: PathSetUp): Same =>
  (declared, read, index) =>
    declared === read || ((ignoresCase[index] ?? ignoresCase.at(-1)!) && lower(declared) === lower(read));

const lower = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

function longest(apis: readonly PathApi[], segments: readonly string[], same: Same): PathApi | undefined {
  return apis
    .filter(({ path }) => {
      const own = segmentsOf(path);
      return own.length <= segments.length && own.every((part, i) => same(part, segments[i]!, i));
    })
    .sort((one, other) => segmentsOf(other.path).length - segmentsOf(one.path).length)[0];
}

/** The literal segments at the beginning of a route. */
function literalPart({ pieces }: PathRoute): readonly string[] {
  const end = pieces.findIndex((piece) => typeof piece !== "string");
  return (end === -1 ? pieces : pieces.slice(0, end)) as readonly string[];
}

const isWild = ({ pieces }: PathRoute) =>
  pieces.some((piece) => typeof piece === "object" && "rest" in piece);

/** The most specific operation that fits. Case makes no difference: it changes a name, not who may call. */
function operationOf(
  { operations }: PathApi,
  method: string,
  rest: readonly (string | undefined)[],
): string | undefined {
  if (operations === undefined) return "any";
  const named = (wanted: string) =>
    operations
      .map((text, i) => ({
        text,
        i,
        template: (text.split(" ")[1] ?? "").split("/").filter((part) => part !== ""),
      }))
      .filter(({ text, template }) => text.startsWith(`${wanted} `) && fits(template, rest))
      .sort((one, other) => (rankOf(one.template) < rankOf(other.template) ? -1 : 1))[0]?.i;
  const found = named(method) ?? (method === "HEAD" ? named("GET") : undefined);
  return found === undefined ? undefined : operationName(found);
}

/** Literal before parameter before any rest, segment by segment. */
const rankOf = (template: readonly string[]): string =>
  template.map((part) => (part === "*" ? "3" : part.startsWith("{") ? "2" : "1")).join("");

function fits(template: readonly string[], rest: readonly (string | undefined)[]): boolean {
  const isOpen = template.at(-1) === "*";
  const fixed = isOpen ? template.slice(0, -1) : template;
  if (isOpen ? rest.length < fixed.length : rest.length !== fixed.length) return false;
  return fixed.every((part, i) => part.startsWith("{") || part.toLowerCase() === rest[i]?.toLowerCase());
}
