import { RepositoryConflictError } from "@product-auth/core/subscriptions";

/** What an attempt clashed with; `none` when it went through. Anything else that goes wrong is thrown on. */
export async function conflictOf(
  attempt: Promise<void>,
): Promise<RepositoryConflictError["conflict"] | "none"> {
  try {
    await attempt;
    return "none";
  } catch (error) {
    if (error instanceof RepositoryConflictError) return error.conflict;
    throw error;
  }
}
