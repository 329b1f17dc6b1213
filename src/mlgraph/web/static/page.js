// The page as a whole. The address has its state. After each change, the parts that depend on the change are redrawn.

/** @import { Choice } from "./address.js" */
/** @import { Index, IndexNode } from "./api.js" */
/** @import { State } from "./plan_panel.js" */
import { chooseFirst, LISTS, readAddress, writeAddress } from "./address.js";
import { Advert } from "./advert.js";
import { client } from "./client.js";
import { Combobox } from "./combobox.js";
import { el, findById, findField } from "./dom.js";
import { Ladder } from "./ladder.js";
import { MapArea } from "./map_area.js";
import { NodePanel } from "./node_panel.js";
import { PlanPanel } from "./plan_panel.js";
import { ProfileFile } from "./profile.js";
import { Reach } from "./reach.js";
import { Store } from "./store.js";
import { Unknown } from "./unknown.js";
import { KINDS, POSITIONS, Wishes } from "./wishes.js";

/** @typedef {keyof Choice} Key */

/** @type {Key[]} */
const WISHED = ["from", "have", "via", "avoid", "pace", "by", "experience", "from_posts", "months_in_post", "start"];
/** @type {Key[]} */
const ASKED = [...WISHED, "to"];
const PARTS = ["node", "own", "next"];

class Page {
  /** @type {Choice} */
  #choice;
  /** @type {Partial<Choice>} - the choices in the profile of the server */
  own = {};
  // whether the last step of the history changed the pace only
  #isPacing = false;

  /** @param {Index} graph */
  constructor(graph) {
    this.graph = graph;
    /** @type {Map<string, IndexNode>} */
    this.nodes = new Map(graph.nodes.map((node) => [node.id, node]));
    this.#choice = chooseFirst(graph);
    const open = (/** @type {string} */ id) => this.#open(id);
    const change = (/** @type {Partial<Choice>} */ changes) => this.#change(changes);
    const { have } = readAddress(client.address, this.nodes, graph);
    this.store = new Store(client.key ?? graph.title, { have });
    this.wishes = new Wishes(this.nodes, this.#current, change);
    this.profile = new ProfileFile(this.nodes, this.#current, change, this.store, graph.has_profile);
    this.advert = new Advert(this.#current, change, open);
    this.ladder = new Ladder(open);
    this.unknown = new Unknown(this.nodes, (key, id) => {
      const chosen = this.#choice[key];
      change({ [key]: typeof chosen === "string" ? id : [...new Set([...chosen, id])] });
    });
    this.reach = new Reach(this.nodes, this.#current, change, open);
    this.map = new MapArea(this.nodes, {
      picked: (id) => this.#pin(id),
      chosen: (track) => this.#change({ track }),
      arrived: (view) => {
        this.ladder.show(view);
        this.unknown.learn(view.tracks);
      },
    });
    this.plan = new PlanPanel(this.nodes, this.#current, {
      open,
      tick: (id, state) => this.#tick(id, state),
      choose: (index) => this.#change({ way: index ? String(index) : "" }),
      turn: (tab) => {
        this.#change({ tab: tab === "timeline" ? "" : tab });
        findById(`tab-${tab}`).focus();
      },
      owner: () => this.profile.id,
      changed: () => this.#drawRest(),
    });
    this.node = new NodePanel({
      open,
      plan: (changes) => {
        this.#change({ ...changes, node: "", side: "" });
        findById("plan").focus({ preventScroll: true });
      },
      see: (id) => this.#change({ view: `needs:${id}` }),
    });
    this.#listen();
  }

  #current = () => this.#choice;

  /** Draw the page for the first time. */
  async begin() {
    const { title, attribution } = this.graph;
    document.title = title || "Career map";
    findById("title").textContent = document.title;
    findById("attribution").textContent = attribution;
    findById("file-only").hidden = !client.inOneFile;
    findById("load").hidden = this.graph.has_profile;
    findById("file-only").textContent = client.gap(this.#choice);
    for (const name of ["via", "avoid", "experience", "months_in_post", "start", "advert"]) {
      const made = findById(name).closest(".field");
      if (made instanceof HTMLElement) made.hidden = client.inOneFile;
    }
    /** @type {HTMLElement} */ (document.querySelector(".by")).hidden = client.inOneFile;
    this.#drawExamples();
    // on a phone, the sliders are between the result and the parts of the plan
    if (matchMedia("(max-width: 760px)").matches) findById("plan").append(findById("whatif"));
    const asked = location.hash;
    this.#set(await this.#restore());
    // put into the address, so that going back does not lose what the browser has stored
    history.replaceState(null, "", this.#write(this.#choice));
    this.#draw(null);
    // only now, since on a phone the parts above them have their heights now
    for (const name of ["tools", "plan"]) findById(name).hidden = false;
    this.#ask(asked);
    this.#drawRest(); // do not let the map wait for the plan
  }

  /** Return the choices in the address or in the file, together with what the browser has stored. */
  async #restore() {
    const isFresh = !location.hash;
    if (isFresh && client.address) history.replaceState(null, "", client.address);
    const choice = this.#read();
    if (this.graph.has_profile) {
      this.own = await this.profile.own();
      const given = new URLSearchParams(location.hash.slice(1));
      // the posts give reasons for skills that a person has
      const isOpen = (/** @type {string} */ key) => !given.has(key === "from_posts" ? "have" : key);
      return { ...choice, ...Object.fromEntries(Object.entries(this.own).filter(([key]) => isOpen(key))) };
    }
    if (!isFresh && LISTS.some((key) => choice[key].length)) return choice;
    const kept = this.store.ticks;
    /** @param {string[] | undefined} ids */
    const listKnown = (ids) => (ids ?? []).filter((id) => this.nodes.has(id));
    const ticked = { have: listKnown(kept.have), learning: listKnown(kept.learning), avoid: listKnown(kept.avoid) };
    return { ...choice, ...ticked, from_posts: kept.from_posts ?? "" };
  }

  /** Return the choices in the address. In a page in one file, choices that need a planner are left out. */
  #read() {
    const choice = readAddress(location.hash, this.nodes, this.graph);
    if (!client.inOneFile) return choice;
    const { by, via, avoid, experience, from_posts, months_in_post, start, way } = chooseFirst(this.graph);
    return { ...choice, by, via, avoid, experience, from_posts, months_in_post, start, way };
  }

  /**
   * Say what in an address is unknown, and offer similar names.
   * @param {string} hash
   */
  #ask(hash) {
    this.wishes.ask(hash);
    this.unknown.ask(hash, readAddress(hash, this.nodes, this.graph));
  }

  /** @param {Choice} choice */
  #write(choice) {
    return writeAddress(choice, this.graph, this.own);
  }

  /**
   * Set the choices. A plan has no track, since the map highlights the plan.
   * @param {Choice} choice
   */
  #set(choice) {
    this.#choice = choice.from && choice.to ? { ...choice, track: "" } : choice;
  }

  /** @param {Partial<Choice>} changes */
  #change(changes) {
    const before = this.#choice;
    this.#set({ ...before, ...changes });
    if (this.#differs(before, ASKED)) this.#choice.way = "";
    const address = this.#write(this.#choice);
    const { tab, within, pace } = this.#choice;
    const turnsOnly = address === this.#write({ ...before, tab, within });
    const pacesOnly = !turnsOnly && address === this.#write({ ...before, tab, within, pace });
    // a run of paces, such as with the keys of the slider, is one step back
    if (turnsOnly || (pacesOnly && this.#isPacing)) history.replaceState(null, "", address);
    else history.pushState(null, "", address);
    this.#isPacing = pacesOnly || (turnsOnly && this.#isPacing);
    return this.#draw(before);
  }

  /**
   * Mark a skill as learned, in progress or skipped, and store this in the browser.
   * @param {string} id
   * @param {State} state
   */
  #tick(id, state) {
    const { have, learning, avoid } = this.#choice;
    /** @type {(ids: string[], isIn: boolean) => string[]} */
    const put = (ids, isIn) => [...ids.filter((other) => other !== id), ...(isIn ? [id] : [])];
    const changes = {
      have: put(have, state === "learned"),
      learning: put(learning, state === "learning"),
      avoid: put(avoid, state === "skipped"),
    };
    this.store.keep(id, state);
    this.profile.send(id, state);
    this.#change(changes);
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
    this.wishes.fill();
    this.reach.fill();
    this.#drawSide(before);
    document.body.classList.toggle("planned", Boolean(this.#choice.from && this.#choice.to));
    const reached = this.reach.ask(WISHED.map((key) => String(this.#choice[key])).join("|"));
    if (this.#differs(before, ASKED)) await this.plan.ask();
    else if (this.#differs(before, ["way", "tab", "learning"])) this.plan.turnTo();
    await reached;
    await this.#drawRest();
  }

  /**
   * Show the drawer. It has the chosen node, the wishes or the next skills.
   * @param {Choice | null} before
   */
  #drawSide(before) {
    const { node, side } = this.#choice;
    const part = side || (node ? "node" : "");
    for (const name of PARTS) findById(name).hidden = name !== part;
    findById("drawer").hidden = !part;
    document.body.classList.toggle("drawn", Boolean(part));
    for (const name of ["own", "next"]) findById(`show-${name}`).setAttribute("aria-expanded", String(side === name));
    if (part === "node" && this.#differs(before, ["node"])) this.node.ask(this.#current, () => this.plan.shown);
    if (part === "next" && this.#differs(before, ["side", ...ASKED])) this.reach.drawNext();
  }

  /** Draw the parts that depend on the plan. */
  async #drawRest() {
    const { view, node, track } = this.#choice;
    const stops = this.plan.shown?.stops ?? [];
    const { reached } = this.reach;
    this.node.draw(this.#choice, this.plan.shown);
    this.reach.draw();
    const name = this.#picture(stops.map(({ id }) => id));
    await this.map.draw({ name, isChosen: Boolean(view), stops, reached, track, node });
    // the plan may have arrived before the map
    this.ladder.draw(this.reach.reached ?? new Map(this.plan.shown?.stops.map(({ id, day }) => [id, day])));
  }

  /**
   * Return the name of the picture to show: the chosen one, or the map. Without a map, show the plan or the chosen
   * node.
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
    const drawer = findById("drawer");
    const hadFocus = drawer.contains(document.activeElement) || findById("plan").contains(document.activeElement);
    this.#change({ node: id, side: "" });
    if (hadFocus) drawer.focus({ preventScroll: true });
  }

  /**
   * Pin the card of a position, or unpin it.
   * @param {string} id
   */
  #pin(id) {
    this.#change({ node: id === this.#choice.node ? "" : id, side: "" });
  }

  /** Close the drawer, and put the focus back where it was before. */
  #close() {
    const { node, side } = this.#choice;
    const hadFocus = findById("drawer").contains(document.activeElement);
    this.#change({ node: "", side: "" });
    if (side) findById(`show-${side}`).focus();
    else if (hadFocus) this.map.keyboard.focus(node);
  }

  async #leaveView() {
    await this.#change({ view: "" });
    this.map.keyboard.focus(this.#choice.node);
  }

  #drawExamples() {
    const examples = this.graph.examples.map(({ from, to, words }) =>
      el("button", { type: "button", on: { click: () => this.#change({ from, to }) } }, words),
    );
    findById("examples").replaceChildren(...(examples.length ? ["Try:", ...examples] : []));
  }

  #listen() {
    new Combobox(findField("search"), { nodes: this.nodes, kinds: KINDS, picked: (id) => this.#open(id) });
    findById("skip").addEventListener("click", (event) => {
      event.preventDefault(); // else "#plan" would replace the choices in the address
      findById("plan").focus();
    });
    findById("whole").addEventListener("click", () => this.#leaveView());
    findById("close").addEventListener("click", () => this.#close());
    for (const side of ["own", "next"]) {
      findById(`show-${side}`).addEventListener("click", () => {
        const isOpen = this.#choice.side === side;
        this.#change({ side: isOpen ? "" : side });
        if (!isOpen) findById("drawer").focus({ preventScroll: true });
      });
    }
    document.addEventListener("keydown", ({ key }) => {
      if (key !== "Escape") return;
      if (this.#choice.node || this.#choice.side) this.#close();
      else if (this.#choice.view) this.#leaveView();
    });
    window.addEventListener("popstate", () => {
      const before = this.#choice;
      this.#isPacing = false;
      this.#set(this.#read());
      this.#draw(before);
      this.#ask(location.hash);
    });
  }
}

new Page(await client.graph()).begin();
