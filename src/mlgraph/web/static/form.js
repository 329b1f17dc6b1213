// The form with the options of a plan.

/** @import { Choice, List } from "./address.js" */
/** @import { IndexNode } from "./api.js" */
import { LISTS } from "./address.js";
import { client } from "./client.js";
import { Combobox } from "./combobox.js";
import { byId, el, failure, field, say } from "./dom.js";

/** @typedef {ReadonlyMap<string, IndexNode>} Nodes */

export const POSITIONS = ["stage", "role"];
export const KINDS = [...POSITIONS, "skill"];
/** @type {("from" | "to")[]} */
const ENDS = ["from", "to"];
/** @type {("experience" | "months_in_post" | "start")[]} */
const SERVED = ["experience", "months_in_post", "start"];
/** @type {("pace" | "experience" | "months_in_post" | "start")[]} */
const TYPED = ["pace", ...SERVED];

export class Form {
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
      const picked = (/** @type {string} */ id) => change({ [key]: id });
      new Combobox(field(key), { nodes, kinds: POSITIONS, picked, kept: () => this.#title(key) });
    }
    for (const key of LISTS) {
      const picked = (/** @type {string} */ id) => this.add(key, id);
      new Combobox(field(key), { nodes, kinds: key === "have" ? ["skill"] : KINDS, picked });
    }
    byId("swap").addEventListener("click", () => change({ from: current().to, to: current().from }));
    for (const key of TYPED) {
      field(key).addEventListener("change", () => {
        if (field(key).reportValidity()) change({ [key]: field(key).value.trim() });
      });
    }
    for (const radio of objectives()) radio.addEventListener("change", () => change({ by: radio.value }));
    byId("wishes").addEventListener("submit", (event) => event.preventDefault());
    field("load").addEventListener("change", () => this.#load());
    const save = () => el("a", { href: client.profileAddress(current()), download: "me.toml" }).click();
    byId("save").addEventListener("click", save);
  }

  /** Show the choices, except in the field with the focus. */
  fill() {
    const choice = this.current();
    for (const key of ENDS) if (document.activeElement !== field(key)) field(key).value = this.#title(key);
    for (const key of TYPED) if (document.activeElement !== field(key)) field(key).value = choice[key];
    for (const radio of objectives()) radio.checked = radio.value === choice.by;
    for (const key of LISTS) byId(`${key}-chips`).replaceChildren(...choice[key].map((id) => this.#chip(key, id)));
    if (choice.via.length || choice.avoid.length || SERVED.some((key) => choice[key]))
      byId("more").setAttribute("open", "");
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
      byId(key).focus();
    };
    const attributes = { type: "button", "aria-label": `Remove ${title}`, on: { click: drop } };
    return el("li", {}, title, el("button", attributes, "\u00d7"));
  }

  async #load() {
    const [file] = field("load").files ?? [];
    if (!file) return;
    try {
      const found = await client.readProfile(file);
      const { position, have, pace, avoid } = found;
      const experience = Object.entries(found.experience).map(([id, months]) => `${id}=${months}`);
      const served = { experience: experience.join(","), months_in_post: String(found.months_in_post || "") };
      this.change({ from: position ?? this.current().from, have, avoid, pace: String(pace), ...served });
    } catch (error) {
      byId("answer").prepend(failure(/** @type {Error} */ (error)));
      say(/** @type {Error} */ (error).message);
    }
    field("load").value = "";
  }
}

/** @returns {NodeListOf<HTMLInputElement>} */
const objectives = () => document.querySelectorAll("[name=by]");
