import type { Answer } from "../../server/answer.js";
import { html, type Html } from "./html.js";

/** A page of the issuer. */
export interface Page {
  readonly status?: number;
  readonly heading: string;
  readonly body: Html;
  /** SHA-256 of the one script of the page; without it the page may run none. */
  readonly scriptHash?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Path of the style sheet. */
export const stylePath = "/emulator/style.css";

/** Writes a page, with headers that let it load nothing but the style sheet and be framed by no site. */
export function pageAnswer({ status = 200, heading, body, scriptHash, headers }: Page): Answer {
  const document = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${heading} – Entra emulator</title>
        <link rel="stylesheet" href="${stylePath}" />
      </head>
      <body>
        <main>
          <h1>${heading}</h1>
          ${body}
        </main>
        <footer>Entra emulator, for development and tests only.</footer>
      </body>
    </html> `;
  return {
    status,
    headers: { ...headersOf(scriptHash), ...headers },
    body: document.markup,
  };
}

function headersOf(scriptHash: string | undefined): Record<string, string> {
  const script = scriptHash === undefined ? "" : ` script-src 'sha256-${scriptHash}';`;
  return {
    "Content-Type": "text/html; charset=utf-8",
    // Chromium applies form-action to every redirect after a POST: to the application, and from there to any other
    // address of it. Only the schemes can be limited.
    "Content-Security-Policy": `default-src 'none'; style-src 'self';${script} form-action http: https:; frame-ancestors 'none'; base-uri 'none'`,
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
  };
}
