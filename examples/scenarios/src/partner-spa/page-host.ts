import { readFile } from "node:fs/promises";
import type { RequestListener } from "node:http";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { AppSettings } from "./page/oidc-settings.js";

const compiled = fileURLToPath(new URL("./page/", import.meta.url)); // below dist
const sources = fileURLToPath(new URL("../../../src/partner-spa/page/", import.meta.url));

/** Bundles the app, and serves it as static files: the host of the partner, which sees no token and no call. */
export async function createPageHost(settings: AppSettings): Promise<RequestListener> {
  const { outputFiles } = await build({
    entryPoints: [`${compiled}main.js`],
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: "es2022",
    logLevel: "silent",
  });
  const files = new Map<string, { readonly type: string; readonly content: string }>([
    ["/", { type: "text/html", content: await readFile(`${sources}index.html`, "utf8") }],
    ["/style.css", { type: "text/css", content: await readFile(`${sources}style.css`, "utf8") }],
    ["/app.js", { type: "text/javascript", content: outputFiles[0]?.text ?? "" }],
    ["/settings.json", { type: "application/json", content: JSON.stringify(settings) }],
  ]);
  const headers = pageHeaders(settings);
  return (req, res) => {
    const file = files.get((req.url ?? "").split("?", 1)[0] ?? "");
    if (file === undefined || (req.method !== "GET" && req.method !== "HEAD"))
      return void res.writeHead(404, headers).end();
    res.writeHead(200, { ...headers, "content-type": `${file.type}; charset=utf-8` });
    res.end(req.method === "HEAD" ? undefined : file.content);
  };
}

// #region headers
/** The app runs only its own script, and talks only to the issuer and to the API. */
const pageHeaders = ({ authority, api }: AppSettings): Record<string, string> => ({
  "content-security-policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src data:",
    `connect-src 'self' ${new URL(authority).origin} ${api}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join("; "),
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer", // the address of the callback has the code
  "cache-control": "no-cache",
});
// #endregion headers
