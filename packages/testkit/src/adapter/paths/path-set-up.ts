import type { RequestListener } from "node:http";
import type { AnyOptions } from "../adapter-harness.js";

/** An application of the framework under test that decides by path: how its routers read, and how it is built. */
export interface PathSetUp {
  readonly name: string;
  /**
   * What decides which API a handler with parameters belongs to: the literal part of the matched route, or the path
   * that the guard's router read.
   */
  readonly decidesBy: "route" | "path";
  /** Whether the router compares the segment at that index without case; the last entry holds for the rest. */
  readonly ignoresCase: readonly boolean[];
  /** Whether the router matches the path as it was sent, or decoded. */
  readonly matches: "raw" | "decoded";
  /** Whether the option says that the routers are case-sensitive. */
  readonly caseSensitivePaths?: boolean;
  /** Whether a middleware puts the path of `x-rewrite` in place of the request's, before the guard or after it. */
  readonly rewrites?: "before" | "after";
  /** Whether the guard cannot tell what was rewritten: it may refuse that, and asks what was sent too. */
  readonly mayRefuseRewritten?: boolean;
  /**
   * Whether the guard cannot tell a path within several mounts from a rewritten one. Then plain targets are answered only
   * where that makes no difference: paths of no API are refused, and the inner mount's path is that of no API.
   */
  readonly confusesMounts?: boolean;
  /** Whether a middleware before the guard puts the method of `x-method` in place of the request's. */
  readonly overridesMethod?: boolean;
  readonly protocol?: "HTTP/1.1" | "HTTP/2";
  /** The routes that it declares, made of those for every set-up; default: these. */
  readonly routes?: (all: readonly PathRoute[]) => readonly PathRoute[];
  readonly build: (plan: PathPlan) => BuiltPaths | Promise<BuiltPaths>;
}

/** What an application is built of. */
export interface PathPlan {
  readonly options: AnyOptions;
  /** In the order of their declaration: literal routes, then parameters, then wildcards. */
  readonly routes: readonly PathRoute[];
}

export interface BuiltPaths {
  readonly listener: RequestListener;
  readonly close: () => Promise<void>;
}

/** One segment of a route's path: literal and decoded, a parameter, or all the rest. */
export type Piece =
  string | { readonly param: string; readonly pattern?: string } | { readonly rest: string };

export interface PathRoute {
  readonly id: string;
  readonly methods: readonly ("GET" | "POST")[];
  readonly pieces: readonly Piece[];
}

/** What a handler tells in the field `x-told`, by `toldIn`. */
export interface Told {
  readonly handler: string;
  /** The path that the router read where the guard stands. */
  readonly path: string;
  /** The method that the guard saw. */
  readonly method: string;
  readonly params: Readonly<Record<string, string>>;
  /** Undefined where no guard ran. */
  readonly access: { readonly api?: string | undefined; readonly operation?: string | undefined } | undefined;
}

/** Requests carry these; what stands in them is encoded as a URI component. */
export const REWRITE = "x-rewrite";
export const METHOD = "x-method";
/** Answers carry this. */
export const TOLD = "x-told";
