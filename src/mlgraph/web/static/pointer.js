// Mouse, touch and wheel control of a picture: drag, zoom, and pick boxes.

/** @import { Camera } from "./camera.js" */

/** @typedef {{ x: number, y: number }} Place */

// a pointer that moves further drags the picture
const DRAG = 4;

export class Pointer {
  /** @type {Map<number, Place>} */
  #down = new Map();
  #moved = 0;

  /**
   * @param {SVGSVGElement} svg
   * @param {Camera} camera
   * @param {(id: string) => void} picked
   */
  constructor(svg, camera, picked) {
    this.svg = svg;
    this.camera = camera;
    this.picked = picked;
    svg.addEventListener("pointerdown", (event) => this.#press(event));
    svg.addEventListener("pointermove", (event) => this.#move(event));
    svg.addEventListener("pointerup", (event) => this.#release(event));
    svg.addEventListener("pointercancel", (event) => this.#down.delete(event.pointerId));
    svg.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
  }

  /** @param {MouseEvent} event */
  #place(event) {
    const frame = this.svg.getBoundingClientRect();
    return { x: event.clientX - frame.left, y: event.clientY - frame.top };
  }

  /** @param {PointerEvent} event */
  #press(event) {
    if (event.button) return;
    this.#down.set(event.pointerId, this.#place(event));
    if (this.#down.size === 1) this.#moved = 0;
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const before = this.#down.get(event.pointerId);
    if (!before) return;
    const now = this.#place(event);
    const other = [...this.#down].find(([id]) => id !== event.pointerId)?.[1];
    this.#moved += Math.hypot(now.x - before.x, now.y - before.y);
    if (this.#moved > DRAG) this.svg.setPointerCapture(event.pointerId);
    if (other) this.#pinch(before, now, other);
    else if (this.#moved > DRAG) this.camera.pan(now.x - before.x, now.y - before.y);
    this.#down.set(event.pointerId, now);
  }

  /**
   * Zoom after the move of one of two fingers.
   * @param {Place} before
   * @param {Place} now
   * @param {Place} other
   */
  #pinch(before, now, other) {
    this.camera.pan((now.x - before.x) / 2, (now.y - before.y) / 2);
    /** @param {Place} place */
    const apart = ({ x, y }) => Math.hypot(x - other.x, y - other.y);
    this.camera.zoom(apart(now) / Math.max(apart(before), 1), (now.x + other.x) / 2, (now.y + other.y) / 2);
  }

  /** @param {PointerEvent} event */
  #release(event) {
    const wasDown = this.#down.delete(event.pointerId);
    const target = event.target instanceof Element ? event.target : null;
    const box = /** @type {SVGGElement | null | undefined} */ (target?.closest(".box[data-id]"));
    if (!wasDown || !box?.dataset.id || this.#moved > DRAG) return;
    box.focus({ preventScroll: true });
    this.picked(box.dataset.id);
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    event.preventDefault();
    const { x, y } = this.#place(event);
    this.camera.zoom(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0015)), x, y);
  }
}
