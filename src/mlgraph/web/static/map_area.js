// The area of the map: a picture with its title and legend, and the buttons below.

/** @import { Route } from "./scene.js" */
/** @import { IndexNode, View } from "./api.js" */
import { Camera, READABLE } from "./camera.js";
import { client } from "./client.js";
import { byId, say } from "./dom.js";
import { CLOSER, FARTHER, Keyboard } from "./keyboard.js";
import { Pointer } from "./pointer.js";
import { Scene } from "./scene.js";

/** @type {View} */
const EMPTY = { width: 1, height: 1, lanes: [], boxes: [], arrows: [], legend: "", not_drawn: [] };
const TITLES = new Map([
  ["needs", "Needs of"],
  ["around", "Around"],
]);

/**
 * The picture to show; an empty name means no picture.
 * @typedef {object} Wanted
 * @property {string} name
 * @property {boolean} isChosen - whether a person has chosen it, and can go back
 * @property {Route} route
 * @property {string} node
 */

export class MapArea {
  /** @type {Wanted} */
  #wanted = { name: "", isChosen: false, route: new Map(), node: "" };
  /** @type {string | null} - the name of the visible picture */
  #drawn = null;
  /** @type {string | null} - the name of the picture requested last */
  #asked = null;
  // the positions of the plan that the camera frames
  #framed = "";

  /**
   * @param {ReadonlyMap<string, IndexNode>} nodes
   * @param {(id: string) => void} picked
   */
  constructor(nodes, picked) {
    this.nodes = nodes;
    const svg = /** @type {SVGSVGElement} */ (/** @type {unknown} */ (byId("picture")));
    this.scene = new Scene(svg);
    this.camera = new Camera(svg, this.scene);
    this.keyboard = new Keyboard(svg, this.scene, this.camera, picked);
    new Pointer(svg, this.camera, picked);
    byId("closer").addEventListener("click", () => this.camera.zoom(CLOSER));
    byId("farther").addEventListener("click", () => this.camera.zoom(FARTHER));
    byId("fit").addEventListener("click", () => this.camera.fit());
    window.addEventListener("beforeprint", () => this.camera.print(true));
    window.addEventListener("afterprint", () => this.camera.print(false));
    new ResizeObserver(() => this.#resize()).observe(svg);
  }

  /**
   * Show a picture, and mark the plan and the node in it.
   * @param {Wanted} wanted
   */
  async draw(wanted) {
    this.#wanted = wanted;
    const isAwaited = wanted.name === this.#asked && wanted.name !== this.#drawn;
    if (isAwaited) return; // marks are added when the picture arrives
    this.#asked = wanted.name;
    if (wanted.name === this.#drawn || (await this.#load(wanted.name))) this.#mark();
  }

  /**
   * Request a picture and show it. Return false if the request failed or another one followed.
   * @param {string} name
   */
  async #load(name) {
    this.#framed = "";
    try {
      const view = name ? await client.view(name) : EMPTY;
      if (name !== this.#asked) return false;
      this.scene.show(view, name);
      this.camera.fit(READABLE);
      byId("legend").textContent = view.legend;
    } catch (error) {
      const { message } = /** @type {Error} */ (error);
      byId("legend").textContent = message;
      this.#asked = null;
      say(message);
      return false;
    }
    this.#drawn = name;
    this.#label(name);
    return true;
  }

  /** @param {string} name */
  #label(name) {
    const [kind, id] = name.split(":");
    const title = TITLES.get(kind);
    byId("nothing").hidden = Boolean(name);
    byId("pictured").textContent = title ? `${title} ${this.nodes.get(id)?.title ?? ""}` : "";
    byId("bar").hidden = !title;
    byId("whole").hidden = !this.#wanted.isChosen;
  }

  #mark() {
    const { name, route, node } = this.#wanted;
    const ids = [...route.keys()];
    this.scene.mark(route, node);
    if (String(ids) !== this.#framed && name === "map") this.camera.frame(ids);
    this.#framed = String(ids);
    this.camera.reveal(node);
  }

  #resize() {
    if (this.#framed && this.#drawn === "map") this.camera.frame(this.#framed.split(","));
    else this.camera.fit(READABLE);
    this.camera.reveal(this.#wanted.node);
  }
}
