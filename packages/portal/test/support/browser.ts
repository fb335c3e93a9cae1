import { presetOf } from "./visitor.js";

/** An answer as a test looks at it. */
export interface Page {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Text of the heading, as HTML; empty without one. */
  readonly h1: string;
  /** Where it leads; undefined without a redirect. */
  readonly location: string | undefined;
  readonly url: string;
}

/** What was sent, and what was answered, as text. */
export interface Exchange {
  readonly sent: string;
  /** Fields without `Set-Cookie`, and the body. */
  readonly answer: string;
  readonly cookies: readonly string[];
}

/** A browser without script: keeps the cookies of one portal, and follows redirects only when asked to. */
export class Browser {
  /** Name to value, as the portal has set them. */
  readonly cookies = new Map<string, string>();
  /** All that went over the wire, the oldest first. */
  readonly exchanges: Exchange[] = [];
  readonly #url: string;

  /** `url`: of the portal, such as `http://127.0.0.1:3000/developer`. */
  constructor(url: string) {
    this.#url = url;
  }

  /** A page of the portal by its path below the base, or any address. */
  async get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Page> {
    return this.#send(path, headers);
  }

  /** Sends a form as a page of the portal does. */
  async post(
    path: string,
    fields: Readonly<Record<string, string>> | URLSearchParams = {},
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Page> {
    const body = fields instanceof URLSearchParams ? fields : new URLSearchParams(fields);
    return this.#send(path, { "sec-fetch-site": "same-origin", ...headers }, { method: "POST", body });
  }

  /** Opens a page, fills its form in and sends it. */
  async fill(path: string, fields: Readonly<Record<string, string>> = {}): Promise<Page> {
    return this.post(path, { ...presetOf((await this.get(path)).text), ...fields });
  }

  /** Sends JSON as a script of a page does. */
  async postJson(path: string, value: unknown): Promise<Page> {
    const headers = { "sec-fetch-site": "same-origin", "content-type": "application/json" };
    return this.#send(path, headers, { method: "POST", body: JSON.stringify(value) });
  }

  /** Any request, with the cookies of this browser. */
  async send(path: string, method: string, headers: Readonly<Record<string, string>> = {}): Promise<Page> {
    return this.#send(path, headers, { method });
  }

  /** Follows redirects to the first answer that is none, or that another origin gives. */
  async follow(page: Page): Promise<Page> {
    let at = page;
    while (at.location !== undefined && new URL(at.location, at.url).origin === new URL(this.#url).origin)
      at = await this.get(new URL(at.location, at.url).href);
    return at;
  }

  /** Goes to the issuer, by way of `path`, and picks an account there. Returns the address of the callback, not yet opened. */
  async pick(user: string, path = "/signin"): Promise<string> {
    const picker = (await this.follow(await this.get(path))).location;
    if (picker === undefined) throw new Error(`${path} does not lead to the issuer`);
    const body = new URLSearchParams(user === "" ? { cancel: "true" } : { user });
    const picked = await fetch(picker, { method: "POST", redirect: "manual", body });
    const location = picked.headers.get("location");
    if (location === null) throw new Error(`The issuer refused: ${await picked.text()}`);
    return location;
  }

  /** Signs a user of the issuer in, by their name in its options. Returns the answer to the callback. */
  async signIn(user: string, path?: string): Promise<Page> {
    return this.get(await this.pick(user, path));
  }

  async #send(
    path: string,
    headers: Readonly<Record<string, string>>,
    init: RequestInit = {},
  ): Promise<Page> {
    const url = URL.canParse(path) ? path : this.#url + path;
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(url, {
      ...init,
      redirect: "manual",
      headers: { ...(cookie !== "" && { cookie }), ...headers },
    });
    for (const set of response.headers.getSetCookie()) this.#keep(set);
    const text = await response.text();
    const fields = [...response.headers].filter(([name]) => name !== "set-cookie");
    this.exchanges.push({
      sent: `${url} ${init.body instanceof URLSearchParams ? init.body.toString() : ""}`,
      answer: [...fields.map(String), text].join("\n"),
      cookies: response.headers.getSetCookie(),
    });
    return {
      status: response.status,
      headers: response.headers,
      text,
      h1: /<h1>(.*?)<\/h1>/.exec(text)?.[1] ?? "",
      location: response.headers.get("location") ?? undefined,
      url,
    };
  }

  #keep(set: string): void {
    const [pair = "", ...attributes] = set.split(";").map((part) => part.trim());
    const [name = "", value = ""] = pair.split("=");
    if (attributes.includes("Max-Age=0")) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}
