// The fields in which a person asks for a plan: the sentence in the header, and the wishes in the drawer.

/** @import { Choice, List } from "./address.js" */
/** @import { IndexNode } from "./api.js" */
import { Combobox } from "./combobox.js";
import { el, findById, findField } from "./dom.js";

/** @typedef {ReadonlyMap<string, IndexNode>} Nodes */

export const POSITIONS = ["stage", "role"];
export const KINDS = [...POSITIONS, "skill"];
/** @type {("from" | "to")[]} */
const ENDS = ["from", "to"];
/** @type {("pace" | "experience" | "months_in_post" | "start")[]} */
const TYPED = ["pace", "experience", "months_in_post", "start"];
/** @type {("have" | "via" | "avoid")[]} */
const CHIPS = ["have", "via", "avoid"];

export class Wishes {
  /** @type {Map<"from" | "to", Combobox>} */
  #ends = new Map();

  /**
   * @param {Nodes} nodes
   * @param {() => Choice} current
   * @param {(changes: Partial<Choice>) => void} change
   */
  constructor(nodes, current, change) {
    this.nodes = nodes;
    this.change = change;
    this.current = current;
    for (const key of ENDS) {
      const takePicked = (/** @type {string} */ id) => id !== current()[key] && change({ [key]: id });
      this.#ends.set(
        key,
        new Combobox(findField(key), { nodes, kinds: POSITIONS, picked: takePicked, kept: () => this.#title(key) }),
      );
    }
    for (const key of CHIPS) {
      const takePicked = (/** @type {string} */ id) => this.add(key, id);
      new Combobox(findField(key), { nodes, kinds: key === "have" ? ["skill"] : KINDS, picked: takePicked });
    }
    findById("swap").addEventListener("click", () => change({ from: current().to, to: current().from }));
    for (const key of TYPED) {
      findField(key).addEventListener("change", () => {
        if (findField(key).reportValidity()) change({ [key]: findField(key).value.trim() });
      });
    }
    for (const radio of listObjectives()) radio.addEventListener("change", () => change({ by: radio.value }));
    findById("wishes").addEventListener("submit", (event) => event.preventDefault());
  }

  /** Show the choices in all fields except the one with the focus. */
  fill() {
    const choice = this.current();
    for (const [key, made] of this.#ends) made.fill(this.#title(key));
    for (const key of TYPED) if (document.activeElement !== findField(key)) findField(key).value = choice[key];
    for (const radio of listObjectives()) radio.checked = radio.value === choice.by;
    for (const key of CHIPS) findById(`${key}-chips`).replaceChildren(...choice[key].map((id) => this.#chip(key, id)));
  }

  /**
   * If the address has unknown positions, offer similar ones.
   * @param {string} hash
   */
  ask(hash) {
    const given = new URLSearchParams(hash.slice(1));
    for (const [key, made] of this.#ends) {
      const name = given.get(key);
      if (name && !this.nodes.has(name)) made.ask(name);
    }
  }

  /**
   * @param {List} key
   * @param {string} id
   */
  add(key, id) {
    this.change({ [key]: [...new Set([...this.current()[key], id])] });
  }

  /** @param {"from" | "to"} key */
  #title(key) {
    return this.nodes.get(this.current()[key])?.title ?? "";
  }

  /**
   * @param {List} key
   * @param {string} id
   */
  #chip(key, id) {
    const title = this.nodes.get(id)?.title ?? "";
    const drop = () => {
      this.change({ [key]: this.current()[key].filter((other) => other !== id) });
      findById(key).focus();
    };
    const attributes = { type: "button", "aria-label": `Remove ${title}`, on: { click: drop } };
    return el("li", {}, title, el("button", attributes, "\u00d7"));
  }
}

/** @returns {NodeListOf<HTMLInputElement>} */
const listObjectives = () => document.querySelectorAll("[name=by]");
