/** Thrown when no application, or no job, has this id. */
export class ApplicationNotFoundError extends Error {
  override readonly name = "ApplicationNotFoundError";
  readonly code = "PRODUCT_AUTH_APPLICATION_NOT_FOUND";

  constructor(id: string, what: "application" | "job" = "application") {
    super(what === "job" ? `There is no job ${id}` : `There is no client application ${id}`);
  }
}

/** Thrown when the application, its link to the product, or the job is in a state that does not allow the act. */
export class ApplicationStateError extends Error {
  override readonly name = "ApplicationStateError";
  readonly code = "PRODUCT_AUTH_APPLICATION_STATE";
  /** The current state; `none` for a product that the application is not linked to. */
  readonly state: string;

  constructor(message: string, state: string) {
    super(message);
    this.state = state;
  }
}

/** Thrown by `register` when the owner has as many applications as `limit` allows. Nothing was created. */
export class ApplicationLimitError extends Error {
  override readonly name = "ApplicationLimitError";
  readonly code = "PRODUCT_AUTH_APPLICATION_LIMIT";
  readonly limit: number;

  constructor(limit: number) {
    super(`The owner has ${limit} applications already`);
    this.limit = limit;
  }
}
