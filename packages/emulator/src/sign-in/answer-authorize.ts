import { randomUUID } from "node:crypto";
import type { Authority } from "../authority.js";
import type { User } from "../directory/directory.js";
import type { Answer } from "../server/answer.js";
import { Refusal } from "../token-endpoint/refusal.js";
import { accountPicker } from "./pages/account-picker.js";
import { errorPage } from "./pages/error-page.js";
import { signUpPage } from "./pages/sign-up-page.js";
import type { Demand, ReplyAddress } from "./authorization.js";
import { readDemand, readReplyAddress } from "./read-authorization.js";
import { readStranger, SOCIAL } from "./read-stranger.js";
import { signInRefusals } from "./sign-in-refusals.js";
import { writeRefusalReply, writeReply } from "./write-reply.js";

/** A request to the authorization endpoint. */
export interface AuthorizeRequest {
  readonly tenant: string;
  readonly method: string;
  readonly url: URL;
  /** What the account picker posted; empty for GET. */
  readonly form: URLSearchParams;
}

/**
 * Answers the authorization endpoint. The parameters stand in the query, also when the picker posts the choice, and are
 * checked at each request: the emulator keeps no session and trusts nothing that a page sends back.
 */
export function answerAuthorize(authority: Authority, request: AuthorizeRequest): Answer {
  const { method, url, form } = request;
  const now = authority.clock.now();
  if (method !== "GET" && method !== "POST") return errorPage(signInRefusals.wrongMethod(method), now);
  const reply = readReplyAddress(authority, request.tenant, url.searchParams);
  if (reply instanceof Refusal) return errorPage(reply, now);
  const demand = readDemand(authority, reply, url.searchParams);
  if (demand instanceof Refusal) return writeRefusalReply(reply, demand, now);
  if (method === "POST") return answerChoice(authority, reply, demand, form, url);
  const { autoSignIn, users } = authority;
  const user = autoSignIn === undefined ? undefined : users.find(autoSignIn);
  if (user !== undefined) return signIn(authority, reply, demand, user);
  return showForm(authority, reply, demand, url);
}

function answerChoice(
  authority: Authority,
  reply: ReplyAddress,
  demand: Demand,
  form: URLSearchParams,
  url: URL,
): Answer {
  const now = authority.clock.now();
  if (form.has("cancel")) return writeRefusalReply(reply, signInRefusals.cancelled(), now);
  if (form.has("create") && authority.selfServiceSignUp) {
    const created = readStranger(authority.users, form);
    if ("user" in created) return signIn(authority, reply, demand, created.user);
    return signUpPage({ ...signUpLinks(reply, url), social: SOCIAL, ...created });
  }
  const name = form.get("user") ?? "";
  const user = authority.users.find(name);
  if (user !== undefined) return signIn(authority, reply, demand, user);
  return errorPage(signInRefusals.userUnknown(name.slice(0, 254), authority.directory.tenantDomain), now);
}

/** Ends the sign-in: with a code, or with what keeps this user out of this application. */
function signIn(authority: Authority, reply: ReplyAddress, demand: Demand, user: User): Answer {
  const now = authority.clock.now();
  const { client } = reply;
  if (user.disabled) return errorPage(signInRefusals.userDisabled(), now);
  if (client.assignmentRequired && !user.roles.has(client.name))
    return errorPage(signInRefusals.userNotAssigned(client, user), now);
  if (client.consentRequired) return writeRefusalReply(reply, signInRefusals.consentRequired(client), now);
  const code = authority.signIns.codes.issue({ user, reply, demand, redeemed: false }, codeLifetime);
  return writeReply(reply, { code, session_state: randomUUID() });
}

/** Seconds (RFC 6749 §4.1.2). */
const codeLifetime = 600;

const signUpParameter = "emulator_sign_up";

function showForm(authority: Authority, reply: ReplyAddress, { loginHint }: Demand, url: URL): Answer {
  const links = signUpLinks(reply, url);
  const { selfServiceSignUp, users } = authority;
  if (selfServiceSignUp && url.searchParams.has(signUpParameter))
    return signUpPage({ ...links, social: SOCIAL });
  const signUpUrl = selfServiceSignUp ? links.action : undefined;
  return accountPicker({ ...links, users: users.list(), loginHint, action: links.pickerUrl, signUpUrl });
}

/** The same request, and the same with the form for strangers; both without the origin, which a proxy may change. */
function signUpLinks(
  { client }: ReplyAddress,
  url: URL,
): { clientName: string; action: string; pickerUrl: string } {
  const [picker, signUp] = [new URL(url), new URL(url)];
  picker.searchParams.delete(signUpParameter);
  signUp.searchParams.set(signUpParameter, "true");
  const local = ({ pathname, search }: URL): string => `${pathname}${search}`;
  return { clientName: client.displayName, action: local(signUp), pickerUrl: local(picker) };
}
