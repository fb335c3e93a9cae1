/** What the command says at the end: the next three commands. `environment`: `.env` has to be written before the first start. */
export function nextCommands(
  folder: string,
  files: number,
  environment: boolean,
  platform: NodeJS.Platform = process.platform,
): string {
  const isHere = folder === ".";
  const there = isHere ? [] : [`cd ${platform === "win32" ? quotedForWindows(folder) : quoted(folder)}`];
  const start = environment ? "cp .env.example .env" : "npm run dev";
  const commands = [...there, "npm install", ...(isHere ? ["npm test"] : []), start];
  return `
${files} files in ${isHere ? "this folder" : folder}. Next:

${commands.map((command) => `  ${command}\n`).join("")}${environment ? ENVIRONMENT : ""}
`;
}

const ENVIRONMENT = `
Write to .env what it lists, then start the API with npm run dev. npm test needs no .env.
`;

/** For the shells of Unix. A leading dash would be an option. */
function quoted(folder: string): string {
  const path = folder.startsWith("-") ? `./${folder}` : folder;
  return /^[\w./][\w./@:+-]*$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}

/** For cmd and PowerShell: no name of Windows has a double quote. */
function quotedForWindows(folder: string): string {
  return /^[\w.:/\\-]+$/.test(folder) ? folder : `"${folder}"`;
}
