import type { Access, Rule } from "@product-auth/core";
import type {
  FastifyBaseLogger,
  FastifySchema,
  FastifyTypeProvider,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerBase,
  RouteGenericInterface,
} from "fastify";
import type { FastifyGuards } from "./fastify-product-auth.js";

/**
 * The names of your products and APIs, for the types of route configuration, which do not depend on an instance. With
 * them declared, a misspelt product in a route's `config` does not compile:
 * `declare module "@product-auth/fastify" { interface RegisteredNames { products: "starter" | "pro" } }`.
 */
export interface RegisteredNames {}

// Not just `string`: a union that holds a literal keeps the literals that are written, and the access is narrowed.
type AnyName = "" | (string & {});
type ProductName = RegisteredNames extends { products: infer P extends string } ? P : AnyName;
type ApiName = RegisteredNames extends { apis: infer A extends string } ? A : AnyName;

type Demands = Rule<ProductName, ApiName>;

/** Type of a route's `config.productAuth`: a non-empty rule, or `"open"`. */
export type RouteRule =
  "open" | { [Name in keyof Demands]-?: Demands & Required<Pick<Demands, Name>> }[keyof Demands];

/** Type of `request.productAuth` in the handlers of a route with this `config`. */
export type AccessFor<Config> = Config extends { readonly productAuth: infer R }
  ? R extends "open"
    ? Access | undefined
    : Access<ProductOf<R>>
  : Access | undefined;

// A key for an API itself has no product, unless the rule requires one.
type ProductOf<R> = R extends { readonly product: infer N }
  ? (N extends readonly (infer Each)[] ? Each : N) & string
  : R extends { readonly api: unknown }
    ? ProductName | undefined
    : string;

/** As Fastify declares it without exporting it. */
interface RequestParts {
  params: unknown;
  query: unknown;
  headers: unknown;
  body: unknown;
}

declare module "fastify" {
  interface FastifyContextConfig {
    /** The rule of this route. Default: a credential for any product. */
    productAuth?: RouteRule;
  }

  interface FastifyRequest<
    RouteGeneric extends RouteGenericInterface,
    RawServer extends RawServerBase,
    RawRequest extends RawRequestDefaultExpression<RawServer>,
    SchemaCompiler extends FastifySchema,
    TypeProvider extends FastifyTypeProvider,
    ContextConfig,
    Logger extends FastifyBaseLogger,
    RequestType extends RequestParts,
  > {
    /** The access of the admitted request; undefined only when `config` has no rule. See `accessOf`. */
    productAuth: AccessFor<ContextConfig>;
  }

  interface FastifyInstance<
    RawServer extends RawServerBase,
    RawRequest extends RawRequestDefaultExpression<RawServer>,
    RawReply extends RawReplyDefaultExpression<RawServer>,
    Logger extends FastifyBaseLogger,
    TypeProvider extends FastifyTypeProvider,
  > {
    /** The instance whose plugin guards this scope; undefined outside such a scope. */
    readonly productAuth: FastifyGuards<ProductName, ApiName>;
  }
}
