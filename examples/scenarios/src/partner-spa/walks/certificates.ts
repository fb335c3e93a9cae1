import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { request } from "node:https";
import { text } from "node:stream/consumers";
import type { TakeStep } from "../../ground/walk.js";
import type { PartnerWorld } from "./world.js";

/** Callers that go around the gateway, with a token that is good. */
export async function walkThroughCertificates(
  step: TakeStep,
  { api, backend, certificate }: Pick<PartnerWorld, "api" | "backend" | "certificate">,
  token: string,
): Promise<void> {
  const orders = `${backend}/orders`;
  await step({
    does: "Another program with Megan's token calls the API itself, around the gateway.",
    sees: "401 certificate_missing",
    why: "The API demands the gateway's client certificate first; limits and logs of the gateway cannot be avoided.",
    take: () => api.call(orders, { token }),
  });
  await step({
    does: "The same with a client certificate of the same authority, issued to another machine.",
    sees: "401 certificate_identity",
    why: "A certificate that is trusted is not yet that of the gateway: the policy names its common name.",
    take: () => api.watch(() => get(orders, { token, ...certificate("printer.contoso.example") })),
  });
}

async function get(
  url: string,
  { token, ...tls }: { readonly token: string } & ReturnType<PartnerWorld["certificate"]>,
): Promise<{ readonly status: number }> {
  const call = request(url, { ...tls, agent: false, headers: { authorization: `Bearer ${token}` } });
  const answered = once(call, "response");
  call.end();
  const [response] = (await answered) as [IncomingMessage];
  await text(response);
  return { status: response.statusCode ?? 0 };
}
