// The visible part of a scene and its scale.

/** @import { Scene } from "./scene.js" */

/** @typedef {{ x: number, y: number, scale: number }} Position */

const CLOSEST = 3;
// limits of the scale at which a picture is fitted: still readable, not too large
export const READABLE = 0.8;
const LARGEST = 1.35;
// below this scale, the boxes of a plan are enlarged to stay readable
const FAR = 0.68;
const FARTHEST = 0.42;

export class Camera {
  /** @type {Position} */
  #at = { x: 0, y: 0, scale: 1 };
  #least = 0;

  /**
   * @param {SVGSVGElement} svg
   * @param {Scene} scene
   */
  constructor(svg, scene) {
    this.svg = svg;
    this.scene = scene;
  }

  /** @param {Position} position */
  #move(position) {
    this.#at = position;
    const { x, y, scale } = position;
    this.scene.world.classList.toggle("far", scale < FAR);
    this.scene.world.setAttribute("transform", `translate(${x} ${y}) scale(${scale})`);
  }

  /**
   * @param {number} dx
   * @param {number} dy
   */
  pan(dx, dy) {
    const { x, y, scale } = this.#at;
    this.#move({ x: x + dx, y: y + dy, scale });
  }

  /**
   * Zoom around a point, which keeps its place on the screen.
   * @param {number} factor
   * @param {number} x
   * @param {number} y
   */
  zoom(factor, x = this.svg.clientWidth / 2, y = this.svg.clientHeight / 2) {
    const scale = Math.min(Math.max(this.#at.scale * factor, this.#least), CLOSEST);
    const ratio = scale / this.#at.scale;
    this.#move({ x: x - (x - this.#at.x) * ratio, y: y - (y - this.#at.y) * ratio, scale });
  }

  /** Show the whole picture, or as much as fits at the least scale. */
  fit(least = 0) {
    const { view } = this.scene;
    if (!view) return;
    const { clientWidth: wide, clientHeight: high } = this.svg;
    const whole = Math.min(wide / view.width, high / view.height);
    const scale = Math.min(Math.max(whole, least), LARGEST);
    this.#least = Math.min(whole, scale) * 0.7;
    this.#moveWithin({ x: (wide - view.width * scale) / 2, y: 0, scale });
  }

  /**
   * Move as near as possible to a point without empty margins; centre a picture smaller than the area.
   * @param {Position} position
   */
  #moveWithin({ x, y, scale }) {
    const { view } = this.scene;
    if (!view) return;
    /** @type {(at: number, room: number, size: number) => number} */
    const keep = (at, room, size) => (size < room ? (room - size) / 2 : Math.min(0, Math.max(room - size, at)));
    const { clientWidth: wide, clientHeight: high } = this.svg;
    this.#move({ x: keep(x, wide, view.width * scale), y: keep(y, high, view.height * scale), scale });
  }

  /**
   * Show some boxes, or only the first if not all fit.
   * @param {string[]} ids
   */
  frame(ids) {
    const boxes = this.scene.find(ids);
    if (!boxes.length) return;
    /** @type {(at: "x" | "y", size: "width" | "height") => [number, number]} */
    const edges = (at, size) => [
      Math.min(...boxes.map((box) => box[at] - box[size])),
      Math.max(...boxes.map((box) => box[at] + box[size])),
    ];
    const [[left, right], [top, bottom]] = [edges("x", "width"), edges("y", "height")];
    const { clientWidth: wide, clientHeight: high } = this.svg;
    const scale = Math.min(Math.max(Math.min(wide / (right - left), high / (bottom - top)), FARTHEST), LARGEST);
    this.#moveWithin({ x: wide / 2 - ((left + right) / 2) * scale, y: high / 2 - ((top + bottom) / 2) * scale, scale });
    this.reveal(ids[0]);
  }

  /**
   * Centre a box if it is not visible.
   * @param {string} id
   */
  reveal(id) {
    const box = this.scene.boxes.get(id);
    if (!box) return;
    const { x, y, scale } = this.#at;
    const { clientWidth: wide, clientHeight: high } = this.svg;
    /** @type {(at: number, size: number, room: number) => boolean} */
    const isWithin = (at, size, room) => at - size > 0 && at + size < room;
    const isInSight =
      isWithin(box.x * scale + x, (box.width / 2) * scale, wide) &&
      isWithin(box.y * scale + y, (box.height / 2) * scale, high);
    if (!isInSight) this.#moveWithin({ x: wide / 2 - box.x * scale, y: high / 2 - box.y * scale, scale });
  }

  /**
   * Scale the visible part to fit the paper.
   * @param {boolean} isPaper
   */
  print(isPaper) {
    if (isPaper) this.svg.setAttribute("viewBox", `0 0 ${this.svg.clientWidth} ${this.svg.clientHeight}`);
    else this.svg.removeAttribute("viewBox");
  }
}
