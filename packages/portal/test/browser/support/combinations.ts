/** A framework, and whether the browser runs scripts. */
export interface Combination {
  readonly framework: "express" | "koa" | "fastify";
  readonly isScripted: boolean;
  /** Whether it is the one for what does not depend on framework and mode; it runs scripts. */
  readonly isFirst: boolean;
  readonly name: string;
}

const FRAMEWORKS = ["express", "koa", "fastify"] as const;

/**
 * Two for each story, one with scripts and one without, on two frameworks that change from story to story; all six with `BROWSER=all`.
 * The flows themselves are tested over HTTP on every framework.
 */
export function combinations(story: string): readonly Combination[] {
  const first = Buffer.from(story).reduce((sum, byte) => sum + byte, 0) % FRAMEWORKS.length;
  const scripted = FRAMEWORKS[first];
  const plain = FRAMEWORKS[(first + 1) % FRAMEWORKS.length];
  const all = FRAMEWORKS.flatMap((framework) =>
    [true, false].map((isScripted) => ({
      framework,
      isScripted,
      isFirst: isScripted && framework === scripted,
      name: `${framework}, ${isScripted ? "with" : "without"} JavaScript`,
    })),
  );
  if (process.env["BROWSER"] === "all") return all;
  return all.filter(({ framework, isScripted }) => framework === (isScripted ? scripted : plain));
}
