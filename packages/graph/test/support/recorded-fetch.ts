/** A call that a run made. */
export interface RecordedCall {
  readonly method: string;
  /** Below the base address of Graph, decoded, without the host. */
  readonly path: string;
  readonly headers: Headers;
  readonly body: Record<string, unknown> | undefined;
  readonly redirect: string | undefined;
  /** 0: no answer. */
  status: number;
  answer: unknown;
}

/** Where a call is interrupted. */
export interface Interruption {
  /** From 1, of all calls to Graph. */
  readonly call: number;
  readonly when: "before" | "after";
  /** Ends the run, as if its process had been killed. */
  readonly kill?: AbortController;
}

/** A `fetch` that records the calls to Graph and interrupts one of them. */
export interface RecordedFetch {
  readonly fetch: typeof globalThis.fetch;
  readonly calls: RecordedCall[];
  /** What was sent elsewhere: token requests. */
  readonly others: { readonly url: string; readonly body: string }[];
}

/** Answers a call instead of Graph. "cut": no answer. Undefined: Graph answers. */
export type Script = (call: RecordedCall, index: number) => ScriptedAnswer | "cut" | undefined;

export interface ScriptedAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

export function recordedFetch(graphUrl: string, interruption?: Interruption, script?: Script): RecordedFetch {
  const calls: RecordedCall[] = [];
  const others: { url: string; body: string }[] = [];
  const recorded = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const url = input instanceof Request ? input.url : String(input);
    if (!url.startsWith(graphUrl)) {
      others.push({ url, body: typeof init.body === "string" ? init.body : "" });
      return fetch(input, init);
    }
    const call: RecordedCall = {
      method: init.method ?? "GET",
      path: decodeURIComponent(url.slice(graphUrl.length)),
      headers: new Headers(init.headers),
      body: typeof init.body === "string" ? (JSON.parse(init.body) as Record<string, unknown>) : undefined,
      redirect: init.redirect,
      status: 0,
      answer: undefined,
    };
    calls.push(call);
    const scripted = script?.(call, calls.length);
    if (scripted === "cut") throw new TypeError("terminated");
    if (scripted !== undefined) {
      const { status, body, headers } = scripted;
      call.status = status;
      return new Response(
        body === undefined ? null : typeof body === "string" ? body : JSON.stringify(body),
        {
          status,
          ...(headers !== undefined && { headers }),
        },
      );
    }
    const isHere = interruption?.call === calls.length;
    const end = () => {
      interruption?.kill?.abort();
      throw new TypeError("terminated");
    };
    if (isHere && interruption.when === "before") end();
    const response = await fetch(input, init);
    const text = await response.text();
    if (isHere) end();
    call.status = response.status;
    call.answer = text === "" ? undefined : (JSON.parse(text) as unknown);
    const { status, headers } = response;
    return new Response(text === "" ? null : text, { status, headers });
  };
  return { fetch: recorded, calls, others };
}

/** The calls that write. */
export const writesOf = (calls: readonly RecordedCall[]): readonly RecordedCall[] =>
  calls.filter(({ method }) => method !== "GET");

/** Method and path, with ids replaced by their kind. */
export const shapeOf = ({ method, path }: RecordedCall): string =>
  `${method} ${path
    .replace(/\?.*/s, "")
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "{id}")
    .replace(/appRoleAssignedTo\/.+/, "appRoleAssignedTo/{id}")
    .replace(/product-auth-[0-9a-f]{40}/, "{name}")}`;
