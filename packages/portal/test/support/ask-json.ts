import type { User, World } from "./world.js";

/** An answer in JSON. */
export interface JsonAnswer {
  readonly status: number;
  readonly type: string | null;
  readonly headers: Headers;
  /** Empty for a body that is not JSON. */
  readonly body: JsonDocument;
}

/** A document of any page: members that tests read. */
export interface JsonDocument {
  readonly [member: string]: unknown;
  readonly value: readonly JsonDocument[];
  readonly keys: readonly JsonDocument[];
  readonly errors: readonly { readonly field?: string; readonly message: string }[];
  readonly id: string;
  readonly keyId: string;
  readonly primaryKey: string;
  readonly secondaryKey: string;
  readonly secretText: string;
  readonly createdDate: string;
}

/** Asks for a page as a program does. `send`: members of a body in JSON, or the text of a form. */
export async function askJson(
  world: Pick<World, "base" | "handle">,
  path: string,
  {
    user,
    send,
    headers = {},
    method = send === undefined ? "GET" : "POST",
  }: {
    readonly user?: User;
    readonly send?: unknown;
    readonly headers?: Readonly<Record<string, string>>;
    readonly method?: string;
  } = {},
): Promise<JsonAnswer> {
  const isForm = send instanceof URLSearchParams;
  const response = await world.handle(
    new Request(world.base + path, {
      method,
      redirect: "manual",
      headers: {
        accept: "application/json",
        ...(user !== undefined && { cookie: user.cookie }),
        ...(send !== undefined && {
          "content-type": isForm ? "application/x-www-form-urlencoded" : "application/json",
          origin: new URL(world.base).origin,
        }),
        ...headers,
      },
      ...(send !== undefined && {
        body: isForm ? send.toString() : typeof send === "string" ? send : JSON.stringify(send),
      }),
    }),
  );
  const text = await response.text();
  const type = response.headers.get("content-type");
  const body = (/json/.test(type ?? "") && text !== "" ? JSON.parse(text) : {}) as JsonDocument;
  return { status: response.status, type, headers: response.headers, body };
}
