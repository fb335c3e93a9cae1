/** What the application is told about its tenant and its products; the same at every step. */
export interface Settings {
  readonly tenantId: string;
  /** Origin of the login service. */
  readonly authorityHost: string;
  /** Application (client) ids of the products' app registrations. */
  readonly starter: string;
  readonly pro: string;
}
