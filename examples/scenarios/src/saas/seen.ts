import type { Answer, Api } from "../ground/api.js";
import type { Taken } from "../ground/walk.js";

/** What the walk goes through. */
export interface SaasWorld {
  /** Of the API. */
  readonly origin: string;
  /** Of the portal. */
  readonly publicUrl: string;
  readonly authority: string;
  readonly api: Api;
}

/** What an answer says of the rate. */
export function withLeft({ saw, value }: Taken<Answer>): Taken<Answer> {
  return { saw: `${saw}, X-Calls-Left: ${value.headers.get("x-calls-left")}`, value };
}

type Entry = Readonly<Record<string, unknown>>;

/** The members of a list. */
export const listOf = ({ body }: { readonly body: Entry }): readonly Entry[] =>
  Array.isArray(body["value"]) ? (body["value"] as readonly Entry[]) : [];
