// The choices of a person. The page keeps them in its address, after the sign #.

/** @import { Index } from "./api.js" */

/**
 * `way` is the index of the chosen plan, and `tab` is the chosen tab of the plan. `within` has the months within which
 * the page shows roles in reach. `track` is the track to highlight. `side` says what the drawer shows if it does not
 * show a node. `from_posts` has the skills in `have` that follow from posts, each with its post.
 * @typedef {object} Choice
 * @property {string} from
 * @property {string} to
 * @property {string[]} have
 * @property {string[]} learning
 * @property {string[]} via
 * @property {string[]} avoid
 * @property {string} pace
 * @property {string} experience
 * @property {string} from_posts
 * @property {string} months_in_post
 * @property {string} start
 * @property {string} by
 * @property {string} way
 * @property {string} node
 * @property {string} view
 * @property {string} tab
 * @property {string} within
 * @property {string} track
 * @property {string} side
 */
/** @typedef {Pick<Index, "pace" | "objective" | "objectives">} Defaults */
/** @typedef {"have" | "learning" | "via" | "avoid"} List */

/** @type {List[]} */
export const LISTS = ["have", "learning", "via", "avoid"];
export const TABS = ["timeline", "compare", "checklist", "why"];
export const SIDES = ["own", "next"];

/**
 * Return the default choices, which are those of an empty address.
 * @param {Defaults} defaults
 * @returns {Choice}
 */
export function chooseFirst({ pace, objective }) {
  const lists = { have: [], learning: [], via: [], avoid: [] };
  const served = { experience: "", from_posts: "", months_in_post: "", start: "" };
  const shown = { way: "", node: "", view: "", tab: "", within: "", track: "", side: "" };
  return { from: "", to: "", ...lists, ...served, pace, by: objective, ...shown };
}

/**
 * Read the choices from an address. Nodes that are not in the graph are left out.
 * @param {string} hash
 * @param {ReadonlyMap<string, unknown>} nodes
 * @param {Defaults} defaults
 * @returns {Choice}
 */
export function readAddress(hash, nodes, defaults) {
  const given = new URLSearchParams(hash.slice(1));
  const first = chooseFirst(defaults);
  /** @type {(key: keyof Choice, isKnown: (value: string) => boolean) => string} */
  const readOne = (key, isKnown) => {
    const value = given.get(key);
    return value !== null && isKnown(value) ? value : String(first[key]);
  };
  /** @param {List} key */
  const readMany = (key) => given.getAll(key).filter((id) => nodes.has(id));
  /** @param {string} id */
  const isNode = (id) => nodes.has(id);
  const isAny = () => true;
  return {
    from: readOne("from", isNode),
    to: readOne("to", isNode),
    have: readMany("have"),
    learning: readMany("learning"),
    via: readMany("via"),
    avoid: readMany("avoid"),
    pace: readOne("pace", isAny),
    experience: readOne("experience", isAny),
    from_posts: readOne("from_posts", isAny),
    months_in_post: readOne("months_in_post", isAny),
    start: readOne("start", isAny),
    by: readOne("by", (by) => defaults.objectives.includes(by)),
    way: readOne("way", (way) => /^\d$/.test(way)),
    node: readOne("node", isNode),
    view: readOne("view", isAny),
    tab: readOne("tab", (tab) => TABS.includes(tab)),
    within: readOne("within", (months) => /^\d{1,3}$/.test(months)),
    track: readOne("track", isAny),
    side: readOne("side", (side) => SIDES.includes(side)),
  };
}

/**
 * Return the address for choices. Choices that are equal to the defaults are left out, unless a profile has others.
 * @param {Choice} choice
 * @param {Defaults} defaults
 * @param {Partial<Choice>} own - the choices in the profile
 */
export function writeAddress(choice, defaults, own = {}) {
  const given = new URLSearchParams();
  const first = Object.entries(chooseFirst(defaults));
  for (const [key, usual] of first) {
    const [values, kept] = [choice, own].map((each) => [each[/** @type {keyof Choice} */ (key)] ?? usual].flat());
    if ([values, kept].every((each) => String(each) === String(usual))) continue;
    for (const value of values.length ? values : [""]) given.append(key, value);
  }
  return `#${given}`;
}
