import {
  ConfigurationError,
  createProductAuth,
  type Answer,
  type Explanation,
  type ProductAuth,
  type ProductAuthOptions,
  type Requirement,
  type Rule,
} from "@product-auth/core";
import { summaryOf, type TokenSummary } from "./token-summary.js";
import { viewOfToken } from "./view-of-token.js";

/** Everything the command has to say; with `--json` exactly this. */
export interface Report extends Explanation {
  /** What the caller would see; absent when the token is admitted. */
  readonly answer?: Answer;
  /** Documents that could not be had, and why. */
  readonly unreachable?: readonly { readonly from: string; readonly failure: string }[];
  readonly token: TokenSummary;
}

/** What the explanation depends on besides the token. */
export interface Question {
  readonly options: ProductAuthOptions;
  readonly config: string;
  readonly rule: Rule | undefined;
  readonly showPersonal: boolean;
  readonly now: number;
}

/** Explains what becomes of a request with this token. Only discovery documents and keys are fetched. */
export async function explainToken(token: string, question: Question): Promise<Report> {
  const { options, rule } = question;
  const auth = start(question);
  try {
    const requirement = demand(auth, rule);
    const view = viewOfToken(token, options.tokenSource);
    const decision = await auth.authorize(view, requirement);
    return {
      ...(await auth.explain(view, rule)),
      ...(decision.outcome !== "admit" && { answer: auth.answer(decision) }),
      ...(decision.outcome === "unavailable" && (await unreachable(auth))),
      token: summaryOf(token, question),
    };
  } finally {
    await auth.close();
  }
}

// Subscriptions say nothing about tokens, and mostly live in a store; and there is no path to find an API by.
function start({ options, config }: Question): ProductAuth {
  try {
    return createProductAuth({
      ...options,
      ...(typeof options.tokenSource === "function" && { tokenSource: {} }), // there is no request to call it with
      subscriptions: options.subscriptions ?? [],
      unmatchedPaths: "any-product",
    });
  } catch (error) {
    if (error instanceof ConfigurationError) throw new Error(`${config}: ${error.message}`, { cause: error });
    throw error;
  }
}

function demand(auth: ProductAuth, rule: Rule | undefined): Requirement {
  if (rule === undefined) return auth.anyProduct;
  try {
    return auth.requirement(rule, "rule");
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    throw new Error(told(error, FLAGS), { cause: error });
  }
}

const FLAGS = {
  rule: "the rule",
  "rule.product": "--product",
  "rule.scopes": "--scope",
  "rule.roles": "--role",
};

async function unreachable(auth: ProductAuth): Promise<Pick<Report, "unreachable" | "hint">> {
  const failing = auth.health().issuers.filter(({ failures }) => failures > 0);
  // An issuer that answers "no such tenant" is a mistake in the options, and `ready` knows which.
  const mistake: unknown = await auth.ready().catch((error: unknown) => error);
  return {
    unreachable: failing.map(({ from, lastFailure = "" }) => ({ from, failure: lastFailure })),
    ...(mistake instanceof ConfigurationError && { hint: told(mistake, {}) }),
  };
}

const told = ({ problems }: ConfigurationError, names: Readonly<Record<string, string>>) =>
  problems.map(({ path, message, fix }) => `${names[path] ?? path}: ${message}; ${fix}`).join("\n");
