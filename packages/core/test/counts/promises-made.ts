import { createHook } from "node:async_hooks";

/** How many promises a function makes before it returns, those that nobody waits for too. */
export function promisesMadeBy(work: () => unknown): number {
  let made = 0;
  const hook = createHook({ init: (_id, type) => void (made += type === "PROMISE" ? 1 : 0) });
  hook.enable();
  try {
    work();
  } finally {
    hook.disable();
  }
  return made;
}
