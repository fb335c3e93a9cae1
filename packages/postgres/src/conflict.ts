import { RepositoryConflictError } from "@product-auth/core/subscriptions";

const UNIQUE_VIOLATION = "23505";
const CONFLICTS: Readonly<Record<string, "id" | "digest">> = {
  subscriptions_pkey: "id",
  subscriptions_id_order: "id",
  subscription_keys_pkey: "digest",
};

/** Converts a unique violation of PostgreSQL to a `RepositoryConflictError`; returns any other error unchanged. */
export function asConflict(error: unknown, id: string): unknown {
  const { code, constraint } = error as { code?: string; constraint?: string };
  const conflict = code === UNIQUE_VIOLATION ? CONFLICTS[constraint ?? ""] : undefined;
  return conflict === undefined ? error : new RepositoryConflictError(conflict, id);
}
