// Commit messages follow Conventional Commits 1.0.0, because lerna computes versions and changelogs from them. Checked
// from the commit named here on: earlier ones do not.
import { spawnSync } from "node:child_process";
import { root } from "./files.mjs";

const FROM = "0dd859a";
const TYPES = ["build", "chore", "ci", "docs", "feat", "fix", "perf", "refactor", "revert", "style", "test"];
const SUBJECT = new RegExp(`^(${TYPES.join("|")})(\\([a-z][a-z0-9,/-]*\\))?!?: [^ ].*[^.]$`);
const LONGEST = 120;

const log = spawnSync("git", ["log", "--no-merges", "--format=%h %s", `${FROM}..HEAD`], {
  cwd: root,
  encoding: "utf8",
});
if (log.status !== 0) {
  // A tarball, or a clone without history.
  console.log(`Skipped: this is no git clone with the commit ${FROM}.`);
  process.exit(0);
}
const commits = log.stdout.split("\n").filter((line) => line !== "");
const wrong = commits.filter((line) => {
  const subject = line.slice(line.indexOf(" ") + 1);
  return !SUBJECT.test(subject) || subject.length > LONGEST;
});
for (const line of wrong)
  console.error(
    `${line}\n  write type(scope): subject, at most ${LONGEST} characters, no full stop; types: ${TYPES.join(", ")}`,
  );
console.log(`${commits.length} commits since ${FROM}, ${wrong.length} without a conventional subject`);
if (wrong.length > 0) process.exit(1);
