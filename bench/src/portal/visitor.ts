/** An answer of a portal. */
export interface Shown {
  readonly status: number;
  readonly type: string;
  readonly text: string;
  /** Where it leads; undefined without a redirect. */
  readonly location: string | undefined;
}

/** What answers requests: `fetch`, or a portal in this process. */
export type Send = (request: Request) => Promise<Response>;

/** A browser without script: keeps the cookies of a portal, and sends its forms. */
export class Visitor {
  readonly #cookies = new Map<string, string>();
  readonly #url: string;
  readonly #send: Send;

  /** `url`: of the portal. `send`: default `fetch`. */
  constructor(url: string, send: Send = fetch) {
    this.#url = url;
    this.#send = send;
  }

  /** The request for a page, by its path below the portal or its address. */
  request(path: string, init: RequestInit = {}): Request {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = { cookie, "sec-fetch-site": "same-origin" };
    return new Request(new URL(path.startsWith("/") ? this.#url + path : path), {
      redirect: "manual",
      headers,
      ...init,
    });
  }

  async open(path: string): Promise<Shown> {
    return this.#ask(this.request(path));
  }

  /** Opens the page of a form and sends it with these fields and those that the page has filled in. */
  async fill(path: string, fields: Readonly<Record<string, string>>): Promise<Shown> {
    const { text } = await this.open(path);
    const hidden = [...text.matchAll(/<input type="hidden" name="([\w-]+)" value="([^"]*)"/g)];
    const preset = Object.fromEntries(hidden.map(([, name = "", value = ""]) => [name, value]));
    const body = new URLSearchParams({ ...preset, ...fields });
    const shown = await this.#ask(this.request(path, { method: "POST", body }));
    if (shown.status >= 400) throw new Error(`${path} answers ${shown.status} to its form`);
    return shown;
  }

  /** Signs in. `pick`: chooses the account at the issuer's page, and gives the address of the callback. */
  async signIn(pick: (picker: string) => Promise<string>): Promise<void> {
    const { location: leads, text } = await this.open("/signin");
    let location = leads ?? providerOn(text);
    while (location !== undefined && new URL(location, this.#url).origin === new URL(this.#url).origin)
      ({ location } = await this.open(new URL(location, this.#url).href));
    if (location === undefined) throw new Error("/signin does not lead to the issuer");
    const { status } = await this.open(await pick(location));
    if (status !== 303 && status !== 302) throw new Error(`The sign-in ended with ${status}`);
  }

  async #ask(request: Request): Promise<Shown> {
    const response = await this.#send(request);
    for (const set of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (set.includes("Max-Age=0")) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    return {
      status: response.status,
      type: response.headers.get("content-type") ?? "",
      text: await response.text(),
      location: response.headers.get("location") ?? undefined,
    };
  }
}

/** Where a sign-in page leads that offers a password as well. */
const providerOn = (page: string): string | undefined => /<a class="button" href="([^"]+)"/.exec(page)?.[1];

/** Chooses an account at the emulator's page. */
export const pickAt =
  (user: string) =>
  async (picker: string): Promise<string> => {
    const body = new URLSearchParams({ user });
    const picked = await fetch(picker, { method: "POST", redirect: "manual", body });
    const location = picked.headers.get("location");
    if (location === null) throw new Error(`The issuer does not sign ${user} in`);
    return location;
  };
