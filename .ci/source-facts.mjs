// What a TypeScript source imports and does, read from its syntax tree by prettier's parser: TypeScript 7 has no
// programming interface.
import { parsers } from "prettier/plugins/typescript";

/**
 * `clockCaptures`: each `Date.now` that is stored or passed on instead of called. `imports`: every module a file names, each with its line, its specifier and how: "type" (gone after compiling),
 * "value" (loaded with the file) or "dynamic" (loaded when the line runs). `import { type A }` is a value import:
 * under verbatimModuleSyntax the module is still loaded.
 */
export function factsOf(path, text) {
  const facts = { path, imports: [], moduleState: [], ambientReads: [], clockCaptures: [] };
  const tree = parsers.typescript.parse(text, { filepath: path });
  const called = new Set(); // a call is visited before its callee
  for (const statement of tree.body) facts.moduleState.push(...stateOf(statement));
  walk(tree, (node) => {
    const imported = importOf(node);
    if (imported !== undefined) facts.imports.push({ ...imported, line: node.loc.start.line });
    const ambient = ambientRead(node);
    if (ambient !== undefined) facts.ambientReads.push({ line: node.loc.start.line, what: ambient });
    if (node.type === "CallExpression") called.add(node.callee);
    if (isMember(node, "Date", "now") && !called.has(node))
      facts.clockCaptures.push({ line: node.loc.start.line });
  });
  return facts;
}

function walk(node, visit) {
  if (Array.isArray(node)) for (const each of node) walk(each, visit);
  else if (typeof node?.type === "string") {
    visit(node);
    for (const [key, child] of Object.entries(node))
      if (key !== "comments" && key !== "tokens") walk(child, visit);
  }
}

function importOf(node) {
  switch (node.type) {
    case "ImportDeclaration":
      return { how: node.importKind === "type" ? "type" : "value", specifier: node.source.value };
    case "ExportAllDeclaration":
    case "ExportNamedDeclaration":
      if (!node.source) return undefined;
      return { how: node.exportKind === "type" ? "type" : "value", specifier: node.source.value };
    case "ImportExpression":
      return { how: "dynamic", specifier: literal(node.source) };
    case "CallExpression":
      if (node.callee.type !== "Identifier" || node.callee.name !== "require") return undefined;
      return { how: "dynamic", specifier: literal(node.arguments[0]) };
    default:
      return undefined;
  }
}

/** A computed specifier can hide anything, so it gets a name that no law allows. */
const literal = (node) => (typeof node?.value === "string" ? node.value : "(computed)");

/** The clock, chance, the network and the process: what a pure function must be given instead. */
function ambientRead(node) {
  if (isMember(node, "Date", "now")) return "Date.now";
  if (isMember(node, "Math", "random")) return "Math.random";
  if (node.type === "NewExpression" && node.callee.name === "Date" && node.arguments.length === 0)
    return "new Date()";
  if (node.type === "MemberExpression" && /^(performance|process|crypto)$/.test(node.object.name ?? ""))
    return node.object.name;
  if (
    node.type === "CallExpression" &&
    /^(fetch|setTimeout|setInterval|setImmediate|queueMicrotask)$/.test(node.callee.name ?? "")
  ) {
    return node.callee.name;
  }
  return undefined;
}

/** Top-level statements that make a place to remember things in: a variable, an empty container, a cache. */
function stateOf(statement) {
  const declaration = statement.declaration ?? statement;
  if (declaration.type === "ClassDeclaration") {
    return declaration.body.body
      .filter(
        (member) =>
          member.type === "PropertyDefinition" &&
          member.static &&
          (!member.readonly || isContainer(member.value)),
      )
      .map((member) => ({ line: member.loc.start.line, what: `static ${member.key.name}` }));
  }
  if (declaration.type !== "VariableDeclaration" || declaration.declare) return [];
  return declaration.declarations
    .filter((each) => declaration.kind !== "const" || isContainer(each.init))
    .map((each) => ({ line: each.loc.start.line, what: `${declaration.kind} ${each.id.name ?? "{…}"}` }));
}

function isContainer(node) {
  if (node?.type === "TSAsExpression" || node?.type === "TSSatisfiesExpression")
    return isContainer(node.expression);
  if (node?.type === "ArrayExpression") return node.elements.length === 0;
  if (node?.type === "ObjectExpression") return node.properties.length === 0;
  if (node?.type !== "NewExpression") return false;
  if (/^Weak(Map|Set)$/.test(node.callee.name ?? "") || /Cache$/.test(node.callee.name ?? "")) return true;
  return /^(Map|Set)$/.test(node.callee.name ?? "") && node.arguments.length === 0;
}

function isMember(node, object, property) {
  return (
    node.type === "MemberExpression" &&
    (node.object.name === object ||
      (node.object.type === "MemberExpression" && node.object.property.name === object)) &&
    (node.property.name === property || node.property.value === property)
  );
}
