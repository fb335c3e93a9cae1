import { pin } from "../http/pin.js";
import { enumeration } from "../portal/enumeration.js";
import { passwordFlood } from "../portal/password-flood.js";
import { passwordSignIns } from "../portal/password-sign-ins.js";
import { startPasswordApi } from "../portal/start-password-api.js";
import type { Table } from "../report/table.js";
import type { Part } from "./part.js";

const CALLER_CORE = 1;

/** What sign-ins with a password take, and do to the API beside them. */
export const portalPasswords: Part = {
  name: "portal-passwords",
  title: "Developer portal: passwords",
  says: "time of a wrong password with and without an account; the API during sign-ins and during a flood of them",
  seconds: 470,
  secondsAlone: 470,
  figures: () => [], // it measures the portal's own parts, which another revision may not have
  async measure({ quick, tell }) {
    pin(process.pid, CALLER_CORE);
    const tables: Table[] = [];
    for (const [at, [what, measure]] of Object.entries(MEASURES).entries()) {
      const api = await startPasswordApi(); // each one with fresh limits
      try {
        const share = (done: number) => tell((at + done) / 3, what);
        tables.push(await measure(api, quick, share));
      } finally {
        api.stop();
      }
    }
    return { tables };
  },
};

const MEASURES = {
  "wrong passwords": enumeration,
  "50 sign-ins a minute": passwordSignIns,
  "flood of sign-ins": passwordFlood,
};
