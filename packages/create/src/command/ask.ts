import { DEFAULTS, needsIssuer, needsStore, type Choices } from "../choices/choices.js";
import { tenantProblem } from "./issuer-problem.js";
import type { Questions } from "./questions.js";
import type { Arguments } from "./read-arguments.js";

/** Asks for the folder. `problemOf`: why a folder cannot be used. */
export function askFolder(
  questions: Questions,
  problemOf: (folder: string) => string | undefined,
): Promise<string> {
  return questions.text({ message: "Folder of the new API", fallback: DEFAULTS.folder, problemOf });
}

/** Asks for what the command line does not say. Rejects with `CancelledError`. */
export async function askChoices(given: Arguments, questions: Questions): Promise<Choices> {
  const framework = given.framework ?? (await askFramework(questions));
  const callers = given.callers ?? (await askCallers(questions));
  const portal = given.portal ?? (await askPortal(questions));
  const issuer = needsIssuer({ callers, portal })
    ? (given.issuer ?? (await askIssuer(questions, callers)))
    : undefined;
  const store = needsStore({ callers }) ? (given.store ?? (await askStore(questions))) : undefined;
  return { framework, callers, portal, issuer, store };
}

function askFramework(questions: Questions): Promise<Choices["framework"]> {
  return questions.choose("Framework", [
    { value: "express", label: "Express" },
    { value: "koa", label: "Koa" },
    { value: "fastify", label: "Fastify" },
  ]);
}

function askCallers(questions: Questions): Promise<Choices["callers"]> {
  return questions.choose("What do callers show?", [
    { value: "tokens", label: "A token of Microsoft Entra ID" },
    { value: "keys", label: "A subscription key" },
    { value: "either", label: "A token or a key" },
    { value: "both", label: "A token and a key" },
  ]);
}

function askPortal(questions: Questions): Promise<boolean> {
  return questions.choose("Developer portal?", [
    { value: false, label: "No" },
    { value: true, label: "Yes", hint: "developers find the API, sign in and subscribe" },
  ]);
}

async function askIssuer(questions: Questions, callers: Choices["callers"]): Promise<string> {
  const message = callers === "keys" ? "Where do users of the portal sign in?" : "Where do tokens come from?";
  const kind = await questions.choose(message, [
    { value: "local", label: "An issuer on this machine", hint: "until you name a tenant" },
    { value: "entra", label: "A tenant of Microsoft Entra ID" },
  ]);
  return kind === "local" ? kind : askTenant(questions);
}

async function askTenant(questions: Questions): Promise<string> {
  const tenant = await questions.text({
    message: "Directory (tenant) id",
    problemOf: (answer) => {
      const problem = tenantProblem(answer);
      return problem === undefined ? undefined : `It ${problem}`;
    },
  });
  return tenant.toLowerCase();
}

function askStore(questions: Questions): Promise<NonNullable<Choices["store"]>> {
  return questions.choose("Where do subscriptions live?", [
    { value: "file", label: "In a file", hint: "for one machine" },
    { value: "postgres", label: "In PostgreSQL" },
    { value: "redis", label: "In Redis" },
  ]);
}
