import { ELLIPSIS_CODE, NEXT_LINE_CODE } from "./record-layout.js";

/** A hash of 32 bits. U+2026 counts as U+0085, as records write it. */
export function hashOfText(text: string, seed: number): number {
  let hash = seed;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    hash = addToHash(hash, code === ELLIPSIS_CODE ? NEXT_LINE_CODE : code);
  }
  return finishHash(hash);
}

export const addToHash = (hash: number, code: number): number => Math.imul(hash ^ code, 0x9e37_79b1);

export const finishHash = (hash: number): number => Math.imul(hash ^ (hash >>> 15), 0x85eb_ca6b) >>> 0;
