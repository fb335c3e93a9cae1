import type { PathSetUp } from "./path-set-up.js";

/** Set-ups whose routers tell capitals apart, with `caseSensitivePaths` and without; others as they are. */
export const withAndWithoutOption = (setUps: readonly PathSetUp[]): readonly PathSetUp[] =>
  setUps.flatMap((setUp) =>
    setUp.ignoresCase.includes(false)
      ? [setUp, { ...setUp, name: `${setUp.name}; caseSensitivePaths`, caseSensitivePaths: true }]
      : [setUp],
  );
