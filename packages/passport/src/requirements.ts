import {
  ConfigurationError,
  type Problem,
  type ProductAuth,
  type Requirement,
  type Rule,
} from "@product-auth/core";
import type { AuthenticateOptions } from "passport";

declare module "passport" {
  // `ProductAuthStrategy` enforces the rule in the options.
  interface AuthenticateOptions extends Rule<string, string> {}
}

/** Options of `passport.authenticate` that contain a rule. May be spread into other options. */
export interface RuleOptions extends AuthenticateOptions {
  readonly session: false;
}

// Exhaustive: a new member of `Rule` does not compile until it is listed here.
const PARTS = Object.keys({
  api: true,
  product: true,
  scopes: true,
  roles: true,
  accepts: true,
  all: true,
  anyOf: true,
  tokenSource: true,
  validateJwt: true,
  custom: true,
  rateLimitByKey: true,
} satisfies Record<keyof Rule, true>);

/** Likely misspellings. Passport accepts every option, so the rule would be lost silently. */
const MISSPELT: Readonly<Record<string, keyof Rule>> = {
  apis: "api",
  products: "product",
  scope: "scopes",
  role: "roles",
  accept: "accepts",
  anyof: "anyOf",
  oneOf: "anyOf",
};

/** Converts options of `passport.authenticate` to requirements, once per options object. */
export class Requirements<P extends string, A extends string> {
  readonly #auth: ProductAuth<P, A>;
  readonly #made = new WeakMap<object, Requirement<P>>();

  constructor(auth: ProductAuth<P, A>) {
    this.#auth = auth;
  }

  /** Makes frozen options that contain the rule of a requirement, so that a copy of them has the same effect. */
  optionsFor(requirement: Requirement<P>): RuleOptions {
    const options: RuleOptions = Object.freeze({ session: false, ...requirement.rule });
    this.#made.set(options, requirement);
    return options;
  }

  /** Returns the requirement for options. Throws `ConfigurationError` for an invalid rule, and for options that would keep the caller signed in. */
  of(options: AuthenticateOptions): Requirement<P> {
    const known = this.#made.get(options);
    if (known !== undefined) return known;
    const problems = problemsOf(options);
    if (problems.length > 0) throw new ConfigurationError(problems);
    const requirement = this.#make(options);
    this.#made.set(options, requirement);
    return requirement;
  }

  #make(options: AuthenticateOptions): Requirement<P> {
    // A member that is present and undefined is not dropped, so that `requirement` reports it.
    const rule = Object.fromEntries(Object.entries(options).filter(([part]) => PARTS.includes(part)));
    if (Object.keys(rule).length === 0) return this.#auth.anyProduct;
    return this.#auth.requirement(rule as Rule<P, A>, "passport.authenticate(name, options)");
  }
}

function problemsOf(options: AuthenticateOptions): Problem[] {
  const at = (name: string) => `passport.authenticate(name, { ${name} })`;
  const problems = Object.entries(MISSPELT)
    .filter(([wrong]) => Object.hasOwn(options, wrong))
    .map(([wrong, right]) => ({
      path: at(wrong),
      message: "is not a member of a rule, so it would require nothing",
      fix: `write ${right}`,
    }));
  if (options.session !== false && options.assignProperty === undefined) {
    const message = "is not false: the caller would stay signed in when the token is no longer good";
    problems.push({ path: at("session"), message, fix: "write session: false" });
  }
  return problems;
}
