// Data that the browser stores between two visits: ticks, and the text of a me.toml.

/** @import { State } from "./plan_panel.js" */

/** @typedef {{ have?: string[], learning?: string[], avoid?: string[], from_posts?: string }} Ticks */

const LISTS = /** @type {const} */ ({ learned: "have", learning: "learning", skipped: "avoid" });

export class Store {
  /**
   * @param {string} name - that of the graph or of the file, since each has skills or a person of its own
   * @param {Ticks} first - the ticks before anything is stored
   */
  constructor(name, first) {
    this.key = `mlgraph ${name}`;
    this.first = first;
  }

  /** @returns {{ ticks?: Ticks, profile?: string }} */
  #read() {
    try {
      return JSON.parse(localStorage.getItem(this.key) ?? "{}");
    } catch {
      return {}; // the browser has stored nothing, or something else
    }
  }

  /** @param {{ ticks?: Ticks, profile?: string }} changes */
  #write(changes) {
    try {
      localStorage.setItem(this.key, JSON.stringify({ ...this.#read(), ...changes }));
    } catch {
      // the page also works if the browser cannot store anything
    }
  }

  get ticks() {
    return this.#read().ticks ?? this.first;
  }

  /** The text of the profile that was loaded last. */
  get profile() {
    return this.#read().profile ?? "";
  }

  /**
   * Store the state of a skill.
   * @param {string} id
   * @param {State} state
   */
  keep(id, state) {
    const { ticks } = this;
    const lists = Object.entries(LISTS).map(([name, list]) => {
      const others = (ticks[list] ?? []).filter((other) => other !== id);
      return [list, name === state ? [...others, id] : others];
    });
    this.#write({ ticks: { ...ticks, ...Object.fromEntries(lists) } });
  }

  /**
   * Store a loaded profile.
   * @param {string} profile
   * @param {Ticks} ticks
   */
  load(profile, ticks) {
    this.#write({ profile, ticks });
  }
}
