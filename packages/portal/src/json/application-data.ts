import type { ApplicationJob, SecretSummary, StoredApplication } from "@product-auth/core/clients";
import type { JsonObject } from "@product-auth/core/records";
import { delayWords } from "../texts/application-words.js";
import { momentOf } from "./moment-of.js";

/** A client application in a list. `id`: its client id. */
export const applicationData = ({
  id,
  displayName,
  state,
  ownerState,
  products,
  createdDate,
}: StoredApplication): JsonObject => ({
  id,
  displayName,
  state,
  ownerState,
  products: products.map(({ name }) => name),
  createdDate: momentOf(createdDate),
});

/** A client application on its own page. */
export const applicationPageData = (application: StoredApplication, tokenUrl: string): JsonObject => ({
  ...applicationData(application),
  stateComment: application.stateComment,
  description: application.description,
  tokenUrl,
  products: application.products.map(({ name, state, comment, audience }) => ({
    ...{ name, state, comment, scope: `${audience}/.default` },
  })),
});

/** A client secret, without its text. */
export const secretData = ({ keyId, hint, displayName, startDate, endDate }: SecretSummary): JsonObject => ({
  ...{ keyId, hint },
  displayName: hint === undefined ? displayName : undefined, // as the page names it
  startDate: momentOf(startDate),
  endDate: momentOf(endDate),
});

/** The same without its beginning, which not every page shows. */
export const secretEnd = (secret: SecretSummary): JsonObject => ({
  ...secretData(secret),
  startDate: undefined,
});

/** A job. With `forOperators`, the problem as Entra ID reported it; for its owner, in the words of the page. */
export function jobData(
  job: ApplicationJob,
  { forOperators }: { readonly forOperators: boolean },
): JsonObject {
  const { id, kind, state, displayName, clientId, steps, problem, retryAt } = job;
  return {
    ...{ id, kind, state, displayName, clientId },
    retryAt: state === "waiting" ? momentOf(retryAt) : undefined,
    steps: steps.map(({ name, product, state: progress }) => ({ name, product, state: progress })),
    problem: problem && {
      message: delayWords(job),
      ...(forOperators && { finding: problem.finding, detail: problem.message }),
    },
  };
}
