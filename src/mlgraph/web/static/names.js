// Search for nodes by name.

/** @import { IndexNode } from "./api.js" */

const MOST_FOUND = 8;
const NO_FIT = 9;
const [MOST_NEAR, LEAST_ALIKE] = [3, 0.35];
export const alphabet = new Intl.Collator();

// invisible characters, such as joiners, variation selectors and direction marks, as in `mlgraph.invisible`
const INVISIBLE = /\p{Cf}|\p{Default_Ignorable_Code_Point}|\u2800|\u{1d159}/gu;

/**
 * Normalise a name for comparison, like `mlgraph.names.fold`. Case, accents, invisible characters, and the kind of
 * space or hyphen do not matter.
 * @param {string} name
 */
export function fold(name) {
  const letters = Array.from(name.normalize("NFKD"), foldCase).join("").normalize("NFKD");
  const bare = letters.replace(/\p{M}/gu, (mark) => (isCombining(mark) ? "" : mark)).replace(INVISIBLE, "");
  return bare.replace(/[-_\u2010-\u2015\u2212\p{White_Space}]+/gu, " ").replace(/^ | $/g, "") || name.trim();
}

/**
 * Return the full case folding of a letter, such as "ss" for "ß". With two exceptions, this is the lower case of its
 * upper case.
 * @param {string} letter
 */
function foldCase(letter) {
  if (letter === "ẞ") return "ss";
  const upper = letter.toUpperCase();
  return /\p{Script=Cherokee}/u.test(letter) ? upper : upper.toLowerCase();
}

/**
 * Return whether a mark has a combining class. JavaScript does not expose the class, but sorts marks by it.
 * @param {string} mark
 */
function isCombining(mark) {
  return [`\u0345${mark}`, `${mark}\u0334`].some((pair) => pair.normalize("NFD") !== pair);
}

/**
 * Return how a name matches a text: 0 for the whole name, 1 for its beginning, 2 for the beginning of a word, and 3 for
 * any part.
 * @param {string} name
 * @param {string} key
 */
function rank(name, key) {
  if (!name.includes(key)) return NO_FIT;
  if (name === key) return 0;
  if (name.startsWith(key)) return 1;
  return name.includes(` ${key}`) ? 2 : 3;
}

/**
 * Return how exactly a text is a title: -2 if both are equal, -1 if only the case differs, or else NO_FIT.
 * @param {string} title
 * @param {string} text
 */
function findSpelling(title, text) {
  const [one, other] = [title.normalize(), text.normalize()];
  if (one === other) return -2;
  return one.toLowerCase() === other.toLowerCase() ? -1 : NO_FIT;
}

/**
 * Return the nodes of the given kinds whose names match a typed text best.
 * @param {Iterable<IndexNode>} nodes
 * @param {string} text
 * @param {string[]} kinds
 */
export function search(nodes, text, kinds) {
  const key = fold(text);
  /** @type {[number, IndexNode][]} */
  const found = [];
  for (const node of nodes) {
    if (!kinds.includes(node.kind)) continue;
    const [title, ...others] = node.names;
    // the order is: an exact title, a title in another case, a folded title, any other name
    const best = Math.min(
      findSpelling(node.title, text),
      rank(title, key),
      ...others.map((name) => rank(name, key) + 0.5),
    );
    if (best < NO_FIT) found.push([best, node]);
  }
  return choose(found, kinds).map(([, node]) => node);
}

/**
 * Return the nodes whose names are most similar to a typed text that no name contains.
 * @param {Iterable<IndexNode>} nodes
 * @param {string} text
 * @param {string[]} kinds
 */
export function findNear(nodes, text, kinds) {
  const wanted = listPairs(fold(text));
  const rated = [...nodes]
    .filter((node) => kinds.includes(node.kind))
    .map(
      (node) =>
        /** @type {const} */ ([Math.max(...node.names.map((name) => measureLikeness(wanted, listPairs(name)))), node]),
    );
  const near = rated.filter(([best]) => best >= LEAST_ALIKE).sort(([a], [b]) => b - a);
  return near.slice(0, MOST_NEAR).map(([, node]) => node);
}

/**
 * Return a sentence that says that no node of the given kinds has a name.
 * @param {string[]} kinds
 * @param {string} text
 */
export function denyName(kinds, text) {
  const what = kinds.length === 1 ? `No ${kinds[0]}` : kinds.includes("skill") ? "Nothing" : "No post or stage";
  return `${what} here is called "${text}".`;
}

/**
 * Return the pairs of neighbouring letters in a name.
 * @param {string} name
 */
const listPairs = (name) => new Set(Array.from(name, (letter, index) => letter + (name[index + 1] ?? "")));

/**
 * Return the share of pairs that two names have in common.
 * @param {Set<string>} one
 * @param {Set<string>} other
 */
function measureLikeness(one, other) {
  const common = [...one].filter((pair) => other.has(pair)).length;
  return (2 * common) / (one.size + other.size);
}

/**
 * Sort the nodes found, and return the best ones.
 * @param {[number, IndexNode][]} found
 * @param {string[]} kinds
 */
function choose(found, kinds) {
  found.sort(([a], [b]) => a - b);
  const [last] = found[MOST_FOUND - 1] ?? [NO_FIT];
  // comparing titles is slow, so only compare nodes that may be among the first
  const first = found.filter(([best]) => best <= last);
  first.sort(
    ([a, one], [b, other]) =>
      a - b || kinds.indexOf(one.kind) - kinds.indexOf(other.kind) || alphabet.compare(one.title, other.title),
  );
  return first.slice(0, MOST_FOUND);
}
