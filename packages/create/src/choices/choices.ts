export const FRAMEWORKS = ["express", "koa", "fastify"] as const;
export const CALLERS = ["tokens", "keys", "either", "both"] as const;
export const STORES = ["file", "postgres", "redis"] as const;

export type Framework = (typeof FRAMEWORKS)[number];
export type Callers = (typeof CALLERS)[number];
export type Store = (typeof STORES)[number];

/** What a new API is made of. */
export interface Choices {
  readonly framework: Framework;
  /** What callers show: a token, a subscription key, either of them, or both together. */
  readonly callers: Callers;
  /** With a developer portal. */
  readonly portal: boolean;
  /** `"local"`, or the id of a tenant (a GUID). Undefined exactly where `needsIssuer` is false. */
  readonly issuer: string | undefined;
  /** Where subscriptions live. Undefined exactly where `needsStore` is false. */
  readonly store: Store | undefined;
}

/** Whether anything is signed by an issuer: the tokens of callers, or the sign-in of the portal. */
export function needsIssuer({ callers, portal }: Pick<Choices, "callers" | "portal">): boolean {
  return callers !== "keys" || portal;
}

/** Whether there are subscriptions. */
export function needsStore({ callers }: Pick<Choices, "callers">): boolean {
  return callers !== "tokens";
}

/** What `--yes` chooses where no flag does: it starts without another program. */
export const DEFAULTS = {
  folder: "my-api",
  framework: "express",
  callers: "tokens",
  portal: false,
  issuer: "local",
  store: "file",
} as const;
