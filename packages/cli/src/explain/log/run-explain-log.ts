import type { CommandIo, ExitCode } from "../../command-io.js";
import { comparedCatalog } from "./compared-catalog.js";
import { lastDecision } from "./last-decision.js";
import { writtenDecision } from "./write-decision.js";

/** What to explain, and what to compare it with. */
export interface LogWish {
  readonly log: string;
  readonly config: string | undefined;
  readonly json: boolean;
}

const EXIT_CODES = { admit: 0, refuse: 1, unavailable: 2 } as const;

/** Explains the last decision of a log. Needs no token, and fetches nothing. */
export async function runExplainLog({ log, config, json }: LogWish, io: CommandIo): Promise<ExitCode> {
  const { decision, of } = await lastDecision(log, io);
  const catalog = await comparedCatalog(decision.catalogVersion, config, io.env);
  const report = { ...decision, decisions: of, catalog };
  io.stdout.write(json ? `${JSON.stringify(report, undefined, 2)}\n` : writtenDecision(report));
  return EXIT_CODES[decision.outcome];
}
