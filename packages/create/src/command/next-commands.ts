/** What the command says at the end: the next three commands. `environment`: `.env` has to be written before the first start. */
export function nextCommands(folder: string, files: number, environment: boolean): string {
  const isHere = folder === ".";
  const commands = [
    ...(isHere ? [] : [`cd ${quoted(folder)}`]),
    "npm install",
    ...(isHere || environment ? ["npm test"] : []),
    ...(isHere || !environment ? ["npm run dev"] : []),
  ];
  return `
${files} files in ${isHere ? "this folder" : folder}. Next:

${commands.map((command) => `  ${command}\n`).join("")}${environment ? ENVIRONMENT : ""}
`;
}

const ENVIRONMENT = `
npm run dev reads .env: copy .env.example, and write what it lists.
`;

/** For a shell. */
function quoted(folder: string): string {
  return /^[\w@%+=:,./\\-]+$/.test(folder) ? folder : `'${folder.replaceAll("'", `'\\''`)}'`;
}
