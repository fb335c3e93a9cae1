import { needsIssuer, needsStore, type Choices, type Framework, type Store } from "../choices/choices.js";

/** The words that a section of the template can ask for. */
export type Fact =
  | Framework
  | "tokens"
  | "keys"
  | "either"
  | "both"
  | "portal"
  | "issuer"
  | "local"
  | "entra"
  | "stores"
  | Store
  | "remote"
  | "lazy"
  | "recordsFile"
  | "environment"
  | "required";

/** What is true of a project, by the words of the template. */
export function factsOf(choices: Choices): Readonly<Record<Fact, boolean>> {
  const { framework, callers, portal, issuer, store } = choices;
  const remote = store === "postgres" || store === "redis";
  return {
    express: framework === "express",
    koa: framework === "koa",
    fastify: framework === "fastify",
    tokens: callers !== "keys",
    keys: needsStore(choices),
    either: callers === "either",
    both: callers === "both",
    portal,
    issuer: needsIssuer(choices),
    local: issuer === "local",
    entra: issuer !== undefined && issuer !== "local",
    stores: needsStore(choices) || portal,
    file: store === "file",
    postgres: store === "postgres",
    redis: store === "redis",
    /** Subscriptions live in another process. */
    remote,
    /** Redis alone connects with the first lookup: nothing is awaited. */
    lazy: store === "redis" && !portal,
    /** Redis keeps no records. */
    recordsFile: portal && store !== "postgres",
    /** The environment has to name something before the first start. */
    environment: remote || (issuer !== undefined && issuer !== "local"),
    /** A variable can be missing. */
    required: remote || needsIssuer(choices),
  };
}
