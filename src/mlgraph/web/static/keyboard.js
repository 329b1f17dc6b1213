// Keyboard control of a picture: move between boxes, zoom, pan, and pick boxes.

/** @import { Camera } from "./camera.js" */
/** @import { Scene } from "./scene.js" */

export const CLOSER = 1.25;
export const FARTHER = 0.8;
const STEP = 60;

/** @type {ReadonlyMap<string, [number, number]>} */
const DIRECTIONS = new Map([
  ["ArrowRight", [1, 0]],
  ["ArrowLeft", [-1, 0]],
  ["ArrowDown", [0, 1]],
  ["ArrowUp", [0, -1]],
]);

export class Keyboard {
  /**
   * @param {SVGSVGElement} svg
   * @param {Scene} scene
   * @param {Camera} camera
   * @param {(id: string) => void} picked
   */
  constructor(svg, scene, camera, picked) {
    this.scene = scene;
    this.camera = camera;
    this.picked = picked;
    svg.addEventListener("keydown", (event) => this.#press(event));
    svg.addEventListener("focusin", (event) => this.#enter(event));
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const id = findBox(event)?.dataset.id ?? "";
    const direction = DIRECTIONS.get(event.key);
    const act = direction ? this.#steer(id, direction, event.shiftKey) : this.#action(event.key, id);
    if (!act) return;
    act();
    event.preventDefault();
  }

  /**
   * @param {string} key
   * @param {string} id
   */
  #action(key, id) {
    /** @type {Map<string, () => void>} */
    const actions = new Map([
      ["+", () => this.camera.zoom(CLOSER)],
      ["=", () => this.camera.zoom(CLOSER)],
      ["-", () => this.camera.zoom(FARTHER)],
      ["0", () => this.camera.fit()],
    ]);
    if (id) for (const press of ["Enter", " "]) actions.set(press, () => this.picked(id));
    return actions.get(key);
  }

  /**
   * @param {string} id
   * @param {[number, number]} direction
   * @param {boolean} pans
   */
  #steer(id, direction, pans) {
    if (pans) return () => this.camera.pan(-direction[0] * STEP, -direction[1] * STEP);
    const box = this.scene.boxes.get(id);
    return box && (() => this.scene.beside(box, direction)?.made.focus({ preventScroll: true }));
  }

  /** @param {FocusEvent} event */
  #enter(event) {
    const made = findBox(event);
    if (!made) return;
    const id = made.dataset.id ?? "";
    for (const { made: other } of this.scene.boxes.values()) {
      other.setAttribute("tabindex", other === made ? "0" : "-1");
    }
    if (!made.matches(":focus-visible")) return;
    this.scene.hover(id);
    this.camera.reveal(id);
    made.addEventListener("blur", () => this.scene.hover(null), { once: true });
  }

  /** Focus the box in the tab order. */
  focus() {
    const box = /** @type {SVGGElement | null} */ (this.scene.world.querySelector('.box[tabindex="0"]'));
    box?.focus({ preventScroll: true });
  }
}

/**
 * @param {Event} event
 * @returns {SVGGElement | null}
 */
const findBox = (event) => (event.target instanceof Element ? event.target.closest(".box[data-id]") : null);
