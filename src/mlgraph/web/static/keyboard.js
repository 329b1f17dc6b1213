// Keyboard and mouse control of a picture: go from box to box, and pin or unpin a box.

/** @import { Scene } from "./scene.js" */

/** @type {ReadonlyMap<string, [number, number]>} */
const DIRECTIONS = new Map([
  ["ArrowRight", [1, 0]],
  ["ArrowLeft", [-1, 0]],
  ["ArrowDown", [0, 1]],
  ["ArrowUp", [0, -1]],
]);

/**
 * @typedef {object} Listeners
 * @property {(id: string) => void} picked
 * @property {(id: string) => void} hovered - called with "" if the pointer leaves the boxes
 */

export class Keyboard {
  /**
   * @param {SVGSVGElement} svg
   * @param {Scene} scene
   * @param {Listeners} listeners
   */
  constructor(svg, scene, listeners) {
    this.scene = scene;
    this.listeners = listeners;
    svg.addEventListener("keydown", (event) => this.#press(event));
    svg.addEventListener("focusin", (event) => this.#enter(event));
    svg.addEventListener("focusout", () => listeners.hovered(""));
    svg.addEventListener("click", (event) => {
      const id = findBox(event)?.dataset.id;
      if (id) listeners.picked(id);
    });
    svg.addEventListener("pointerover", (event) => {
      if (event.pointerType !== "touch") listeners.hovered(findBox(event)?.dataset.id ?? "");
    });
    svg.addEventListener("pointerleave", () => listeners.hovered(""));
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const id = findBox(event)?.dataset.id;
    if (!id) return;
    const direction = DIRECTIONS.get(event.key);
    if (direction) this.#go(id, direction);
    else if (event.key === "Enter" || event.key === " ") this.listeners.picked(id);
    else return;
    event.preventDefault();
  }

  /**
   * @param {string} id
   * @param {[number, number]} direction
   */
  #go(id, direction) {
    const drawn = this.scene.boxes.get(id);
    if (drawn) this.scene.beside(drawn, direction)?.made.focus();
  }

  /** @param {FocusEvent} event */
  #enter(event) {
    const made = findBox(event);
    if (!made) return;
    for (const { made: other } of this.scene.boxes.values()) {
      other.setAttribute("tabindex", other === made ? "0" : "-1");
    }
    if (made.matches(":focus-visible")) this.listeners.hovered(made.dataset.id ?? "");
  }

  /**
   * Focus a box or, without an id, the box that the Tab key reaches.
   * @param {string} [id]
   */
  focus(id) {
    const first = /** @type {SVGGElement | null} */ (this.scene.world.querySelector('.box[tabindex="0"]'));
    (this.scene.boxes.get(id ?? "")?.made ?? first)?.focus();
  }
}

/**
 * @param {Event} event
 * @returns {SVGGElement | null}
 */
const findBox = (event) => (event.target instanceof Element ? event.target.closest(".box[data-id]") : null);
