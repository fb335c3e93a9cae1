import { FRAMEWORKS, TITLES } from "../http/http-contender.js";
import { pin } from "../http/pin.js";
import { Callers } from "../latency/calls.js";
import { startIssuer } from "../latency/issuer.js";
import { startLatencyServer } from "../latency/latency-server.js";
import { latencyTable } from "../latency/latency-table.js";
import { measureLatency } from "../latency/measure-latency.js";
import type { Table } from "../report/table.js";
import type { Part } from "./part.js";

const SERVER_CORE = 0;
const CALLER_CORE = 1;
const TOKENS = 1_000;

/** What disturbs the latency of admitted calls. */
export const latency: Part = {
  name: "latency",
  title: "Latency under load",
  says: "p50, p99 and p99.9 with the processor 70 % busy: while keys rotate, the issuer is down, bad tokens come, the catalog is replaced, people sign in",
  seconds: 300,
  secondsAlone: 300,
  figures: () => [], // it mounts the portal, which another revision may not have
  async measure({ quick, frameworks = FRAMEWORKS, tell }) {
    pin(process.pid, CALLER_CORE);
    const rounds = quick ? 1 : 5;
    const milliseconds = 1_200; // whole slices in a rehearsal too: a sign-in comes in each
    const tables: Table[] = [];
    for (const [at, framework] of frameworks.entries()) {
      tell(at / frameworks.length, `${TITLES[framework]}, starting`);
      const issuer = await startIssuer(rounds + 2, TOKENS); // one key to begin with, and one in each round and in the one that warms up
      const server = await startLatencyServer(framework, issuer, {
        core: SERVER_CORE,
        replacements: rounds + 1,
      });
      try {
        const scene = { server, issuer, callers: new Callers(issuer.tokens), milliseconds };
        const share = (done: number) => tell((at + done) / frameworks.length, TITLES[framework]);
        tables.push(latencyTable(framework, await measureLatency(scene, rounds, share), TOKENS));
      } finally {
        server.stop();
        issuer.stop();
      }
    }
    return { tables };
  },
};
