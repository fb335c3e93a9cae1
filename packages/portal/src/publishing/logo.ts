import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import type { Problem } from "@product-auth/core";
import type { Logo } from "./edition.js";

/** Largest logo, in bytes. */
export const LARGEST_LOGO = 65_536;

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

// An <img> runs none of these. They are refused for the case that the file is opened by itself, besides its policy.
const ACTIVE = [
  "<script",
  "<foreignobject",
  "<!doctype",
  "<!entity",
  "<?xml-stylesheet",
  "javascript:",
  "data:text",
];

/** A logo, or what is wrong with it. */
export type ReadLogo =
  | { readonly logo: Logo; readonly problem?: undefined }
  | { readonly logo?: undefined; readonly problem: Omit<Problem, "path"> };

/** A logo from a file, or what is wrong with the file. `path`: as the problem names it. */
export function readLogo(file: string): ReadLogo {
  let bytes: Buffer;
  try {
    const { size } = statSync(file);
    if (size > LARGEST_LOGO) return tooLarge;
    bytes = readFileSync(file);
  } catch (error) {
    const { code = "failed" } = error as NodeJS.ErrnoException;
    const message = code === "ENOENT" ? "names a file that does not exist" : `cannot be read (${code})`;
    return { problem: { message, fix: "write the path of an SVG or PNG file" } };
  }
  return logoOf(bytes);
}

const tooLarge: ReadLogo = {
  problem: { message: "is larger than 64 KiB", fix: "use a smaller file: it is shown 32 pixels high" },
};

/** The logo of some bytes; its type is that of its content, whatever the file is called. */
export function logoOf(bytes: Buffer): ReadLogo {
  if (bytes.length > LARGEST_LOGO) return tooLarge;
  const digest = digestOfBytes(bytes);
  if (bytes.subarray(0, PNG.length).equals(PNG))
    return { logo: Object.freeze({ type: "png", bytes, digest }) };
  const text = bytes.toString("utf8").toLowerCase();
  if (!isSvg(text)) return { problem: { message: "is neither SVG nor PNG", fix: "use an SVG or PNG file" } };
  const active = ACTIVE.filter((part) => text.includes(part));
  if (active.length > 0)
    return { problem: { message: `contains ${active.join(", ")}`, fix: "use an SVG file of shapes only" } };
  return { logo: Object.freeze({ type: "svg", bytes, digest }) };
}

/** Whether the first element is `svg`, behind an XML declaration and comments. */
function isSvg(text: string): boolean {
  let rest = text.replace(/^\uFEFF/, "").trimStart();
  for (const [start, end] of [
    ["<?xml", "?>"],
    ["<!--", "-->"],
    ["<!--", "-->"],
  ] as const) {
    const to = rest.startsWith(start) ? rest.indexOf(end) : -1;
    if (to !== -1) rest = rest.slice(to + end.length).trimStart();
  }
  return /^<svg[\s>]/.test(rest);
}

/** SHA-256, base64url. */
export const digestOfBytes = (bytes: Uint8Array): string =>
  createHash("sha256").update(bytes).digest("base64url");
