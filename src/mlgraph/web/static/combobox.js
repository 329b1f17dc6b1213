// A text field that suggests nodes while a person types. It follows the combobox pattern of the ARIA practices.

/** @import { IndexNode } from "./api.js" */
import { el, quiet, say } from "./dom.js";
import { denyName, findNear, fold, search } from "./names.js";

// the end of a note above a list of similar names
const NEAR = " Near it:";

/**
 * `kept` returns the title that the field shows again when a person leaves it. Without `kept`, a choice clears the
 * field.
 * @typedef {object} Options
 * @property {ReadonlyMap<string, IndexNode>} nodes
 * @property {string[]} kinds
 * @property {(id: string) => void} picked
 * @property {() => string} [kept]
 */

export class Combobox {
  /** @type {IndexNode[]} */
  #offered = [];
  // the index of the highlighted option, or -1
  #at = 0;

  /**
   * @param {HTMLInputElement} input
   * @param {Options} options
   */
  constructor(input, options) {
    this.input = input;
    this.options = options;
    const label = { "aria-label": "Found", hidden: true };
    this.list = el("ul", { role: "listbox", id: `${input.id}-list`, class: "offers", ...label });
    this.note = el("p", { id: `${input.id}-note`, class: "unknown", hidden: true });
    const roles = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", autocomplete: "off" };
    for (const [key, value] of Object.entries({ ...roles, "aria-controls": this.list.id })) {
      input.setAttribute(key, value);
    }
    input.after(el("div", { class: "popup" }, this.note, this.list));
    input.addEventListener("input", () => (input.value ? this.#offer() : this.#close()));
    input.addEventListener("focus", () => options.kept && input.select());
    input.addEventListener("blur", () => this.#leave());
    input.addEventListener("keydown", (event) => this.#press(event));
  }

  /**
   * Show a title, unless the field has the focus. An unknown name stays until there is a title.
   * @param {string} title
   */
  fill(title) {
    if (document.activeElement === this.input || (!title && !this.note.hidden)) return;
    this.#close();
    this.input.value = title;
  }

  /**
   * Offer the nodes with a name that comes from the address, or nodes with similar names.
   * @param {string} name
   */
  ask(name) {
    this.input.value = name;
    this.#offer();
  }

  #offer() {
    const { nodes, kinds } = this.options;
    this.#offered = search(nodes.values(), this.input.value, kinds);
    this.#at = this.#offered.length ? 0 : -1;
    if (this.#offered.length) this.#tell("");
    else this.#offerNear();
    this.list.replaceChildren(...this.#offered.map((node, index) => this.#option(node, index)));
    this.list.hidden = !this.#offered.length;
    this.input.setAttribute("aria-expanded", String(this.#offered.length > 0));
    this.#light();
  }

  /** Say that a name is unknown, and offer the most similar names. */
  #offerNear() {
    const { nodes, kinds } = this.options;
    this.#offered = findNear(nodes.values(), this.input.value, kinds);
    this.#tell(denyName(kinds, this.input.value) + (this.#offered.length ? NEAR : " Try another word."));
  }

  /** @param {string} words */
  #tell(words) {
    this.note.hidden = !words;
    this.note.textContent = words;
    if (words) say(words);
    this.input.toggleAttribute("aria-invalid", Boolean(words));
    if (words) this.input.setAttribute("aria-describedby", this.note.id);
    else this.input.removeAttribute("aria-describedby");
  }

  /**
   * @param {IndexNode} node
   * @param {number} index
   */
  #option(node, index) {
    const on = {
      pointerdown: (/** @type {Event} */ event) => event.preventDefault(),
      click: () => this.#pick(node),
    };
    const attributes = { role: "option", id: `${this.list.id}-${index}`, "data-id": node.id, on };
    return el("li", attributes, el("span", {}, node.title), quiet(this.#describe(node)));
  }

  /** @param {IndexNode} node */
  #describe(node) {
    const key = fold(this.input.value);
    const [title, ...others] = node.names;
    const alias = title.includes(key) ? undefined : others.find((name) => name.includes(key));
    // on the page, a role is called a post
    const kind = node.kind === "role" ? "post" : node.kind;
    return alias ? `${kind}, ${alias}` : kind;
  }

  #light() {
    for (const [index, option] of [...this.list.children].entries()) {
      option.setAttribute("aria-selected", String(index === this.#at));
    }
    if (this.#at >= 0) this.input.setAttribute("aria-activedescendant", `${this.list.id}-${this.#at}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  /** @param {number} step */
  #move(step) {
    const count = this.#offered.length;
    this.#at = (Math.max(this.#at, step < 0 ? 0 : -1) + step + count) % Math.max(count, 1);
    this.#light();
  }

  /** @param {IndexNode | undefined} node */
  #pick(node) {
    if (!node) return;
    this.input.value = this.options.kept ? node.title : "";
    this.#close();
    this.options.picked(node.id);
  }

  #close() {
    this.#tell("");
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  /** Leave the field. An unknown name stays, with the note, until a person changes it. */
  #leave() {
    const { kept, picked } = this.options;
    const { value } = this.input;
    if (kept && !value) picked("");
    if (!this.note.hidden && value && kept) {
      this.list.hidden = true;
      this.note.textContent = this.note.textContent.replace(NEAR, "");
      return this.input.setAttribute("aria-expanded", "false");
    }
    this.#close();
    if (kept && value) this.input.value = kept();
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const isOpen = !this.list.hidden;
    /** @type {Map<string, () => void>} */
    const actions = new Map([
      ["ArrowDown", () => (isOpen ? this.#move(1) : this.#offer())],
      ["ArrowUp", () => this.#move(-1)],
      ["Enter", () => isOpen && this.#pick(this.#offered[this.#at])],
    ]);
    if (isOpen) actions.set("Escape", () => this.#close());
    const act = actions.get(event.key);
    if (!act) return;
    act();
    event.preventDefault();
    event.stopPropagation();
  }
}
