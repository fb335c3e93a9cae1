import type { IncomingMessage, ServerResponse } from "node:http";
import type { Judge, Refusal } from "./judge.js";

/** Error middleware of Express and Connect. */
export type RefusalHandler = (
  error: unknown,
  req: IncomingMessage,
  res: ServerResponse,
  next: (error?: unknown) => void,
) => void;

/** Makes error middleware that answers the requests that this judge refused. */
export function answerRefusals(judge: Pick<Judge<string, string>, "refusalOf">): RefusalHandler {
  return function productAuthRefusals(error, req, res, next) {
    const refusal = judge.refusalOf(req);
    if (refusal === undefined || !isAbout(error, refusal, res) || res.headersSent) return next(error);
    write(res, refusal);
  };
}

// Either the error that we passed to passport, or the `AuthenticationError` that it makes of all failures. Its status is
// that of the first strategy with a status; when it is not ours, another strategy answers.
function isAbout(error: unknown, { error: ours, answer }: Refusal, res: ServerResponse): boolean {
  if (ours !== undefined) return error === ours;
  if (!(error instanceof Error) || error.name !== "AuthenticationError") return false;
  const { status } = error as Error & { status?: number };
  return status === answer.status && res.statusCode === answer.status;
}

function write(res: ServerResponse, { answer, challenge }: Refusal): void {
  const { "www-authenticate": ours = [], ...headers } = answer.headers;
  const challenges = [res.getHeader("www-authenticate") ?? []].flat().map(String);
  // With 401, passport has set the challenges of all strategies, ours as one text. Each gets its own field line.
  const at = challenges.indexOf(challenge);
  challenges.splice(Math.max(at, 0), at === -1 ? 0 : 1, ...[ours].flat());
  if (challenges.length > 0) res.setHeader("www-authenticate", challenges);
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
  res.statusCode = answer.status;
  res.setHeader("content-length", Buffer.byteLength(answer.body));
  res.end(answer.body);
}
