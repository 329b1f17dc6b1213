// The map for a small screen: a list of positions, grouped by the year in which a beginner can be there.

/** @import { Open } from "./dom.js" */
/** @import { Box, View } from "./api.js" */
import { el, findById } from "./dom.js";

const START = "Start";
const BY_YEARS = [0, 12, 24, 36, 60, 84, 120];

export class Ladder {
  /** @type {View | null} */
  #view = null;

  /** @param {Open} open */
  constructor(open) {
    this.open = open;
  }

  /** @param {View} view */
  show(view) {
    this.#view = view;
  }

  /**
   * Draw the list. Positions of a plan or in reach are marked with their days.
   * @param {ReadonlyMap<string, string>} marked
   */
  draw(marked) {
    const view = this.#view;
    if (!view) return;
    const groups = group(view.boxes);
    // a person on a way has no need of the places to start from
    const parts = [...groups].map(([words, boxes]) =>
      el(
        "details",
        { open: words !== START || !marked.size },
        el("summary", {}, el("h2", {}, words)),
        el("ul", {}, ...boxes.map((box) => this.#drawRung(box, view, marked))),
      ),
    );
    findById("ladder").replaceChildren(...parts);
  }

  /**
   * @param {Box} box
   * @param {View} view
   * @param {ReadonlyMap<string, string>} marked
   */
  #drawRung({ id, kind, hue, track, title }, view, marked) {
    const words = marked.get(id) || view.tracks.find((each) => each.id === track)?.title || "";
    const name = `rung ${kind} hue${hue}${marked.has(id) ? " on" : ""}`;
    const on = { click: () => this.open(id) };
    const parts = [el("span", { class: "name" }, title.join(" ")), el("span", { class: "quiet" }, words)];
    return el("li", {}, el("button", { type: "button", class: name, "data-id": id, on }, ...parts));
  }
}

/** @param {Box} box */
function findGroup({ soonest }) {
  const months = soonest ?? 0;
  if (months === 0) return START;
  if (months < 12) return "In the first year";
  const index = BY_YEARS.findLastIndex((year) => months >= year);
  const [low, high] = [BY_YEARS[index] / 12, BY_YEARS[index + 1] / 12];
  return high ? `${low} to ${high} years` : `After ${low} years`;
}

/** @param {Box[]} boxes */
function group(boxes) {
  /** @type {Map<string, Box[]>} */
  const groups = new Map();
  for (const box of boxes) groups.set(findGroup(box), [...(groups.get(findGroup(box)) ?? []), box]);
  return groups;
}
