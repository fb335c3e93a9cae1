// The code of the README. It is run by readme.test.ts.
// #region embed
import { runCommand } from "@product-auth/cli";

export async function expireFromJob(id: string, address: string): Promise<boolean> {
  const { stdin, stdout, stderr } = process;
  const args = ["subscriptions", "expire", id, "--store-env", "ADDRESS", "--by", "nightly-job"];
  return (await runCommand(args, { stdin, stdout, stderr, env: { ADDRESS: address } })) === 0;
}
// #endregion embed
