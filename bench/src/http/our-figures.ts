import { figureNames, type Column } from "../report/table.js";
import { contendersOf } from "./contenders-of.js";
import { FRAMEWORKS, type Framework, type HttpContender } from "./http-contender.js";

/** Names of the figures of ours in tables of which there is one for each framework. */
export async function ourFigures(
  tableOf: (framework: Framework) => string,
  columns: readonly Column[],
  frameworks: readonly Framework[] = FRAMEWORKS,
  ofKind: HttpContender["kind"] = "ours",
): Promise<string[]> {
  const names = frameworks.map(async (framework) => {
    const ours = (await contendersOf(framework)).filter(({ kind }) => kind === ofKind);
    return figureNames(
      tableOf(framework),
      ours.map(({ name }) => name),
      columns,
    );
  });
  return (await Promise.all(names)).flat();
}
