import type { GraphOptions } from "./graph-options.js";

/** Options of `addClientSecret`. */
export interface AddSecretOptions extends GraphOptions {
  /**
   * Identifies this rotation, `[A-Za-z0-9._-]{1,60}`: a second run with the same id removes what the first one added. Default: a
   * GUID, passed to `onOperation` before the first write.
   */
  readonly operation?: string;
  /** Days until the secret ends: 1 to 365. Default 365. */
  readonly days?: number;
  /** Called with the operation's id before the secret is added. Awaited: create the file for the secret here. */
  readonly onOperation?: (operation: string) => void | Promise<void>;
}
