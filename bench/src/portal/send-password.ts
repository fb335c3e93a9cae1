import { Agent, request } from "node:http";
import { once } from "node:events";
import type { IncomingMessage } from "node:http";

/** A sign-in that was answered. */
export interface Answered {
  readonly status: number;
  /** Milliseconds from the request to the whole answer. */
  readonly took: number;
}

const agent = new Agent({ keepAlive: false });

/** Sends the form of the sign-in page. `from`: one of the loopback addresses, 127.0.0.1 by default. */
export async function sendPassword(
  port: number,
  fields: { readonly email: string; readonly password: string },
  from = "127.0.0.1",
): Promise<Answered> {
  const body = new URLSearchParams({ "e-mail": fields.email, password: fields.password }).toString();
  const headers = {
    "content-type": "application/x-www-form-urlencoded",
    "content-length": Buffer.byteLength(body),
    "sec-fetch-site": "same-origin",
  };
  const at = performance.now();
  const sent = request({
    ...{ host: "127.0.0.1", port, path: "/developer/signin", method: "POST", headers, agent },
    localAddress: from,
  });
  sent.end(body);
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  response.resume();
  await once(response, "end");
  return { status: response.statusCode ?? 0, took: performance.now() - at };
}
