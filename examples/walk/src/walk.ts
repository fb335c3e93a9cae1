import type { Entra } from "@product-auth/emulator";
import type { ApiProcess } from "./api-process.js";
import { stepsOf, type Step } from "./steps.js";

/** Asks the issuer for a token and the API for every step; true when all answered as expected. */
export async function walk(entra: Entra, api: ApiProcess): Promise<boolean> {
  const { token, line, good } = await askForToken(entra);
  print(1, line, good);
  let right = good;
  for (const [i, step] of (await stepsOf(entra, token)).entries()) {
    const taken = await take(step, api);
    print(i + 2, lineOf(step, taken), taken.difference === undefined);
    right &&= taken.difference === undefined;
  }
  return right;
}

async function askForToken(entra: Entra): Promise<{ token: string; line: string; good: boolean }> {
  const client = entra.clients["contoso"]!;
  const scope = `${entra.products["starter"]!.audience}/.default`;
  const form = {
    grant_type: "client_credentials",
    client_id: client.appId,
    client_secret: client.secret,
    scope,
  };
  const response = await fetch(entra.tokenUrl, { method: "POST", body: new URLSearchParams(form) });
  const answer = (await response.json()) as { access_token?: string; error_description?: string };
  const token = answer.access_token ?? "";
  const good = response.status === 200 && token !== "";
  const path = new URL(entra.tokenUrl).pathname;
  const why = good
    ? "the issuer knows client and secret"
    : `expected 200: ${answer.error_description ?? "no token"}`;
  const line = columns(`POST ${path}`, "", response.status, why) + `\n      scope=${scope}`;
  return { token, line, good };
}

/** Status and, where the answer is not the expected one, what differs. */
async function take(step: Step, api: ApiProcess): Promise<{ status: number; difference?: string }> {
  const { status, body } = await fetch(`${api.origin}${step.path}`, { headers: step.headers });
  await body?.cancel();
  const decision = await api.takeDecision(status);
  if (status === step.status && decision?.code === step.code) return { status };
  const found = `${status} ${decision?.code ?? "admitted"}`;
  const details = [
    decision?.expected && `it wanted ${decision.expected}`,
    decision?.actual && `found ${decision.actual}`,
  ];
  const more = details.filter(Boolean).join(", ");
  const difference = `expected ${step.status} ${step.code ?? "admitted"}, got ${found}${more === "" ? "" : ` (${more})`}`;
  return { status, difference };
}

function lineOf(step: Step, { status, difference }: { status: number; difference?: string }): string {
  const why = difference ?? (step.code === undefined ? step.why : `${step.code}: ${step.why}`);
  return columns(`GET ${step.path}`, step.sent, status, why);
}

const columns = (request: string, sent: string, status: number, why: string) =>
  sent === ""
    ? `${request}  ${status}  ${why}`
    : `${request.padEnd(18)} ${sent.padEnd(38)} ${status}  ${why}`;

function print(number: number, line: string, good: boolean): void {
  console.log(`${good ? "ok " : "NO "} ${number}  ${line}`);
}
