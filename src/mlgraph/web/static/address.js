// The choices of a person, kept in the part of the page's address after the #.

/** @import { Index } from "./api.js" */

/**
 * `way` is the index of the chosen plan; `tab` is the tab of the panel, "plan" or "node".
 * @typedef {object} Choice
 * @property {string} from
 * @property {string} to
 * @property {string[]} have
 * @property {string[]} via
 * @property {string[]} avoid
 * @property {string} pace
 * @property {string} experience
 * @property {string} months_in_post
 * @property {string} start
 * @property {string} by
 * @property {string} way
 * @property {string} node
 * @property {string} view
 * @property {string} tab
 */
/** @typedef {Pick<Index, "pace" | "objective" | "objectives">} Defaults */
/** @typedef {"have" | "via" | "avoid"} List */

/** @type {List[]} */
export const LISTS = ["have", "via", "avoid"];

/**
 * Return the default choices, those of an empty address.
 * @param {Defaults} defaults
 * @returns {Choice}
 */
export function firstChoice({ pace, objective }) {
  const lists = { have: [], via: [], avoid: [] };
  const served = { experience: "", months_in_post: "", start: "" };
  return { from: "", to: "", ...lists, ...served, pace, by: objective, way: "", node: "", view: "", tab: "" };
}

/**
 * Return the choices in an address, without nodes that are not in the graph.
 * @param {string} hash
 * @param {ReadonlyMap<string, unknown>} nodes
 * @param {Defaults} defaults
 * @returns {Choice}
 */
export function readAddress(hash, nodes, defaults) {
  const given = new URLSearchParams(hash.slice(1));
  const first = firstChoice(defaults);
  /** @type {(key: keyof Choice, isKnown: (value: string) => boolean) => string} */
  const one = (key, isKnown) => {
    const value = given.get(key);
    return value !== null && isKnown(value) ? value : String(first[key]);
  };
  /** @param {List} key */
  const many = (key) => given.getAll(key).filter((id) => nodes.has(id));
  /** @param {string} id */
  const isNode = (id) => nodes.has(id);
  return {
    from: one("from", isNode),
    to: one("to", isNode),
    have: many("have"),
    via: many("via"),
    avoid: many("avoid"),
    pace: one("pace", () => true),
    experience: one("experience", () => true),
    months_in_post: one("months_in_post", () => true),
    start: one("start", () => true),
    by: one("by", (by) => defaults.objectives.includes(by)),
    way: one("way", (way) => /^\d$/.test(way)),
    node: one("node", isNode),
    view: one("view", () => true),
    tab: one("tab", (tab) => ["plan", "node"].includes(tab)),
  };
}

/**
 * Return the address for choices, without those equal to the defaults.
 * @param {Choice} choice
 * @param {Defaults} defaults
 */
export function writeAddress(choice, defaults) {
  const given = new URLSearchParams();
  const first = Object.entries(firstChoice(defaults));
  for (const [key, usual] of first) {
    const value = choice[/** @type {keyof Choice} */ (key)];
    if (Array.isArray(value)) for (const each of value) given.append(key, each);
    else if (value !== usual) given.set(key, value);
  }
  return `#${given}`;
}
