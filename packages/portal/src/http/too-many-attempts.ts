import type { Reply } from "./reply.js";

/** The page "Too many attempts". `wait`: seconds. */
export const tooManyAttempts = (wait: number): Reply => ({
  kind: "error",
  name: "too-many",
  detail: `Too many attempts. ${waitWords(wait)}`,
  retryAfter: wait,
});

function waitWords(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  return `Wait ${minutes} ${minutes === 1 ? "minute" : "minutes"}, then try again.`;
}
