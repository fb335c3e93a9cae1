// Checks that run beside each other, as many at a time as there are cores.
import { availableParallelism } from "node:os";

/** Makes all checks, each `[what, check]`, and says how each ended. Resolves to the number of failures. */
export async function sideBySide(checks) {
  const waiting = [...checks];
  let failures = 0;
  await Promise.all(
    Array.from({ length: availableParallelism() }, async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
        if (!(await succeeds(...next))) failures++;
    }),
  );
  return failures;
}

async function succeeds(what, check) {
  const start = Date.now();
  try {
    await check();
    console.log(`ok      ${what} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
    return true;
  } catch (error) {
    console.error(`FAILED  ${what}\n${error.message}`);
    return false;
  }
}

/** Throws when there are problems, a sentence each. */
export function refuse(problems) {
  if (problems.length > 0) throw new Error(problems.join("\n"));
}
