import type { IncomingMessage } from "node:http";
import type { Authority } from "../authority.js";
import { answerGraph } from "../graph/answer-graph.js";
import { answerAuthorize } from "../sign-in/answer-authorize.js";
import { answerLogout } from "../sign-in/answer-logout.js";
import { answerUserinfo } from "../sign-in/answer-userinfo.js";
import { answerTokenRequest } from "../token-endpoint/answer-token-request.js";
import { Refusal } from "../token-endpoint/refusal.js";
import { refusals } from "../token-endpoint/refusals.js";
import { writeRefusal } from "../token-endpoint/write-refusal.js";
import { type Answer, textAnswer } from "./answer.js";
import { answerDocument } from "./answer-document.js";
import type { FaultBoard } from "./faults.js";
import type { Place } from "./find-place.js";
import { pageCors, preflight } from "./page-cors.js";
import { bodyLimit } from "./read-body.js";
import { readForm } from "./read-form.js";

/** A request whose endpoint is known. */
export interface PlacedRequest {
  readonly request: IncomingMessage;
  readonly place: Place;
  readonly method: string;
  readonly url: URL;
}

/** Answers a request by its endpoint; undefined for one whose connection must be cut. */
export async function answerEndpoint(
  { authority, board }: { readonly authority: Authority; readonly board: FaultBoard },
  { request, place, method, url }: PlacedRequest,
): Promise<Answer | undefined> {
  if (place.name === "graph")
    return answerGraph({ authority, board }, { request, path: place.path, method, url });
  if (place.name === "token") return answerToken(authority, board, { request, place, method, url });
  if (place.name === "userinfo") return answerUserinfo(authority, method, request.headers);
  if (place.name === "authorize" || place.name === "logout") {
    const form = await readForm(request);
    if (form === undefined) return tooLarge("A form of this page");
    const answer = place.name === "authorize" ? answerAuthorize : answerLogout;
    return answer(authority, { tenant: place.tenant, method, url, form });
  }
  if (place.name === "faults")
    return textAnswer(404, "Faults are set here only when the emulator starts with controls: true.\n");
  const document = answerDocument(authority, place, method, url);
  return document instanceof Refusal ? writeRefusal(document, authority.clock.now()) : document;
}

async function answerToken(
  authority: Authority,
  board: FaultBoard,
  { request, place, method, url }: PlacedRequest & { readonly place: Extract<Place, { name: "token" }> },
): Promise<Answer> {
  const { authorization, origin, "client-request-id": header } = request.headers;
  const cors = pageCors(authority.directory, origin);
  if (method === "OPTIONS")
    return textAnswer(204, "", { Allow: "POST, OPTIONS", ...preflight(cors, "POST") });
  const form = await readForm(request);
  if (form === undefined) return tooLarge("A token request");
  const requestId =
    form.get("client-request-id") ?? url.searchParams.get("client-request-id") ?? String(header ?? "");
  const wait = board.throttledFor("token");
  const { tenant, version } = place;
  const answer =
    wait > 0
      ? refusals.throttled(wait)
      : await answerTokenRequest(authority, { tenant, version, method, form, authorization, origin });
  const written = answer instanceof Refusal ? writeRefusal(answer, authority.clock.now(), requestId) : answer;
  return { ...written, headers: { ...written.headers, ...cors } };
}

function tooLarge(what: string): Answer {
  return textAnswer(413, `${what} has at most ${bodyLimit} bytes.\n`, { Connection: "close" });
}
