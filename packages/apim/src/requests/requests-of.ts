import type { PlacedRule } from "../report/report.js";
import { catalogFiles } from "../writing/catalog-files.js";
import { RULES } from "../writing/file-names.js";
import { ALL_METHODS, isEmpty, methodsWhere, type MethodSet } from "../writing/method-set.js";
import { pointsOf, type Held, type Point, type Writable } from "../writing/points.js";
import { curlCommand } from "./call.js";
import { canPass, isInContext, type Aim } from "./fitting-call.js";
import { plainLine } from "./plain-line.js";
import { probesOf, type Probe } from "./probes-of.js";
import { ScriptVariables } from "./script-variables.js";
import { shellText } from "./shell-text.js";

/**
 * A shell script that calls a service: for every rule that an import carried, a call that must pass and one that must be
 * refused. It runs against the gateway and against an application, so that one can be compared with the other. It holds no
 * secrets: keys and tokens are variables, which its first lines describe.
 */
export function requestsOf(imported: Writable): string {
  const { report, configuration } = imported;
  const variables = new ScriptVariables(report.environment);
  const points = pointsOf(imported, heldIn(catalogFiles(imported)));
  const parts = report.rules.map((placed) => {
    const aims = aimsFor(placed, {
      ...{ points, rules: report.rules, configuration, variables },
      tokens: imported.tokens ?? new Map(),
    });
    const aim = best(aims);
    const probes =
      aim === undefined ? [] : probesOf(placed, aim, best(aims.filter((one) => isElsewhere(placed, one))));
    const linesWhere = (isChosen: (probe: Probe) => boolean): readonly string[] =>
      probes.filter(isChosen).flatMap((probe) => linesOf(probe, variables));
    const isLimit = placed.rule.kind === "rate" || placed.rule.kind === "quota";
    return { title: `# ${titleOf(placed)}`, isLimit, isReached: aim !== undefined, linesWhere };
  });
  const section = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : [[title, ...lines].join("\n")];
  const limits = parts.filter(({ isLimit }) => isLimit);
  // Calls use limits up: those that limits must admit come first, and those that they must refuse last.
  const commands = [
    ...withoutRepetition(
      limits.flatMap(({ title, linesWhere }) =>
        section(
          title,
          linesWhere(({ outcome }) => outcome === "admits"),
        ),
      ),
    ),
    ...parts
      .filter(({ isLimit }) => !isLimit)
      .flatMap(({ title, linesWhere }) =>
        section(
          title,
          linesWhere(() => true),
        ),
      ),
    ...limits.flatMap(({ title, linesWhere }) =>
      section(
        title,
        linesWhere(({ outcome }) => outcome === "refuses"),
      ),
    ),
    ...parts.filter(({ isReached }) => !isReached).map(({ title }) => `${title}\n${NO_PLACE}`),
  ];
  return [...headOf(variables, commands), FUNCTIONS, ...commands, END].join("\n\n") + "\n";
}

/** What the written catalog leaves out: it may be more than the report holds back. */
function heldIn(files: ReadonlyMap<string, string>): ReadonlySet<string> {
  const { held } = JSON.parse(files.get(RULES) ?? '{"held":[]}') as { readonly held: readonly Held[] };
  return new Set(held.map(({ scope }) => scope));
}

/** One call shows that several limits admit it, and a second one could be too many. */
function withoutRepetition(sections: readonly string[]): readonly string[] {
  const commandOf = (section: string): string => section.slice(section.indexOf("\nadmits"));
  const seen = new Set<string>();
  return sections.filter((section) => {
    const isNew = !seen.has(commandOf(section));
    seen.add(commandOf(section));
    return isNew;
  });
}

const NO_PLACE = "# No call is written: nothing that is in the catalog reaches it.";

const FUNCTIONS = `differences=0
# admits STATUS COMMAND…: the answer must have another status. refuses STATUS COMMAND…: it must have this one.
status_of() {
  "$@" --silent --globoff --output /dev/null --write-out '%{http_code}'
}
tell() {
  printf '%s  %s %s, answered %s\\n' "$1" "$2" "$3" "$4"
  if [ "$1" = differs ]; then differences=$((differences + 1)); fi
}
admits() {
  outcome=admits; status=$1; shift
  answer=$(status_of "$@")
  if [ "$answer" = "$status" ] || [ "$answer" = 000 ]; then tell differs "$outcome" "$status" "$answer"; else tell 'agrees ' "$outcome" "$status" "$answer"; fi
}
refuses() {
  outcome=refuses; status=$1; shift
  answer=$(status_of "$@")
  if [ "$answer" = "$status" ]; then tell 'agrees ' "$outcome" "$status" "$answer"; else tell differs "$outcome" "$status" "$answer"; fi
}
repeated() {
  count=$1; shift
  while [ "$count" -gt 0 ]; do status_of "$@" > /dev/null; count=$((count - 1)); done
}`;

const END = `printf '%s differences\\n' "$differences"
[ "$differences" -eq 0 ]`;

function headOf(variables: ScriptVariables, commands: readonly string[]): readonly string[] {
  const text = commands.join("\n");
  const used = [...text.matchAll(/"\$\{([A-Za-z0-9_]+)\}"/g)].map(([, name]) => name!);
  const meanings = new Map(variables.usedIn(commands));
  const names = [...new Set(used)].sort();
  return [
    "#!/bin/sh",
    [
      "# Calls for the rules of an import: of each rule one that must pass and one that must be refused.",
      "# Run it against the gateway, then against the application. It ends with 1 when an answer differs.",
      "# Calls that need a certain address, or very many calls, stand here as comments. Calls that pass reach the backend.",
      "#",
      ...names.map((name) => `# ${name}: ${meanings.get(name) ?? "the value of this environment variable"}`),
      // No text from the input stands here: a shell would expand it.
      ...names.map((name) => `: "\${${name}:?is not set}"`),
    ].join("\n"),
  ];
}

const titleOf = ({ at, scope, rule }: PlacedRule): string => plainLine(`${at} (${scope}): ${rule.kind}`);

function linesOf(
  { outcome, status, call, what, before, byHand }: Probe,
  variables: ScriptVariables,
): readonly string[] {
  const code = shellText(String(status));
  const command = curlCommand(call, variables);
  const comment = `# ${plainLine(what)}: ${outcome === "admits" ? "must pass, not" : "must be refused,"} ${plainLine(String(status))}`;
  if (byHand !== undefined) return [`${comment}; by hand, because ${byHand}`, `#   ${command}`];
  return [
    comment,
    ...(before === undefined ? [] : [`repeated ${before} ${command}`]),
    `${outcome} ${code} ${command}`,
  ];
}

/** Where a rule can be seen at work. */
function aimsFor(
  wanted: PlacedRule,
  {
    points,
    rules,
    ...rest
  }: Pick<Aim, "configuration" | "tokens" | "variables"> & {
    readonly points: readonly Point[];
    readonly rules: readonly PlacedRule[];
  },
): readonly Aim[] {
  return points
    .filter(({ chain }) => chain.includes(wanted.at))
    .flatMap((point): readonly Aim[] => {
      const methods = methodsWhere(wanted.when, point.surroundings);
      if (methods === undefined || isEmpty(methods)) return [];
      const method = point.surroundings.method ?? methodIn(methods);
      const applying = [...new Set(point.chain)].flatMap((place) =>
        rules.filter(
          ({ at, when }) =>
            at === place && hasMethod(methodsWhere(when, point.surroundings) ?? ALL_METHODS, method),
        ),
      );
      return [{ point, method, rules: applying.map(({ rule }) => rule), ...rest }];
    });
}

/** A rule about products, for a call that belongs to none of them. */
const isElsewhere = ({ rule }: PlacedRule, { point }: Aim): boolean =>
  rule.kind === "context" && !isInContext(rule, point);

/** A point without a denial of everything, and a call that reads, if there is one: calls that pass reach the backend. */
function best(aims: readonly Aim[]): Aim | undefined {
  const rank = (aim: Aim): number => (canPass(aim) ? 0 : 2) + (aim.method === "GET" ? 0 : 1);
  return aims.reduce<Aim | undefined>(
    (found, aim) => (found === undefined || rank(aim) < rank(found) ? aim : found),
    undefined,
  );
}

const hasMethod = ({ not, methods }: MethodSet, method: string): boolean =>
  methods.includes(method.toUpperCase()) !== not;

const methodIn = (methods: MethodSet): string =>
  ["GET", "POST", "PUT", "PATCH", "DELETE"].find((method) => hasMethod(methods, method)) ??
  methods.methods[0] ??
  "GET";
