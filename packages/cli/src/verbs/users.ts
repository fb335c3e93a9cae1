import { installed } from "../installed.js";
import type { Verb } from "../verb.js";

export const users: Verb = {
  name: "users",
  summary: "invites, blocks and deletes users of the portal",
  usage: "users VERB [options]",
  async run(args, io) {
    const { runUsers } = await import("../users/run-users.js");
    const load = () =>
      installed(import("@product-auth/portal"), { by: "users", packages: ["@product-auth/portal"] });
    return runUsers(args, io, { load });
  },
};
