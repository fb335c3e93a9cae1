import { randomBytes, randomUUID } from "node:crypto";
import type { Secret } from "../../directory/registration.js";
import { addPasswordShape, removePasswordShape } from "../bodies/action-bodies.js";
import { checkMembers } from "../bodies/check-body.js";
import type { GraphAnswer } from "../graph-answer.js";
import type { GraphCall } from "../graph-call.js";
import { GraphRefusal } from "../graph-refusal.js";
import { graphRefusals } from "../graph-refusals.js";
import { secretObject } from "./application-object.js";
import { findApplication } from "./applications.js";

const day = 86_400_000;
const mostSecrets = 100;

/** `POST /applications/{id}/addPassword`: the only answer that has the secret. */
export function addPassword(call: GraphCall): GraphAnswer | GraphRefusal {
  const application = findApplication(call, call.caller.writeApplications);
  if (application instanceof GraphRefusal) return application;
  const { body, board, now, graphUrl } = call;
  const refusal = checkMembers(body, addPasswordShape);
  if (refusal !== undefined) return refusal;
  const wanted = (body["passwordCredential"] ?? {}) as Record<string, string | null | undefined>;
  const startsAt = wanted["startDateTime"] ? Date.parse(wanted["startDateTime"]) : now;
  const endsAt = wanted["endDateTime"] ? Date.parse(wanted["endDateTime"]) : twoYearsAfter(startsAt);
  if (endsAt <= startsAt || endsAt <= now) return graphRefusals.secretTimes();
  const days = board.maximumLifetime();
  if (days !== undefined && endsAt - startsAt > days * day) return graphRefusals.lifetime(days);
  if (application.secrets.length >= mostSecrets) return graphRefusals.tooManySecrets();
  const { displayName = null } = wanted;
  const secret: Secret = {
    keyId: randomUUID(),
    displayName,
    value: newSecret(),
    startsAt,
    endsAt,
    since: now,
  };
  application.secrets = [...application.secrets, secret];
  return {
    status: 200,
    body: {
      "@odata.context": `${graphUrl}/$metadata#microsoft.graph.passwordCredential`,
      ...secretObject(secret),
      secretText: secret.value,
    },
  };
}

/** `POST /applications/{id}/removePassword`. */
export function removePassword(call: GraphCall): GraphAnswer | GraphRefusal {
  const application = findApplication(call, call.caller.writeApplications);
  if (application instanceof GraphRefusal) return application;
  const refusal = checkMembers(call.body, removePasswordShape);
  if (refusal !== undefined) return refusal;
  const keyId = String(call.body["keyId"]).toLowerCase();
  const left = application.secrets.filter((one) => one.keyId !== keyId);
  if (left.length === application.secrets.length) return graphRefusals.secretUnknown();
  application.secrets = left;
  return { status: 204 };
}

/** The end of a secret whose request names none. */
function twoYearsAfter(start: number): number {
  const end = new Date(start);
  return end.setUTCFullYear(end.getUTCFullYear() + 2);
}

/** Forty characters like those of Entra, some of which a form must encode. */
function newSecret(): string {
  const random = randomBytes(30).toString("base64url");
  return `${random.slice(0, 3)}8Q~${random.slice(3, 37)}`;
}
