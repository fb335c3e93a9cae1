import type { Assets } from "./assets.js";
import { SECURITY_HEADERS } from "./headers.js";

/** The answer to a request for an asset; undefined for any other path, and for assets that do not exist. */
export function assetResponse(
  path: string | undefined,
  request: Request,
  assets: Assets,
): Response | undefined {
  if (path === undefined || !path.startsWith("/_/")) return undefined;
  const asset = assets.find(path.slice("/_/".length));
  if (asset === undefined || !/^(?:GET|HEAD)$/.test(request.method)) return undefined;
  const { bytes, brotli, policy } = asset;
  const isBrotli = brotli !== undefined && takesBrotli(request.headers.get("accept-encoding") ?? "");
  return new Response(new Uint8Array(isBrotli ? brotli : bytes), {
    headers: {
      ...SECURITY_HEADERS,
      ...(policy !== undefined && { "content-security-policy": policy }),
      "cache-control": "public, max-age=31536000, immutable",
      "content-type": asset.type,
      vary: "Accept-Encoding",
      ...(isBrotli && { "content-encoding": "br" }),
    },
  });
}

/** Whether a client takes brotli: `br;q=0` refuses it (RFC 9110, section 12.4.2). */
const takesBrotli = (accepted: string): boolean =>
  accepted
    .slice(0, 1024)
    .split(",")
    .map((coding) =>
      coding
        .toLowerCase()
        .split(";")
        .map((part) => part.trim()),
    )
    .some(([name, quality = "q=1"]) => name === "br" && !/^q=0(?:\.0*)?$/.test(quality));
