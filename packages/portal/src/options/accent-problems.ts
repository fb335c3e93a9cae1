import type { Problem } from "@product-auth/core";
import { contrastToWhite } from "./contrast.js";

/** What is wrong with a color of the right form: text of it, and on it, must be legible. */
export function accentProblems(accent: string): readonly Problem[] {
  const contrast = contrastToWhite(accent);
  if (contrast >= 4.5) return [];
  const message = `has a contrast of ${contrast.toFixed(1)} : 1 to white`;
  return [{ path: "accent", message, fix: "choose a darker color, with 4.5 : 1 or more (WCAG 2.2, 1.4.3)" }];
}
