import { ConfigurationError, type Problem } from "@product-auth/core";

const DEFAULT = "product-auth";
const AT = "new ProductAuthStrategy(options, settings)";

/**
 * Returns the name in the second argument of a strategy's constructor. Throws `ConfigurationError` for an argument
 * without effect, above all for a verify callback, whose checks would be lost silently.
 */
export function strategyName(settings: unknown, { isSubclass }: { readonly isSubclass: boolean }): string {
  // A mixin appends a callback for `validate` to the arguments, such as that of @nestjs/passport.
  if (typeof settings === "function" && isSubclass) return DEFAULT;
  const problems = problemsOf(settings);
  if (problems.length > 0) throw new ConfigurationError(problems);
  return (settings as { name?: string }).name ?? DEFAULT;
}

/** Throws `ConfigurationError` when a subclass has a method `validate`, which is never called. */
export function refuseValidate(strategy: { readonly validate?: unknown }): void {
  if (strategy.validate === undefined) return;
  const message = "is never called, so its checks would have no effect";
  const fix = "remove it; NestJS: write further checks in canActivate of a guard that runs after this one";
  throw new ConfigurationError([{ path: "validate()", message, fix }]);
}

function problemsOf(settings: unknown): Problem[] {
  if (typeof settings === "function") {
    const fix = "remove it, and read the access in the handler: accessOf(req)";
    return [{ path: AT, message: "settings is a function: no verify callback is ever called", fix }];
  }
  if (typeof settings !== "object" || settings === null || Array.isArray(settings))
    return [{ path: AT, message: "settings is not an object", fix: 'write { name: "…" }, or nothing' }];
  const { name, ...others } = settings as { name?: unknown };
  const problems = Object.keys(others).map((member) => ({
    path: `${AT}.${member}`,
    message: "is not an option",
    fix: "remove it; the only name is name",
  }));
  if (name !== undefined && (typeof name !== "string" || name === ""))
    problems.push({ path: `${AT}.name`, message: "is not a name", fix: "write a string that is not empty" });
  return problems;
}
