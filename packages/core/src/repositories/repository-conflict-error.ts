type Conflict = "id" | "digest" | "version";

const WHAT: Readonly<Record<Conflict, string>> = {
  id: "exists already",
  digest: "has a key that is taken",
  version: "was changed by another process",
};

/** Thrown when the id or a digest is in use, or another process changed or removed what is stored in between. */
export class RepositoryConflictError extends Error {
  override readonly name = "RepositoryConflictError";
  readonly code = "PRODUCT_AUTH_REPOSITORY_CONFLICT";
  readonly conflict: Conflict;
  /** What the conflict is about. */
  readonly about: "subscription" | "record";

  /** `id` of a record: its kind and id, separated by a slash. */
  constructor(conflict: Conflict, id: string, about: "subscription" | "record" = "subscription") {
    super(`${about === "record" ? "Record" : "Subscription"} ${id} ${WHAT[conflict]}`);
    this.conflict = conflict;
    this.about = about;
  }
}
