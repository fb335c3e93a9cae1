/** What a portal shows about a product. Decisions ignore it. */
export interface ProductMetadata {
  readonly description: string | undefined;
  readonly approvalRequired: boolean;
  readonly subscriptionsLimit: number | undefined;
  readonly terms: string | undefined;
  readonly groups: readonly string[] | undefined;
}

/** What a portal shows about an API. Decisions ignore it. */
export interface ApiMetadata {
  readonly description: string | undefined;
  readonly openapi: string | Readonly<Record<string, unknown>> | undefined;
}

/** What a portal shows about an operation. Decisions ignore it. */
export interface OperationMetadata {
  readonly displayName: string | undefined;
  readonly description: string | undefined;
}
