// Builds what a Dockerfile describes without Docker: the root of each stage is a folder, and its commands run on this
// machine, in their order. It knows the instructions that the starters use, and refuses all others.
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { runClean } from "./run-command.mjs";

/** What the tools of a command may know of this machine: nothing that a developer has set for the project. */
const machine = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => /^(PATH|HOME|LANG|npm_config_\w+)$/i.test(name)),
);

/**
 * The last stage of `context`'s Dockerfile: `folder`, where its commands run, with their `environment`, the `user`, and the
 * words of `command` and `healthCheck`. Stages are made below `temporary`.
 */
export async function buildImage(context, temporary) {
  const stages = [];
  const ignored = linesOf(join(context, ".dockerignore"));
  for (const { name, rest } of instructionsOf(readFileSync(join(context, "Dockerfile"), "utf8"))) {
    const take = INSTRUCTIONS[name];
    if (take === undefined) throw new Error(`Dockerfile: ${name} is not known here.`);
    await take(rest, { stages, stage: stages.at(-1), context, ignored, temporary });
  }
  const { root, workdir, environment, user, command, healthCheck } = stages.at(-1);
  return {
    folder: join(root, workdir),
    environment: { ...machine, ...environment },
    user,
    command,
    healthCheck,
  };
}

const INSTRUCTIONS = {
  FROM(rest, { stages, temporary }) {
    const [, image, , name] = /^(\S+)( AS (\S+))?$/.exec(rest) ?? [];
    if (!/^node:\d+-slim$/.test(image))
      throw new Error(`Dockerfile: this machine cannot stand for ${image}.`);
    const root = mkdtempSync(join(temporary, "stage-"));
    chmodSync(root, 0o755);
    stages.push({ name, root, workdir: "/", environment: {} });
  },
  WORKDIR(path, { stage }) {
    stage.workdir = path;
    mkdirSync(join(stage.root, path), { recursive: true });
  },
  ENV(rest, { stage }) {
    for (const [, name, value] of rest.matchAll(/(\w+)=(\S*)/g)) stage.environment[name] = value;
  },
  COPY(rest, { stages, stage, context, ignored }) {
    const words = rest.split(/\s+/);
    const from = words[0].startsWith("--from=") ? words.shift().slice("--from=".length) : undefined;
    const base = from === undefined ? context : stages.find(({ name }) => name === from).root;
    const target = words.pop();
    for (const source of words) {
      if (from === undefined && ignored.includes(source.split("/")[0]))
        throw new Error(`Dockerfile: COPY ${source}, which .dockerignore leaves out.`);
      const path = join(base, source);
      if (!existsSync(path)) throw new Error(`Dockerfile: COPY ${source}, which does not exist.`);
      const into = join(stage.root, stage.workdir, target);
      // The content of a folder goes to the target; a file goes into a target that ends with a slash.
      const isFile = statSync(path).isFile();
      cpSync(path, isFile && target.endsWith("/") ? join(into, basename(path)) : into, {
        recursive: true,
        verbatimSymlinks: true,
      });
    }
  },
  async RUN(command, { stage: { root, workdir, environment } }) {
    await runClean(command, { cwd: join(root, workdir), env: { ...machine, ...environment } });
  },
  USER(name, { stage }) {
    stage.user = name;
  },
  EXPOSE() {},
  HEALTHCHECK(rest, { stage }) {
    stage.healthCheck = wordsOf(rest.replace(/^(--\S+\s+)*CMD\s+/, ""));
  },
  CMD(rest, { stage }) {
    stage.command = wordsOf(rest);
  },
};

function instructionsOf(text) {
  return text
    .replaceAll(/\\\n\s*/g, "")
    .split("\n")
    .filter((line) => line.trim() !== "" && !line.startsWith("#"))
    .map((line) => {
      const [, name, rest] = /^(\w+)\s+(.+)$/.exec(line);
      return { name, rest: rest.trim() };
    });
}

/** The words of a command that no shell reads. */
function wordsOf(text) {
  const words = JSON.parse(text);
  if (!Array.isArray(words))
    throw new Error(`Dockerfile: ${text} is no list of words, so a shell would get the signals.`);
  return words;
}

function linesOf(path) {
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "");
}
