import type { WebHandler } from "@product-auth/core/adapter";

/** What a handler was given, as it answers it in JSON. */
export interface Reflected {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** One byte per character. */
  readonly body: string;
  readonly address: string | undefined;
}

/**
 * A handler that answers with what it was given, and with the header `x-portal`. `respond`: instead, for paths below
 * `/special/`.
 */
export class ReflectingHandler implements WebHandler {
  readonly url: URL = new URL("https://portal.example/base");
  /** How many requests it has answered. */
  calls = 0;
  readonly #respond: (path: string) => Response | Promise<Response>;

  constructor(respond: (path: string) => Response | Promise<Response> = () => new Response()) {
    this.#respond = respond;
  }

  async handle(request: Request, { address }: { readonly address: string | undefined }): Promise<Response> {
    this.calls++;
    const { pathname } = new URL(request.url);
    const special = /^\/base\/special\/(.*)$/.exec(pathname)?.[1];
    if (special !== undefined) return this.#respond(special);
    const body = Buffer.from(await request.arrayBuffer()).toString("latin1");
    const { method, url, headers } = request;
    return Response.json(
      { method, url, headers: Object.fromEntries(headers), body, address },
      { headers: { "x-portal": "yes", "content-security-policy": "default-src 'none'" } },
    );
  }
}
