import type { Admit, Answer, ProductAuth, ProductAuthOptions, Requirement } from "@product-auth/core";
import {
  admissionFields,
  andThen,
  guardsOf,
  guardUpgradeOf,
  instanceOf,
  markGuard,
  markMetadata,
  markOpen,
  metadataAnswers,
  productAuthOf,
  refuseUncalled,
  withMembers,
} from "@product-auth/core/adapter";
import type { Context, ExtendableContext, Next } from "koa";
import type { Guard, KoaProductAuth } from "./koa-product-auth.js";
import { KoaRouting } from "./koa-routing.js";

/**
 * Koa middleware that enforces product access rules. Takes options, or an instance made by core's `createProductAuth`
 * that several servers share. Throws one `ConfigurationError` that lists every problem.
 */
export function productAuth<const P extends string, const A extends string = never>(
  options: ProductAuthOptions<P, A> | ProductAuth<P, A>,
): KoaProductAuth<P, A> {
  const auth = productAuthOf<P, A>(options);
  // Routers and koa-mount rewrite `ctx.path`; the target as sent is in `originalUrl`.
  const viewOf = (ctx: ExtendableContext) =>
    auth.viewOf(ctx.req, ctx.originalUrl, new KoaRouting(ctx), () => ctx.ip);

  function guard(requirement: Requirement<P>): Guard {
    // Not an async function: a synchronous admission returns the result of `next()`, and nothing here catches, so errors of
    // a handler or of the application's `errors` function reach Koa unchanged.
    return markGuard(auth, requirement, function productAuthGuard(ctx: Context, next: Next) {
      return andThen(auth.authorize(viewOf(ctx), requirement), (decision): unknown => {
        if (decision.outcome !== "admit") return write(ctx, auth.answer(decision));
        setAccess(ctx, decision);
        return next();
      });
    });
  }

  // `KoaProductAuth` types what each guard promises.
  const guards = Object.assign(guard(auth.anyProduct), guardsOf(auth, guard), {
    open: (...given: unknown[]) => {
      refuseUncalled(given, "open", "write auth.open()");
      return markOpen(function productAuthOpen(_ctx: ExtendableContext, next: Next) {
        return next();
      });
    },
    protectedResourceMetadata: (...given: unknown[]) => {
      refuseUncalled(given, "protectedResourceMetadata", "write auth.protectedResourceMetadata()");
      const answerTo = metadataAnswers(auth.resourceMetadata);
      return markMetadata(auth, function productAuthMetadata(ctx: ExtendableContext, next: Next) {
        const found = answerTo(viewOf(ctx));
        return found === undefined ? next() : write(ctx, found);
      });
    },
    guardUpgrade: guardUpgradeOf(auth),
  });
  return withMembers(guards, instanceOf(auth, viewOf)) as unknown as KoaProductAuth<P, A>;
}

function setAccess(ctx: Context, { access, headers, onResponse }: Admit): void {
  ctx.state.productAuth = access;
  for (const [name, value] of admissionFields(headers, (field) => ctx.res.hasHeader(field)))
    ctx.set(name, value);
  onResponse?.(ctx.res);
}

function write(ctx: ExtendableContext, { status, headers, body }: Answer): void {
  if (ctx.headerSent || ctx.respond === false) return; // answered by a handler, now or while the guard waited
  ctx.status = status;
  setHeaders(ctx, headers); // before the body, which would bring a content type of its own
  ctx.body = body;
}

function setHeaders(ctx: ExtendableContext, headers: Answer["headers"]): void {
  for (const [name, value] of Object.entries(headers)) ctx.set(name, value as string | string[]);
}
