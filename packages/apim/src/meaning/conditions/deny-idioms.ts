import type { Atom, Condition } from "../../csharp/condition.js";
import type { ClaimRule, HeaderRule, Rule } from "../../report/rule.js";

/** The rule that refuses exactly the requests for which a condition holds, whose negations stand at atoms only. */
type DenyIdiom = (denied: Condition, status: number, tokenVariables: ReadonlySet<string>) => Rule | undefined;

/** Header absent or empty; header other than some values. */
const header: DenyIdiom = (denied, status): HeaderRule | undefined => {
  const { absent, others } = split(denied, (part) => "present" in part && !part.present);
  const unequal = others.length === 1 ? negatedIn(others[0]) : others.length === 0 ? [] : undefined;
  if (!unequal?.every(isHeaderValue)) return undefined;
  const names = new Set([...absent, ...unequal].map((part) => ("header" in part ? part.header : "")));
  const [name, ...otherNames] = names;
  const ignoreCase = new Set(unequal.map((atom) => atom.ignoreCase));
  if (name === undefined || otherNames.length > 0 || ignoreCase.size > 1) return undefined;
  const values = unequal.map((atom) => atom.is);
  return { kind: "header", name, values, ...(ignoreCase.has(true) && { ignoreCase: true }), status };
};

/** Claim absent; claim without one of some values (`||`) or without each of them (`&&`). */
const claim: DenyIdiom = (denied, status, tokenVariables): ClaimRule | undefined => {
  const { absent, others } = split(denied, isClaimAbsence);
  const [only] = others;
  const isEach = others.length === 1 && only !== undefined && "all" in only;
  const lacking = isEach ? negatedIn(only) : others.map(negatedAtom);
  if (!lacking?.every(isClaimValue)) return undefined;
  const claims = [...absent.map(negatedAtom).filter(isClaim), ...lacking];
  const [first] = claims;
  if (first === undefined || !tokenVariables.has(first.variable)) return undefined;
  if (claims.some((atom) => atom.claim !== first.claim || atom.variable !== first.variable)) return undefined;
  if (new Set(lacking.map(({ joined }) => joined)).size > 1) return undefined;
  const values = lacking.flatMap((atom) => atom.has);
  return {
    kind: "claim",
    name: first.claim,
    match: isEach ? "any" : "all",
    ...(values.length > 0 && { values }),
    status,
  };
};

/** Address other than some (`&&`): allow these. Address one of some (`||`): forbid these. */
const address: DenyIdiom = (denied, status) => {
  const other = negatedIn(denied);
  const same = disjunctsOf(denied);
  const action = other?.every(isAddress) ? "allow" : same.every(isAddress) ? "forbid" : undefined;
  if (action === undefined) return undefined;
  const addresses = (action === "allow" ? (other ?? []) : same).filter(isAddress).flatMap(({ ip }) => ip);
  return { kind: "ip", action, addresses, ranges: [], status };
};

/** No certificate; a certificate with another thumbprint. */
const certificate: DenyIdiom = (denied, status) => {
  const { absent, others } = split(denied, (part) => "certificate" in part);
  const unequal = others.length === 1 ? negatedIn(others[0]) : others.length === 0 ? [] : undefined;
  if (!unequal?.every(isThumbprint) || absent.length + unequal.length === 0) return undefined;
  const thumbprints = unequal.flatMap(({ thumbprint }) => thumbprint);
  return { kind: "certificate", identities: [], ...(thumbprints.length > 0 && { thumbprints }), status };
};

/** No product; another product. */
const product: DenyIdiom = (denied, status) => {
  const { absent, others } = split(denied, (part) => "product" in part && part.product === false);
  const other = others.length === 1 ? negatedIn(others[0]) : others.length === 0 ? [] : undefined;
  if (!other?.every(isProduct) || absent.length + other.length === 0) return undefined;
  const products = other.flatMap((atom) => atom.product);
  return { kind: "context", products: products.length > 0 ? products : true, status };
};

const subscription: DenyIdiom = (denied, status) => {
  return "subscription" in denied ? { kind: "key", status } : undefined;
};

/** What denials commonly ask for. */
export const denyIdioms: readonly DenyIdiom[] = [header, claim, address, certificate, product, subscription];

/**
 * The parts of an `any` that state an absence, and the others. A comparison that does not hold for a value does not hold
 * for an absent one either, so that absences beside such comparisons add nothing.
 */
function split(
  denied: Condition,
  isAbsence: (part: Condition) => boolean,
): { readonly absent: readonly Condition[]; readonly others: readonly Condition[] } {
  const parts = disjunctsOf(denied);
  return { absent: parts.filter(isAbsence), others: parts.filter((part) => !isAbsence(part)) };
}

const disjunctsOf = (condition: Condition): readonly Condition[] =>
  "any" in condition ? condition.any : [condition];

/** The atoms when the condition is a list of negated ones that all hold. */
function negatedIn(condition: Condition | undefined): readonly Atom[] | undefined {
  if (condition === undefined) return undefined;
  const atoms = ("all" in condition ? condition.all : [condition]).map(negatedAtom);
  return atoms.every((atom) => atom !== undefined) ? atoms : undefined;
}

const negatedAtom = (condition: Condition): Atom | undefined =>
  "not" in condition && isAtom(condition.not) ? condition.not : undefined;

const isAtom = (condition: Condition): condition is Atom =>
  !("all" in condition || "any" in condition || "not" in condition);

type HeaderValue = Extract<Atom, { is: string }>;
type ClaimAtom = Extract<Atom, { claim: string }>;
type ClaimValue = ClaimAtom & { readonly has: readonly [string] };

const isHeaderValue = (atom: Atom): atom is HeaderValue => "is" in atom;
const isClaim = (atom: Atom | undefined): atom is ClaimAtom => atom !== undefined && "claim" in atom;
const isClaimValue = (atom: Atom | undefined): atom is ClaimValue => isClaim(atom) && atom.has?.length === 1;
const isClaimAbsence = (condition: Condition): boolean => {
  const atom = negatedAtom(condition);
  return isClaim(atom) && atom.has === undefined;
};
const isAddress = (condition: Condition): condition is Extract<Atom, { ip: readonly string[] }> =>
  "ip" in condition;
const isThumbprint = (atom: Atom): atom is Extract<Atom, { thumbprint: readonly string[] }> =>
  "thumbprint" in atom;
const isProduct = (atom: Atom): atom is { readonly product: readonly string[] } =>
  "product" in atom && atom.product !== false;
