/** What a reload keeps of a request: never the credential. */
export interface KeptRequest {
  readonly values: readonly string[];
  readonly body: string;
}

// The entry of the history belongs to this tab and this visit of the page: the next person who opens it finds nothing.
/** What was kept before a reload; undefined on a first visit. */
export function keptRequest(): KeptRequest | undefined {
  const state = history.state as { call?: KeptRequest } | null;
  return state?.call;
}

export function keepRequest(call: KeptRequest): void {
  try {
    history.replaceState({ call }, "");
  } catch {
    // too large, or too often: a reload begins with an empty form
  }
}
