import type { ApplicationJob, JobStep } from "@product-auth/core/clients";
import { shortMoment } from "../../output/short-moment.js";
import { table } from "../../output/table.js";
import { provisioningText } from "../refusals.js";
import type { JobDocument } from "./application-document.js";

/** Jobs as a table for people. */
export function jobTable(jobs: readonly JobDocument[]): string {
  if (jobs.length === 0) return "There are no such jobs.\n";
  return table(
    ["JOB", "KIND", "STATE", "NAME", "OWNER", "CLIENT ID", "STEP", "PROBLEM", "NEXT"],
    jobs.map((job) => [
      job.id,
      job.isCleanup && job.kind === "change" ? "cleanup" : job.kind,
      job.state,
      job.displayName,
      job.ownerId ?? "",
      job.clientId ?? "",
      stepText(job),
      job.problem === undefined ? "" : provisioningText(job.problem),
      shortMoment(job.retryAt),
    ]),
  );
}

/** The step that a job is at. */
export function stepText({ steps }: Pick<ApplicationJob, "steps">): string {
  const step = steps.find(({ state }) => state === "running") ?? steps.find(({ state }) => state !== "done");
  return step === undefined
    ? ""
    : `${WORDS[step.name]}${step.product === undefined ? "" : ` ${step.product}`}`;
}

const WORDS: Readonly<Record<JobStep["name"], string>> = {
  application: "register the application",
  link: "assign the role of",
  unlink: "remove the role of",
  record: "record the application",
  secrets: "remove the secrets",
  restore: "restore the application",
  remove: "delete the registration",
};

/** What a job does and waits for, in one line. */
export function progressText(job: ApplicationJob, atMost: number): string {
  const { id, problem, retryAt, state } = job;
  const why = problem === undefined ? "" : `: ${provisioningText(problem)}`;
  const next = retryAt === undefined || state !== "waiting" ? "" : `, tried again at ${momentText(retryAt)}`;
  return `Job ${id}: ${stepText(job)}${why}${next}; waiting at most ${Math.ceil(atMost / 1000)} s`;
}

/** Why a job is not finished, and the command that continues it. */
export function leftText(job: ApplicationJob, way: "graph" | "manual" | "later"): string {
  const { id, problem, isCleanup, kind, state } = job;
  const done = isCleanup && kind === "change" ? "Access has ended here. " : "";
  const why = problem === undefined ? "" : `: ${provisioningText(problem)}`;
  const command = "product-auth applications";
  if (problem?.reason === "manual" && state === "stopped") {
    const more = needsClientId(job) ? " --client-id ID" : "";
    const next = `${command} complete ${id}${more}`;
    return `${done}Job ${id} waits for an administrator: ${sentence(problem.message)} Then: ${next}`;
  }
  const run = way === "later" ? "With Graph credentials" : "Run";
  return `${done}Job ${id} is not finished: ${stepText(job)}${why}. ${run}: ${command} resume ${id}`;
}

const sentence = (text: string): string => (text.endsWith(".") ? text : `${text}.`);

const needsClientId = ({ steps }: ApplicationJob): boolean =>
  steps.find(({ state }) => state !== "done")?.name === "application";

const momentText = (milliseconds: number) => shortMoment(new Date(milliseconds).toISOString());
