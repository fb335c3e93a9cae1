import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { request, type RequestOptions } from "node:https";
import { text } from "node:stream/consumers";

/** What came back. */
export interface Sent {
  readonly status: number | undefined;
  readonly headers: IncomingMessage["headers"];
  readonly text: string;
}

/** Sends a request over https on a new connection. Rejects when there is no answer, or not all of it. */
export async function send(
  url: string,
  { body, ...options }: RequestOptions & { readonly body?: string | Buffer },
): Promise<Sent> {
  const call = request(url, { agent: false, ...options });
  const answered = once(call, "response");
  call.end(body);
  const [response] = (await answered) as [IncomingMessage];
  return { status: response.statusCode, headers: response.headers, text: await text(response) };
}
