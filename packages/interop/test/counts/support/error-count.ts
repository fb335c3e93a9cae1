// To be imported before anything else: whoever asks for `Error` afterwards gets one that counts.
import { Session } from "node:inspector";

const seen: string[] = [];

/**
 * What was thrown, caught or not, and what `new Error` and its kin made since the last call; each in words. The
 * debugger sees what is thrown, by V8 and Node too; what is made and handed on as a value, only the constructor sees.
 */
export function errorsSince(): readonly string[] {
  return seen.splice(0);
}

const session = new Session();
session.connect();
session.on("Debugger.paused", ({ params: { reason, data } }) => {
  const { description = reason } = (data ?? {}) as { description?: string };
  seen.push(`thrown ${description.split("\n", 1)[0]}`);
});
session.post("Debugger.enable");
session.post("Debugger.setPauseOnExceptions", { state: "all" });

const kinds = [
  "Error",
  "AggregateError",
  "EvalError",
  "RangeError",
  "ReferenceError",
  "SyntaxError",
] as const;
for (const kind of [...kinds, "TypeError", "URIError", "DOMException"] as const) {
  const made = (): void => void seen.push(`made ${kind}`);
  Object.defineProperty(globalThis, kind, {
    configurable: true,
    writable: true,
    value: new Proxy(globalThis[kind], {
      construct: (target, given, newTarget) => (
        made(),
        Reflect.construct(target, given, newTarget) as object
      ),
      apply: (target, self, given) => (
        made(),
        Reflect.apply(target as () => unknown, self, given) as unknown
      ),
    }),
  });
}
