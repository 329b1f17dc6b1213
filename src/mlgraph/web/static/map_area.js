// The area of the map: a picture with its title and legend, and a button for each track.

/** @import { Light } from "./scene.js" */
/** @import { IndexNode, View, Way } from "./api.js" */
import { client } from "./client.js";
import { el, findById, say } from "./dom.js";
import { Keyboard } from "./keyboard.js";
import { alphabet } from "./names.js";
import { Scene } from "./scene.js";

/** @type {View} */
const EMPTY = {
  ...{ width: 1, height: 1, boxes: [], legend: "", arrows: [], areas: [], labels: [] },
  ...{ tracks: [], main: [], ways: {}, jumps: [] },
};
const TITLES = new Map([
  ["needs", "Needs of"],
  ["around", "Around"],
]);
// the limits of the scale, so that text is readable but not huge; the least one makes 11 pixels of 11.7
const [LEAST, MOST] = [0.941, 1.4];
// the greatest scale of a map that scrolls: a smaller scale shows more of it
const SCROLLED = 1.1;
// a window of this width gets the wide map, whose boxes have fewer lines of text
const WIDE = 1850;
// the height of the times above the columns
const AXIS = 20;
// the space to leave around boxes that are scrolled into view, and around a chosen box, which shows its neighbours too
const [AROUND, BESIDE] = [40, 140];
// boxes of a greater width have room for the months of moves in words, each on a line
const ROOMY = 110;
// the greatest width of a fading edge, behind which the picture goes on
const FADE = 36;

/**
 * What to show: a picture, and what to highlight in it. An empty `name` means no picture.
 * @typedef {object} Wanted
 * @property {string} name
 * @property {boolean} isChosen - whether a person has chosen the picture, and so can go back
 * @property {{ id: string, day: string }[]} stops - the positions of the plan
 * @property {ReadonlyMap<string, string> | null} reached - the positions in reach, with their days
 * @property {string} track
 * @property {string} node
 */

export class MapArea {
  /** @type {Wanted} */
  #wanted = { name: "", isChosen: false, stops: [], reached: null, track: "", node: "" };
  /** @type {string | null} - the name of the visible picture */
  #drawn = null;
  /** @type {string | null} - the name of the picture requested last */
  #asked = null;
  /** @type {View | null} - the map in its layout for paper */
  #paper = null;
  #hovered = "";
  #revealed = "";
  /** @type {ReadonlyMap<string, Way>} */
  #moves = new Map();
  #legend = "";

  /**
   * @param {ReadonlyMap<string, IndexNode>} nodes
   * @param {{ picked: (id: string) => void, chosen: (track: string) => void, arrived: (view: View) => void }} actions
   */
  constructor(nodes, actions) {
    this.nodes = nodes;
    this.actions = actions;
    const svg = /** @type {SVGSVGElement} */ (/** @type {unknown} */ (findById("picture")));
    this.svg = svg;
    this.scene = new Scene(svg);
    const showHovered = (/** @type {string} */ id) => this.#hover(id);
    this.keyboard = new Keyboard(svg, this.scene, { picked: actions.picked, hovered: showHovered });
    new ResizeObserver(() => this.#fit()).observe(findById("sheet"));
    findById("sheet").addEventListener("scroll", fadeEdges, { passive: true });
    document.fonts.ready.then(() => this.#paint());
    window.addEventListener("beforeprint", () => this.#print());
  }

  /**
   * Show a picture, and highlight what is wanted in it.
   * @param {Wanted} wanted
   */
  async draw(wanted) {
    this.#wanted = wanted;
    const isAwaited = wanted.name === this.#asked && wanted.name !== this.#drawn;
    if (isAwaited) return; // the picture is marked when it arrives
    this.#asked = wanted.name;
    if (wanted.name === this.#drawn || (await this.#load(wanted.name))) this.#mark();
  }

  /**
   * Request a picture and show it. Return false if the request failed, or if another request followed.
   * @param {string} name
   */
  async #load(name) {
    try {
      const isWide = name === "map" && findById("sheet").clientWidth >= WIDE;
      const view = name ? await client.view(isWide ? "map:wide" : name) : EMPTY;
      if (name !== this.#asked) return false;
      this.#show(view, name);
      this.#legend = view.legend;
      if (name === "map") this.actions.arrived(view);
    } catch (error) {
      const { message } = /** @type {Error} */ (error);
      findById(this.#drawn === null ? "waiting" : "legend").textContent = message;
      this.#legend = message;
      this.#asked = null;
      say(message);
      return false;
    }
    findById("sheet").classList.add("drawn-once");
    this.#drawn = name;
    this.#label(name);
    if (name === "map") this.#fetchPaper();
    return true;
  }

  /**
   * @param {View} view
   * @param {string} name
   */
  #show(view, name) {
    this.#hovered = "";
    this.scene.show(view, name);
    this.#moves = new Map(
      [...Object.values(view.ways).flat(), ...view.jumps].map((way) => [key(way.from, way.to), way]),
    );
    findById("axis").toggleAttribute("hidden", !view.labels.some(({ hue }) => hue < 0));
    findById("axis").setAttribute("viewBox", `0 0 ${view.width} ${AXIS}`);
    this.#fit();
  }

  /** Fetch the layout for paper in advance, since a browser does not wait before it prints. */
  async #fetchPaper() {
    this.#paper ??= await client.view("map:print").catch(() => null);
  }

  /** Show the map in its layout for paper while the browser prints. Until this layout arrives, print the one shown. */
  #print() {
    const [paper, shown] = [this.#paper, this.scene.view];
    if (this.#drawn !== "map" || !paper || !shown) return;
    const focused = /** @type {SVGGElement | null} */ (this.svg.querySelector(".box:focus"))?.dataset.id;
    this.#show(paper, "map");
    this.#paint();
    const restore = () => {
      if (this.scene.view !== paper) return; // another picture has arrived
      this.#show(shown, "map");
      this.#paint();
      if (focused) this.keyboard.focus(focused);
    };
    window.addEventListener("afterprint", restore, { once: true });
  }

  /** @param {string} name */
  #label(name) {
    const [kind, id] = name.split(":");
    const title = TITLES.get(kind);
    findById("nothing").hidden = Boolean(name);
    findById("pictured").textContent = title ? `${title} ${this.nodes.get(id)?.title ?? ""}` : "";
    findById("pictured-bar").hidden = !title;
    findById("whole").hidden = !this.#wanted.isChosen;
  }

  /**
   * Fit the picture to the width of its area, or to its height if the text stays readable. Else, the picture scrolls.
   */
  #fit() {
    const { view } = this.scene;
    if (!view) return;
    const sheet = findById("sheet");
    const [wide, high] = [
      sheet.clientWidth / view.width,
      Number.parseFloat(getComputedStyle(sheet).maxHeight) / view.height,
    ];
    const fitted = high >= LEAST ? Math.min(wide, high) : Math.min(wide, SCROLLED);
    // a picture that scrolls sideways anyway has titles of 12 pixels, unless it would then also scroll down
    const least = wide >= LEAST ? LEAST : high >= LEAST ? Math.min(high, 1) : 1;
    const scale = Math.min(Math.max(fitted, least), MOST);
    // not rounded, so that the times have the same scale as the columns
    const axis = findById("axis").hasAttribute("hidden") ? 0 : AXIS;
    for (const [name, size] of Object.entries({ wide: view.width, high: view.height, axis })) {
      sheet.style.setProperty(`--${name}`, `${size * scale}px`);
    }
    fadeEdges();
  }

  #mark() {
    this.#fit(); // a plan and the drawer leave less room
    this.#drawTracks();
    this.#paint();
    const { node, stops } = this.#wanted;
    const ids = node ? [node] : stops.map(({ id }) => id);
    this.#reveal(ids, node ? BESIDE : AROUND);
  }

  /** @param {string} id */
  #hover(id) {
    if (id === this.#hovered) return;
    this.#hovered = id;
    this.#paint();
  }

  #paint() {
    const { stops, reached, track } = this.#wanted;
    const focus = this.#findFocus();
    findById("legend").replaceChildren(...this.#explain(focus));
    const plan = this.#lightPlan(stops, focus ? null : reached);
    if (focus) this.scene.light(lay(this.#lightMoves(focus), plan));
    else if (reached) this.scene.light(lay(this.#lightReached(reached), plan));
    else if (stops.length) this.scene.light(plan);
    else if (this.#findTrack()) this.scene.light(this.#lightTrack(track));
    else this.scene.light(null);
  }

  /** Return the position whose moves are all highlighted, or "". */
  #findFocus() {
    if (this.#hovered) return this.#hovered;
    const [kind, centre] = (this.#drawn ?? "").split(":");
    const { node } = this.#wanted;
    if (this.scene.boxes.has(node)) return node;
    return kind === "around" ? centre : "";
  }

  get #isRoomy() {
    return this.scene.view?.boxes.every(({ width }) => width > ROOMY);
  }

  /** Return the chosen track, if it is on the picture. */
  #findTrack() {
    return this.scene.view?.tracks.find(({ id }) => id && id === this.#wanted.track);
  }

  /**
   * Return what the lines of a position mean. If it has none, return what the picture shows.
   * @param {string} id
   */
  #explain(id) {
    const { reached, stops } = this.#wanted;
    const plan = stops.length ? " Thick: your plan." : "";
    if (!id && reached) return [`With a date: the posts within reach. Faded: later, or not at all.${plan}`];
    const track = this.#findTrack();
    if (!id && track && !plan) return [`Lit: all moves within ${track.title}.`];
    if (!this.scene.view?.ways[id]?.length) return [this.#legend + plan];
    return [
      el("i"),
      "Solid (blue): the ways in, with the months there before. ",
      el("i", { class: "out" }),
      "Dashed (orange): the ways on, with the months here. ",
      "Thin: back to an earlier post.",
      !this.#isRoomy && ' "9 in, 6 on": 9 months there, then here; 6 here, then there.',
      plan,
    ].filter((part) => part !== false);
  }

  /**
   * Highlight all moves of a position. The other end of a move shows its months.
   * @param {string} id
   * @returns {Light}
   */
  #lightMoves(id) {
    const ways = this.scene.view?.ways[id] ?? [];
    /** @type {Map<string, [string, string]>} */
    const boxes = new Map([[id, ["", ""]]]);
    for (const { arrow } of this.scene.arrows) {
      if (arrow.from === id) boxes.set(arrow.to, ["", ""]);
      if (arrow.to === id) boxes.set(arrow.from, ["", ""]);
    }
    for (const way of ways) {
      const other = way.from === id ? way.to : way.from;
      boxes.set(other, this.#sayMonths(other, ways));
    }
    return { boxes, ways: this.#sortWays(id, ways), chosen: this.#wanted.node };
  }

  /**
   * Name the moves of a position for their style. Those that lead back are thin, and the others cover them.
   * @param {string} id
   * @param {readonly Way[]} ways
   */
  #sortWays(id, ways) {
    const soonest = (/** @type {string} */ other) => this.scene.boxes.get(other)?.box.soonest ?? 0;
    const name = (/** @type {Way} */ { from, to }) =>
      `${to === id ? "in" : "out"}${soonest(from) > soonest(to) ? " back" : ""}`;
    const named = ways.map((way) => /** @type {[Way, string]} */ ([way, name(way)]));
    return named.sort(([, a], [, b]) => Number(b.endsWith("back")) - Number(a.endsWith("back")));
  }

  /**
   * Return the months of the moves from and to another position, in words if boxes have room, and the class of its box.
   * @param {string} other
   * @param {readonly Way[]} ways
   * @returns {[string, string]}
   */
  #sayMonths(other, ways) {
    const before = ways.find(({ from }) => from === other)?.months;
    const after = ways.find(({ to }) => to === other)?.months;
    if (!after) return [before === "0" ? "at once" : `${before} mo first`, "in"];
    const on = after === "0" ? "at once" : `after ${after} mo`;
    if (!before) return [on, "out"];
    return [this.#isRoomy ? `${before} mo to here\n${on}` : `${before} in, ${after} on`, "both"];
  }

  /**
   * Highlight the positions of a plan, and the moves between them. Among the positions in reach, days have their form,
   * and later ones say so.
   * @param {{ id: string, day: string }[]} stops
   * @param {ReadonlyMap<string, string> | null} reached
   * @returns {Light}
   */
  #lightPlan(stops, reached) {
    const shown = stops.filter(({ id }) => this.scene.boxes.has(id));
    /** @type {[Way, string][]} */
    const ways = shown.slice(1).flatMap(({ id }, index) => {
      const way = this.#moves.get(key(shown[index].id, id));
      return way ? [[way, "on"]] : [];
    });
    const says = ({ id = "", day = "" }) => {
      if (reached) return reached.has(id) ? reached.get(id) || day : `later, ${day.slice(-4)}`;
      // boxes on paper have room for the month and the year
      return this.scene.view === this.#paper ? day.replace(/^\d+ /, "") : day;
    };
    return { boxes: new Map(shown.map((stop) => [stop.id, [says(stop), "on"]])), ways, chosen: "" };
  }

  /**
   * Highlight the positions in reach. The person's own position has no day.
   * @param {ReadonlyMap<string, string>} reached
   * @returns {Light}
   */
  #lightReached(reached) {
    const boxes = new Map(
      [...reached].map(([id, day]) => /** @type {[string, [string, string]]} */ ([id, [day, day ? "reached" : "on"]])),
    );
    return { boxes, ways: [], chosen: "" };
  }

  /**
   * Highlight a track and all moves within it.
   * @param {string} track
   * @returns {Light}
   */
  #lightTrack(track) {
    const { view } = this.scene;
    const inside = new Set((view?.boxes ?? []).filter((box) => box.track === track).map(({ id }) => id));
    const moves = [...inside].flatMap((id) =>
      (view?.ways[id] ?? []).filter((way) => way.from === id && inside.has(way.to)),
    );
    return {
      boxes: new Map([...inside].map((id) => [id, ["", ""]])),
      ways: moves.map((way) => [way, `hue${way.hue}`]),
      chosen: "",
    };
  }

  #drawTracks() {
    const tracks = (this.scene.view?.tracks ?? []).filter(({ id }) => id);
    tracks.sort((one, other) => alphabet.compare(one.title, other.title));
    const { track } = this.#wanted;
    findById("tracks").replaceChildren(
      ...tracks.map(({ id, title, hue }) => {
        const on = { click: () => this.actions.chosen(id === track ? "" : id) };
        const pressed = { "aria-pressed": String(id === track) };
        return el("button", { type: "button", class: `chip hue${hue}`, ...pressed, on }, title);
      }),
    );
  }

  /**
   * Scroll the picture until some boxes are visible, but only once for the same boxes.
   * @param {string[]} ids
   * @param {number} around
   */
  #reveal(ids, around) {
    const choice = `${this.#drawn} ${ids}`;
    if (choice === this.#revealed) return;
    this.#revealed = choice;
    const frames = ids.flatMap((id) => this.scene.boxes.get(id)?.made.getBoundingClientRect() ?? []);
    if (!frames.length) return;
    const sheet = findById("sheet");
    const room = sheet.getBoundingClientRect();
    const left = Math.min(...frames.map((each) => each.left)) - around;
    const top = Math.min(...frames.map((each) => each.top)) - around;
    const right = Math.max(...frames.map((each) => each.right)) + around;
    const bottom = Math.max(...frames.map((each) => each.bottom)) + around;
    sheet.scrollLeft += shift(left, right, room.left, room.right);
    sheet.scrollTop += shift(top, bottom, room.top, room.bottom);
  }
}

/**
 * Lay a plan above other highlights, so that its line is whole, and its positions keep their days.
 * @param {Light} light
 * @param {Light} plan
 * @returns {Light}
 */
const lay = (light, plan) => ({
  ...light,
  boxes: new Map([...light.boxes, ...plan.boxes]),
  ways: [...light.ways, ...plan.ways],
});

/** Fade the edges of the area behind which the picture goes on. */
function fadeEdges() {
  const { style, scrollLeft, scrollTop, clientWidth, clientHeight, scrollWidth, scrollHeight } = findById("sheet");
  const hidden = {
    left: scrollLeft,
    right: scrollWidth - clientWidth - scrollLeft,
    top: scrollTop,
    bottom: scrollHeight - clientHeight - scrollTop,
  };
  // the browser rounds sizes, so a pixel means nothing
  for (const [edge, size] of Object.entries(hidden)) style.setProperty(`--${edge}`, `${size > 1 ? FADE : 0}px`);
}

/**
 * Return how far to scroll so that a span is visible. If the span is too large, its beginning becomes visible.
 * @param {number} start
 * @param {number} end
 * @param {number} low
 * @param {number} high
 */
function shift(start, end, low, high) {
  const [over, under] = [end - high, start - low];
  if (over <= 0 && under >= 0) return 0;
  return over > 0 && under >= over ? over : under;
}

/**
 * @param {string} from
 * @param {string} to
 */
const key = (from, to) => `${from} ${to}`;
