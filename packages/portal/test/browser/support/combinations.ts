/** A framework, and whether the browser runs scripts. */
export interface Combination {
  readonly framework: "express" | "koa" | "fastify";
  readonly isScripted: boolean;
  readonly name: string;
}

const FRAMEWORKS = ["express", "koa", "fastify"] as const;

/** Express and Fastify with scripts, Koa without; all six with `BROWSER=all`. */
export function combinations(): readonly Combination[] {
  const all = FRAMEWORKS.flatMap((framework) =>
    [true, false].map((isScripted) => ({
      framework,
      isScripted,
      name: `${framework}, ${isScripted ? "with" : "without"} JavaScript`,
    })),
  );
  if (process.env["BROWSER"] === "all") return all;
  return all.filter(({ framework, isScripted }) => isScripted === (framework !== "koa"));
}
