// HTTP/2 and 3 have no reason phrases; these are the ones of RFC 9110 and RFC 6585.
const REASONS: Readonly<Record<number, string>> = {
  200: "OK",
  201: "Created",
  202: "Accepted",
  204: "No Content",
  206: "Partial Content",
  304: "Not Modified",
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  406: "Not Acceptable",
  409: "Conflict",
  410: "Gone",
  412: "Precondition Failed",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  422: "Unprocessable Content",
  429: "Too Many Requests",
  500: "Internal Server Error",
  501: "Not Implemented",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};

/** Status and reason: "200 OK". */
export const statusWords = (status: number, reason: string): string =>
  `${status} ${reason === "" ? (REASONS[status] ?? "") : reason}`.trim();

/** A duration: "12 ms", "1.4 s". */
export const durationWords = (milliseconds: number): string =>
  milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;

/** The time that a key has left: "expires in 15 minutes". */
export function timeLeftWords(milliseconds: number): string {
  if (milliseconds <= 0) return "expired";
  const minutes = Math.ceil(milliseconds / 60_000);
  return `expires in ${minutes} ${minutes === 1 ? "minute" : "minutes"}`;
}

/** Why a request was not answered, for the person who sent it. */
export function failureWords(name: string): string {
  if (name === "TimeoutError" || name === "AbortError") return "The API did not answer within 30 seconds.";
  return "The API could not be reached. Check your connection, then send again.";
}

/** Why there is no key, by the status of the portal's answer. 0: sent on to the sign-in. */
export function keyFailureWords(status: number): string {
  if (status === 401) return "Your session has ended. Sign in again in another tab.";
  if (status === 404) return "There is no such API any more. Reload the page.";
  if (status === 409) return "You have no active subscription that opens this API.";
  if (status === 429) return "You have asked for too many keys. Wait a while, then try again.";
  return "The portal could not make a key. Try again later.";
}

/** Why there is no token, by the status of the portal's answer and the message in it. */
export function tokenFailureWords(status: number, message: unknown): string {
  if ((status === 422 || status === 503) && typeof message === "string") return message;
  if (status === 401) return "Your session has ended. Sign in again in another tab.";
  if (status === 404) return "The application does not have the product any more. Reload the page.";
  if (status === 429) return "You have asked for too many tokens. Wait a while, then try again.";
  return "The portal could not get a token. Try again later.";
}

/** Why the token that the issuer gave out did not reach the page, by the status of the portal's answer. */
export const waitingTokenFailureWords = (status: number): string =>
  status === 401
    ? "Your session has ended. Sign in again in another tab."
    : "The token did not reach this page. Sign in to get a token again.";
