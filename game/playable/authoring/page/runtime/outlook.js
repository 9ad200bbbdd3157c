// What can still come of wherever the player stands, worked out over every situation of a small story: the odds of each
// ending at random, and what players can force who see everything. The twin of `verify/markov/outlook.py`, by sweeps.
"use strict";

const SWEEPS = 5_000;
const STILL = 1e-12; // a sweep that moves nothing further than this is the last

class Outlook {
  constructor(machine) {
    this.machine = machine;
    this.endings = machine.scenes.filter(({ ending }) => ending).map(({ id }) => id);
    const toneAt = (id) => TONES.indexOf(machine.scenes.find((scene) => scene.id === id).ending.tone);
    this.tones = TONES.filter((_, n) => this.endings.some((id) => toneAt(id) === n));
    this.atLeast = this.tones.map((tone) => this.endings.map((id) => toneAt(id) >= TONES.indexOf(tone)));
    this.rows = new Map();
    const starts = everyWay(machine, (draw) => this.stand((s) => machine.runOn(machine.story.start, s, draw), machine.story.initial));
    this.explore(starts.map(([at]) => at));
    this.sweep();
  }

  key(at, s) {
    const { live } = this.machine.scenes[at];
    return `${at}/${live ? live.map((slot) => s[slot]) : ""}`;
  }

  stand(run, from) {
    const s = from.slice();
    const at = run(s);
    return { at, s, key: this.key(at, s) };
  }

  /** Where each open choice of a situation leads: by choice, situations with their shares. */
  onward({ at, s }) {
    const { machine } = this;
    const scene = machine.scenes[at];
    return (scene.options ?? []).filter((option) => machine.holds(option.when, s)).map((option) => [option.ref, everyWay(machine, (draw) => this.stand((next) => {
      machine.apply(option.ops, next);
      const target = machine.leave(scene, option, next);
      return target === null ? at : machine.runOn(target, next, draw);
    }, s)).map(([to, share]) => [to, decimal(share)])]);
  }

  /** Every situation, what it leads to before it as far as there is no ring. */
  explore(starts) {
    for (const start of starts) {
      const stack = [[start, null]];
      while (stack.length) {
        const [here, done] = stack.pop();
        if (done) {
          this.rows.delete(here.key);
          this.rows.set(here.key, done);
        } else if (!this.rows.has(here.key)) {
          const row = { ends: this.machine.scenes[here.at].ending ? this.machine.scenes[here.at].id : null, moves: [], value: this.empty() };
          this.rows.set(here.key, row);
          stack.push([here, row]);
          const onward = row.ends ? [] : this.onward(here);
          row.moves = onward.map(([ref, ways]) => [ref, ways.map(([to, share]) => [to.key, share])]);
          for (const [, ways] of onward) for (const [to] of ways) stack.push([to, null]);
        }
      }
    }
  }

  empty() {
    return { odds: this.endings.map(() => 0), best: this.tones.map(() => 0), worst: this.tones.map(() => 0), open: this.endings.map(() => 0) };
  }

  sweep() {
    for (let moved = 1, n = 0; moved > STILL && n < SWEEPS; n += 1) {
      moved = 0;
      for (const row of this.rows.values()) {
        const value = this.valued(row);
        for (const part of Object.keys(value)) value[part].forEach((now, i) => (moved = Math.max(moved, Math.abs(now - row.value[part][i]))));
        row.value = value;
      }
    }
  }

  valued({ ends, moves }) {
    if (ends) {
      const is = this.endings.map((id) => Number(id === ends));
      const better = this.atLeast.map((row) => Number(row[this.endings.indexOf(ends)]));
      return { odds: is, best: better, worst: better, open: is };
    }
    const after = moves.map(([, ways]) => this.mixed(ways));
    if (!after.length) return this.empty();
    const over = (part, by) => after[0][part].map((_, i) => by(after.map((one) => one[part][i])));
    return {
      odds: over("odds", (list) => list.reduce((a, b) => a + b, 0) / list.length),
      best: over("best", (list) => Math.max(...list)),
      worst: over("worst", (list) => Math.min(...list)),
      open: over("open", (list) => Math.max(...list)),
    };
  }

  mixed(ways) {
    const found = this.empty();
    for (const [key, share] of ways) {
      const { value } = this.rows.get(key);
      for (const part of ["odds", "best", "worst"]) value[part].forEach((one, i) => (found[part][i] += one * share));
      value.open.forEach((one, i) => (found.open[i] = Math.max(found.open[i], one)));
    }
    return found;
  }

  at({ at, s }) {
    return this.rows.get(this.key(at, s)).value;
  }

  /** After each choice that is open in a moment. */
  after({ at, s }) {
    return new Map(this.rows.get(this.key(at, s)).moves.map(([ref, ways]) => [ref, this.mixed(ways)]));
  }
}
