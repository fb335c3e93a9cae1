export { readYaml, type ReadYaml, type YamlOptions } from "./read-yaml.js";
export type { UnreadableYaml } from "./refused-yaml.js";
