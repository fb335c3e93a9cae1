/** An answer, as a visitor sees it. */
export interface Shown {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly h1: string | undefined;
  /** Where a redirect leads, below the base. */
  readonly to: string | undefined;
}

/** A visitor of a portal: opens pages and sends their forms. */
export class Visitor {
  readonly #send: (request: Request) => Promise<Response>;
  readonly #base: string;
  readonly #cookie: string | undefined;

  /** `base`: address of the portal. */
  constructor(send: (request: Request) => Promise<Response>, base: string, cookie?: string) {
    this.#send = send;
    this.#base = base;
    this.#cookie = cookie;
  }

  open(path: string): Promise<Shown> {
    return this.#ask(path, { method: "GET" });
  }

  /** Sends fields, as they are given. */
  post(path: string, fields: Readonly<Record<string, string>> | [string, string][]): Promise<Shown> {
    return this.#ask(path, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin" },
      body: new URLSearchParams(fields).toString(),
    });
  }

  /** Opens a page, fills its form in and sends it. */
  async fill(path: string, fields: Readonly<Record<string, string>> = {}): Promise<Shown> {
    return this.post(path, { ...presetOf((await this.open(path)).text), ...fields });
  }

  async #ask(
    path: string,
    { headers = {}, ...init }: Omit<RequestInit, "headers"> & { headers?: Record<string, string> },
  ): Promise<Shown> {
    const request = new Request(this.#base + path, {
      ...init,
      redirect: "manual",
      headers: { ...headers, ...(this.#cookie !== undefined && { cookie: this.#cookie }) },
    });
    const response = await this.#send(request);
    const text = await response.text();
    const location = response.headers.get("location");
    return {
      status: response.status,
      headers: response.headers,
      text,
      h1: /<h1>([^<]*)<\/h1>/.exec(text)?.[1],
      to: location === null ? undefined : location.replace(new URL(this.#base).pathname, ""),
    };
  }
}

/** The fields of a page that have a value before anything is filled in: hidden ones and chosen radios. */
export function presetOf(text: string): Record<string, string> {
  const inputs = [...text.matchAll(/<input\s([^>]*)>/g)].map(([, attributes = ""]) => attributes);
  const preset = inputs.filter((input) => /type="hidden"|\schecked/.test(input));
  return Object.fromEntries(preset.map((input) => [attributeOf(input, "name"), attributeOf(input, "value")]));
}

/** The value of a text box, by its label. */
export function valueOf(text: string, label: string): string | undefined {
  const id = new RegExp(`<label for="([^"]+)">${label}</label>`).exec(text)?.[1];
  const input = [...text.matchAll(/<input\s([^>]*)>/g)].find(
    ([, found = ""]) => attributeOf(found, "id") === id,
  );
  return input && attributeOf(input[1] ?? "", "value");
}

/** The description of a term. */
export function termOf(text: string, term: string): string | undefined {
  const found = new RegExp(`<dt>${term}</dt>\\s*<dd>([\\s\\S]*?)</dd>`).exec(text)?.[1];
  return found?.replaceAll(/<[^>]+>/g, "").trim();
}

/** The keys that a page shows. */
export const keysOf = ({ text }: Shown): [primary: string, secondary: string] => [
  valueOf(text, "Primary key") ?? "",
  valueOf(text, "Secondary key") ?? "",
];

/** The path of a link below the base, by its text. */
export const linkOf = ({ text }: Shown, name: string): string =>
  new RegExp(`href="/developer([^"]+)"[^>]*>${name}<`).exec(text)?.[1] ?? "";

const attributeOf = (attributes: string, name: string) =>
  new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes)?.[1] ?? "";
