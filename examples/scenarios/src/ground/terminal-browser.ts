import { CALL_WITHIN } from "./within.js";

/** Redirects that browsers follow before they complain. */
const REDIRECTS = 20;

/** A page that was loaded. */
export interface Page {
  readonly url: URL;
  readonly status: number;
  readonly text: string;
}

/** What a page answers to a program. */
export interface Document {
  readonly status: number;
  /** Path of what was made. */
  readonly location: string | undefined;
  /** Members of the JSON. */
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * A browser without a window, for walks on the terminal: it keeps cookies, follows redirects and sends forms. It runs no
 * script and knows nothing of origins: only pages of this machine are opened with it.
 */
export interface TerminalBrowser {
  open(url: string | URL): Promise<Page>;
  /** Follows the first link with a text. */
  follow(page: Page, text: string): Promise<Page>;
  /** Asks a page for JSON in the session of the browser; with `send`, to change something. */
  ask(url: string | URL, send?: Readonly<Record<string, unknown>>): Promise<Document>;
  /** Sends the first form of a page, or the first to a path that ends with `path`: its hidden fields, and those given here. */
  submit(page: Page, fields?: Readonly<Record<string, string>>, path?: string): Promise<Page>;
  /** Signs a user in at the issuer's account picker, and goes back to the application; `"cancel"` for Cancel. */
  pickAccount(page: Page, user: string): Promise<Page>;
}

export function newTerminalBrowser(): TerminalBrowser {
  const cookies = new Map<string, Map<string, string>>(); // by host: ports share cookies (RFC 6265 §8.5)

  async function send(
    url: URL,
    headers: Readonly<Record<string, string>>,
    body?: URLSearchParams | string,
  ): Promise<Response> {
    const own = cookies.get(url.hostname) ?? new Map<string, string>();
    cookies.set(url.hostname, own);
    const cookie = [...own].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(url, {
      redirect: "manual",
      headers: { ...headers, cookie },
      ...(body !== undefined && { method: "POST", body }),
      signal: AbortSignal.timeout(CALL_WITHIN),
    });
    for (const line of response.headers.getSetCookie()) keepCookie(own, line);
    return response;
  }

  async function load(url: URL, body?: URLSearchParams, from?: URL): Promise<Page> {
    let page = await visit(url, body, from);
    for (let i = 0; page instanceof URL; i++) {
      if (i === REDIRECTS) throw new Error(`${url.href} redirects more than ${REDIRECTS} times`);
      page = await visit(page);
    }
    return page;
  }

  /** Gives the page, or where it redirects to. */
  async function visit(url: URL, body?: URLSearchParams, from?: URL): Promise<Page | URL> {
    const headers = { accept: "text/html", ...(from !== undefined && { origin: from.origin }) };
    const response = await send(url, headers, body);
    const to = response.headers.get("location");
    if (to === null || response.status < 300 || response.status > 399)
      return { url, status: response.status, text: await response.text() };
    await response.body?.cancel();
    return new URL(to, url);
  }

  async function submit(page: Page, fields: Readonly<Record<string, string>> = {}, path = ""): Promise<Page> {
    const form = [...page.text.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].find(([, attributes = ""]) =>
      targetOf(attributes, page).pathname.endsWith(path),
    );
    if (form === undefined) throw new Error(`${page.url.href} has no form ${path} (${page.status})`);
    const [, attributes = "", content = ""] = form;
    const hidden = [...content.matchAll(/<input\b[^>]*type="hidden"[^>]*>/g)].map(
      ([input]): [string, string] => [attributeOf(input, "name") ?? "", attributeOf(input, "value") ?? ""],
    );
    const body = new URLSearchParams([...hidden, ...Object.entries(fields)]);
    return load(targetOf(attributes, page), body, page.url);
  }

  return {
    open: (url) => load(new URL(url)),
    follow(page, text) {
      const links = [...page.text.matchAll(/<a\b([^>]*)>([^<]*)<\/a>/g)];
      const [, attributes = ""] = links.find(([, , shown = ""]) => shown.trim() === text) ?? [];
      const href = attributeOf(attributes, "href");
      if (href === undefined) throw new Error(`${page.url.href} has no link "${text}" (${page.status})`);
      return load(new URL(href, page.url));
    },
    async ask(url, sent) {
      const target = new URL(url);
      const more = sent && { "content-type": "application/json", origin: target.origin };
      const body = sent && JSON.stringify(sent);
      const response = await send(target, { accept: "application/json", ...more }, body);
      return {
        status: response.status,
        location: response.headers.get("location") ?? undefined,
        body: (await response.json()) as Document["body"],
      };
    },
    submit,
    async pickAccount(page, user) {
      const after = await submit(page, user === "cancel" ? { cancel: "true" } : { user });
      // With response_mode=form_post the answer is a form that submits itself.
      return after.text.includes("<script>document.forms[0].submit()") ? submit(after) : after;
    },
  };
}

function keepCookie(own: Map<string, string>, line: string): void {
  const [pair = "", ...attributes] = line.split(";");
  const [name = "", ...value] = pair.split("=");
  const isGone = attributes.some((attribute) => /^\s*max-age=0\s*$/i.test(attribute));
  if (isGone) own.delete(name.trim());
  else own.set(name.trim(), value.join("="));
}

const targetOf = (form: string, { url }: Page): URL => new URL(attributeOf(form, "action") ?? "", url);

function attributeOf(tag: string, name: string): string | undefined {
  const [, value] = new RegExp(`\\b${name}="([^"]*)"`).exec(tag) ?? [];
  return value
    ?.replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
