import { type Answer, textAnswer } from "./answer.js";
import type { Garbage } from "./faults.js";

/** Query parameter that a redirect adds, so that its target answers correctly. */
export const redirected = "redirected";

/** Turns a correct response into a wrong one of this kind. `url`: the requested URL. */
export function spoilAnswer(kind: Garbage, answer: Answer, url: URL): Answer {
  switch (kind) {
    case "html":
      return textAnswer(200, "<!doctype html><title>Sign in</title><h1>Sign in to the network</h1>", {
        "Content-Type": "text/html; charset=utf-8",
      });
    case "partial-json":
      return { ...answer, body: answer.body.slice(0, Math.floor(answer.body.length / 2)) };
    case "empty-keys":
      return { ...answer, body: JSON.stringify({ keys: [] }) };
    case "not-json":
      return { ...answer, body: "Service is starting" };
    case "huge":
      return { ...answer, body: padded(answer.body) };
    case "redirect": {
      const target = new URL(url);
      target.searchParams.set(redirected, "1");
      return textAnswer(302, "", { Location: target.href });
    }
  }
}

/** The same JSON object with ten MiB more: valid, but too large. */
function padded(json: string): string {
  return json.replace(/}$/, `,"padding":"${"x".repeat(10 * 1024 * 1024)}"}`);
}
