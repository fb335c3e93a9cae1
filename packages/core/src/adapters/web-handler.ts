/** Answers requests with pages: a developer portal. The `portal` door of an adapter mounts it. */
export interface WebHandler {
  /** Address of its home page. Requests are made for addresses below it, whatever `Host` says. */
  readonly url: URL;
  /**
   * Answers a request. A body of more than 64 KiB is cut one byte behind them: refuse it by its length. What this throws
   * reaches the error handler of the application. `address`: of the caller, as the framework knows it.
   */
  handle(request: Request, context: { readonly address: string | undefined }): Promise<Response>;
}
