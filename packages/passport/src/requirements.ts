import {
  ConfigurationError,
  type Problem,
  type ProductAuth,
  type Requirement,
  type Rule,
} from "@product-auth/core";
import type { AuthenticateOptions } from "passport";

declare module "passport" {
  // A rule in the options is what `ProductAuthStrategy` demands.
  interface AuthenticateOptions extends Rule<string, string> {}
}

/** Options of `passport.authenticate` with a rule in them. May be spread into others. */
export interface Demanding extends AuthenticateOptions {
  readonly session: false;
}

// Exhaustive: a new part of rules does not compile until it is named here.
const PARTS = Object.keys({
  api: true,
  product: true,
  scopes: true,
  roles: true,
  accepts: true,
  all: true,
} satisfies Record<keyof Rule, true>);

/** What is easily written instead. Passport lets every option through, and the demand would be lost. */
const MISSPELT: Readonly<Record<string, keyof Rule>> = {
  apis: "api",
  products: "product",
  scope: "scopes",
  role: "roles",
  accept: "accepts",
};

/** The requirements that options of `passport.authenticate` stand for, made once per options object. */
export class Requirements<P extends string, A extends string> {
  readonly #auth: ProductAuth<P, A>;
  readonly #made = new WeakMap<object, Requirement<P>>();

  constructor(auth: ProductAuth<P, A>) {
    this.#auth = auth;
  }

  /** Options that say this requirement in plain words, so that a copy of them stands for the same. Frozen. */
  optionsFor(requirement: Requirement<P>): Demanding {
    const options: Demanding = Object.freeze({ session: false, ...requirement.rule });
    this.#made.set(options, requirement);
    return options;
  }

  /** Throws `ConfigurationError` when they say no sound rule, or would keep the caller signed in. */
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
    // A part that is there and undefined is not left out: somebody wanted to demand something.
    const rule = Object.fromEntries(Object.entries(options).filter(([part]) => PARTS.includes(part)));
    if (Object.keys(rule).length === 0) return this.#auth.anyProduct;
    return this.#auth.requirement(rule as Rule<P, A>, "passport.authenticate(name, options)");
  }
}

function problemsOf(options: AuthenticateOptions): Problem[] {
  const at = (name: string) => `passport.authenticate(name, { ${name} })`;
  const problems = Object.entries(MISSPELT)
    .filter(([wrong]) => Object.hasOwn(options, wrong))
    .map(([wrong, right]) => ({ path: at(wrong), message: "demands nothing", fix: `write ${right}` }));
  if (options.session !== false && options.assignProperty === undefined) {
    const message = "is not false: the caller would stay signed in when the token is no longer good";
    problems.push({ path: at("session"), message, fix: "write session: false" });
  }
  return problems;
}
