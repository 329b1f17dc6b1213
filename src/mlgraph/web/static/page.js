// The page. Its state is in the address; each change redraws the parts that depend on it.

/** @import { Choice } from "./address.js" */
/** @import { Index, IndexNode } from "./api.js" */
import { firstChoice, readAddress, writeAddress } from "./address.js";
import { Advert } from "./advert.js";
import { client } from "./client.js";
import { Combobox } from "./combobox.js";
import { byId, field } from "./dom.js";
import { Form, KINDS, POSITIONS } from "./form.js";
import { MapArea } from "./map_area.js";
import { NodePanel } from "./node_panel.js";
import { PlanPanel } from "./plan_panel.js";

/** @typedef {keyof Choice} Key */

/** @type {Key[]} */
const ASKED = ["from", "to", "have", "via", "avoid", "pace", "by", "experience", "months_in_post", "start"];
/** @type {("plan" | "node")[]} */
const TABS = ["plan", "node"];

class Page {
  /** @type {Choice} */
  #choice;

  /** @param {Index} graph */
  constructor(graph) {
    this.graph = graph;
    /** @type {Map<string, IndexNode>} */
    this.nodes = new Map(graph.nodes.map((node) => [node.id, node]));
    this.#choice = firstChoice(graph);
    const open = (/** @type {string} */ id) => this.#open(id);
    this.form = new Form(this.nodes, this.#current, (changes) => this.#change(changes));
    this.advert = new Advert(this.#current, (changes) => this.#change(changes), open);
    this.map = new MapArea(this.nodes, open);
    this.plan = new PlanPanel(this.nodes, {
      open,
      learn: (id) => this.form.add("have", id),
      choose: (place) => this.#change({ way: place ? String(place) : "" }),
      changed: () => this.#drawRest(),
    });
    this.node = new NodePanel({
      open,
      plan: (changes) => {
        this.#change({ ...changes, tab: "plan" });
        byId("tab-plan").focus();
      },
      see: (id) => this.#change({ view: `needs:${id}` }),
    });
    this.#listen();
  }

  #current = () => this.#choice;

  /** Draw the page for the first time. */
  begin() {
    const { title, attribution, pace } = this.graph;
    document.title = title || "Career map";
    byId("title").textContent = document.title;
    byId("attribution").textContent = attribution;
    byId("usual-pace").textContent = pace;
    byId("own").hidden = client.inOneFile;
    byId("file-only").hidden = !client.inOneFile;
    this.#choice = this.#read();
    this.#draw(null);
    this.#drawRest(); // the map need not wait for the plan
  }

  /** Return the choices in the address; in one file, without those that need a planner. */
  #read() {
    const choice = readAddress(location.hash, this.nodes, this.graph);
    if (!client.inOneFile) return choice;
    const { from, to, node, view, tab } = choice;
    return { ...firstChoice(this.graph), from, to, node, view, tab };
  }

  /** @param {Partial<Choice>} changes */
  #change(changes) {
    const before = this.#choice;
    this.#choice = { ...before, ...changes };
    if (this.#differs(before, ASKED)) this.#choice.way = "";
    const address = writeAddress(this.#choice, this.graph);
    const turnsOnly = address === writeAddress({ ...before, tab: this.#choice.tab }, this.graph);
    if (turnsOnly) history.replaceState(null, "", address);
    else history.pushState(null, "", address);
    return this.#draw(before);
  }

  /**
   * @param {Choice | null} before - null at the start
   * @param {Key[]} keys
   */
  #differs(before, keys) {
    return !before || keys.some((key) => String(before[key]) !== String(this.#choice[key]));
  }

  /** @param {Choice | null} before */
  async #draw(before) {
    const { tab, node, to } = this.#choice;
    this.form.fill();
    this.#turn(tab || (node && !to ? "node" : "plan"));
    if (this.#differs(before, ["node"])) this.node.ask(this.#current, () => this.plan.shown);
    if (this.#differs(before, ASKED)) await this.plan.ask(this.#current);
    else if (this.#differs(before, ["way"])) this.plan.turnTo(this.#choice);
    await this.#drawRest();
  }

  /** Draw the parts that depend on the plan. */
  #drawRest() {
    const { view, node } = this.#choice;
    const route = new Map((this.plan.shown?.stops ?? []).map((stop) => [stop.id, stop.day]));
    this.node.draw(this.#choice, this.plan.shown);
    return this.map.draw({ name: this.#picture([...route.keys()]), isChosen: Boolean(view), route, node });
  }

  /**
   * Return the name of the picture to show: the chosen one, the map, or a neighbourhood if there is no map.
   * @param {string[]} stops
   */
  #picture(stops) {
    const { view, node, from, to } = this.#choice;
    if (view) return view;
    if (this.graph.has_map) return "map";
    if (stops.length) return `way:${stops}`;
    const found = this.nodes.get(node || from || to);
    if (!found) return "";
    return `${POSITIONS.includes(found.kind) ? "around" : "needs"}:${found.id}`;
  }

  /** @param {string} id */
  #open(id) {
    const hadFocus = byId("panel").contains(document.activeElement);
    this.#change({ node: id, tab: "node" });
    if (hadFocus) byId("node").focus();
  }

  async #leaveView() {
    await this.#change({ view: "" });
    this.map.keyboard.focus();
  }

  /** @param {string} name */
  #turn(name) {
    for (const tab of TABS) {
      byId(tab).hidden = tab !== name;
      byId(`tab-${tab}`).setAttribute("aria-selected", String(tab === name));
      byId(`tab-${tab}`).tabIndex = tab === name ? 0 : -1;
    }
  }

  /** @param {string} tab */
  #turnTo(tab) {
    this.#change({ tab });
    byId(`tab-${tab}`).focus();
  }

  #listen() {
    for (const [place, tab] of TABS.entries()) {
      byId(`tab-${tab}`).addEventListener("click", () => this.#turnTo(tab));
      byId(`tab-${tab}`).addEventListener("keydown", ({ key }) => {
        if (key === "ArrowLeft" || key === "ArrowRight") this.#turnTo(TABS[1 - place]);
      });
    }
    new Combobox(field("search"), { nodes: this.nodes, kinds: KINDS, picked: (id) => this.#open(id) });
    byId("whole").addEventListener("click", () => this.#leaveView());
    byId("picture").addEventListener("keydown", ({ key }) => {
      if (key === "Escape" && this.#choice.view) this.#leaveView();
    });
    window.addEventListener("popstate", () => {
      const before = this.#choice;
      this.#choice = this.#read();
      this.#draw(before);
    });
  }
}

new Page(await client.graph()).begin();
