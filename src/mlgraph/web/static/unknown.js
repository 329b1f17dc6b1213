// A notice of what the page does not understand in its address, with similar names to choose instead.

/** @import { Choice, List } from "./address.js" */
/** @import { IndexNode, Track } from "./api.js" */
import { client } from "./client.js";
import { el, findById } from "./dom.js";
import { denyName, findNear, fold, search } from "./names.js";
import { KINDS } from "./wishes.js";

/** @typedef {List | "node" | "track"} Key */

/** @type {Map<Key, string[]>} */
const NAMED = new Map([
  ["have", ["skill"]],
  ["learning", ["skill"]],
  ["via", KINDS],
  ["avoid", KINDS],
  ["node", KINDS],
]);
/** @type {(keyof Choice)[]} - the choices of which the page knows all values */
const LISTED = ["by", "way", "tab", "within", "side"];
// the choices for which a page in one file would need a planner
const PLANNED = ["via", "avoid", "by", "experience", "months_in_post", "start", "way"];

export class Unknown {
  #given = new URLSearchParams();
  /** @type {Map<string, IndexNode> | null} - null until the map has arrived */
  #tracks = null;
  #panel = findById("unknown");

  /**
   * @param {ReadonlyMap<string, IndexNode>} nodes
   * @param {(key: Key, id: string) => void} choose
   */
  constructor(nodes, choose) {
    this.nodes = nodes;
    this.choose = choose;
  }

  /**
   * Say which names, values and keys in an address are unknown.
   * @param {string} hash
   * @param {Choice} choice - what the page has read in the address
   */
  ask(hash, choice) {
    this.#given = new URLSearchParams(hash.slice(1));
    const known = new Map(Object.entries(choice));
    const wrong = [...this.#given].filter(
      ([key, value]) => value && (!known.has(key) || (LISTED.some((each) => each === key) && known.get(key) !== value)),
    );
    const unused = client.inOneFile ? PLANNED.filter((key) => this.#given.has(key)) : [];
    const named = [...NAMED].filter(([key]) => !unused.includes(key));
    const words = `This file does not use ${unused.join(" and ")} from its address. For that, run mlgraph serve.`;
    this.#panel.replaceChildren(
      ...(unused.length ? [this.#draw(words)] : []),
      ...wrong.map((pair) => this.#draw(`The address has "${pair.join("=")}", which this page does not know.`)),
      ...named.flatMap(([key, kinds]) => this.#list(key, this.nodes, kinds)),
      ...this.#listTracks(),
    );
  }

  /**
   * Learn the tracks of the map, and say whether that in the address is unknown.
   * @param {Track[]} tracks
   */
  learn(tracks) {
    if (this.#tracks) return;
    const named = tracks
      .filter(({ id }) => id)
      .map((track) => ({ ...track, kind: "track", names: [fold(track.title)] }));
    this.#tracks = new Map(named.map((track) => [track.id, track]));
    this.#panel.append(...this.#listTracks());
  }

  #listTracks() {
    return this.#tracks ? this.#list("track", this.#tracks, ["track"]) : [];
  }

  /**
   * @param {Key} key
   * @param {ReadonlyMap<string, IndexNode>} known
   * @param {string[]} kinds
   */
  #list(key, known, kinds) {
    return this.#given.getAll(key).flatMap((name) => {
      if (!name || known.has(name)) return [];
      const found = search(known.values(), name, kinds);
      const near = found.length ? found : findNear(known.values(), name, kinds);
      const words = found.length ? `Which one is "${name}"?` : denyName(kinds, name) + (near.length ? " Near it:" : "");
      const offers = near.map((node) => ({ title: node.title, take: () => this.choose(key, node.id) }));
      return [this.#draw(words, ...offers)];
    });
  }

  /**
   * @param {string} words
   * @param {...{ title: string, take: () => void }} offers
   */
  #draw(words, ...offers) {
    const drawn = el("p", { class: "unknown" }, words);
    for (const { title, take } of [...offers, { title: "Leave it out", take: () => {} }]) {
      const click = () => {
        drawn.remove();
        take();
      };
      drawn.append(" ", el("button", { type: "button", on: { click } }, title));
    }
    return drawn;
  }
}
