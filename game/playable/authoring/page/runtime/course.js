// Play goes on as it went before, from wherever it is put: which endings it comes to, each with its exact share. The twin
// of `review/counterfactuals/course.py`: later scenes take the choice that was made there on the same visit where it is
// open, else every open one alike; a draw falls as it fell at the same draw of its node where it can, else by its weights.
"use strict";

const MOST = 20_000; // spots of one question
const ALL = 300_000; // spots of all questions together

class Course {
  /** Of a session that has ended; in another `machine`, with the same nodes, all starts anew. */
  constructor(session, machine = session.machine) {
    Object.assign(this, { session, machine, left: ALL, known: new Map(), made: new Map() });
    this.road = session.road;
    this.own = makers(session).map((maker) => maker === null);
    this.end = session.machine.scenes[session.snapshot.at].id;
    for (const { kind, ref } of session.steps) {
      const node = ref.split(".")[0];
      if (kind !== "hear") this.made.set(node, [...(this.made.get(node) ?? []), ref]);
    }
    this.nodes = [...this.made.keys()];
    this.ahead = ahead(machine);
    this.spots = machine === session.machine ? this.decided() : [];
  }

  /** A spot: where a choice is offered or all has ended, the state, how often each node of the course was decided. */
  spot(at, s, visits) {
    const near = this.ahead[at];
    const counted = this.nodes.map((node) => (near.has(node) ? Math.min(visits[node] ?? 0, this.made.get(node).length) : this.made.get(node).length));
    const { live } = this.machine.scenes[at];
    return { at, s, visits, counted, key: `${at}/${live ? live.map((slot) => s[slot]) : s}/${counted}` };
  }

  /** Where each decision was made. */
  decided() {
    const found = [];
    const visits = {};
    let turn = 0;
    for (const { kind, ref } of this.session.steps) {
      if (kind === "choose") {
        const { at, s } = this.session.snapshots[turn++];
        found.push(this.spot(at, s, { ...visits }));
      }
      if (kind !== "hear") bump(visits, ref.split(".")[0]);
    }
    return found;
  }

  /** Each choice that is open at a spot, and where it leads: spots with their shares, after every way that draws can fall. */
  open({ at, s, visits }) {
    const scene = this.machine.scenes[at];
    const is = (scene.options ?? []).filter((option) => this.machine.holds(option.when, s));
    return new Map(is.map((option) => [option.ref, () => this.led(scene, option, s, visits)]));
  }

  led(scene, option, s, visits) {
    const found = new Map();
    const made = everyWay(this.machine, (draw) => {
      const next = s.slice();
      const counts = bump({ ...visits }, scene.id);
      this.machine.apply(option.ops, next);
      const target = this.machine.leave(scene, option, next);
      const at = target === null ? this.machine.scenes.indexOf(scene) : this.machine.runOn(target, next, this.falls(counts, draw));
      return this.spot(at, next, counts);
    });
    let lost = WHOLE;
    for (const [spot, share] of made) {
      lost = minus(lost, share);
      found.set(spot.key, [spot, plus(found.get(spot.key)?.[1] ?? NONE, share)]);
    }
    return { spots: [...found.values()], lost };
  }

  /** Draws as they fell where they can fall so, else as `draw` has it. */
  falls(counts, draw) {
    return (scene, s) => {
      const visit = counts[scene.id] ?? 0;
      bump(counts, scene.id);
      const fell = scene.outcomes.findIndex((one) => one.ref === this.made.get(scene.id)?.[visit]);
      return fell >= 0 && this.machine.weights(scene, s)[fell] > 0n ? fell : draw(scene, s);
    };
  }

  /** The endings from the start. */
  fromStart() {
    const { machine } = this;
    const made = everyWay(machine, (draw) => {
      const s = machine.story.initial.slice();
      const counts = {};
      return this.spot(machine.runOn(machine.story.start, s, this.falls(counts, draw)), s, counts);
    });
    return this.mixed(made);
  }

  /** The endings of several spots, each with its share; null where that is too much to follow. */
  mixed(spots, wanted = {}, lost = NONE) {
    const found = new Map();
    for (const [spot, share] of spots) {
      const shares = this.shares(spot, wanted);
      if (!shares) return null;
      add(found, shares, share);
    }
    return lost[0] ? add(found, [[STUCK, lost]]) : found;
  }

  /** The endings of a choice at a spot; `wanted` is what is to be chosen on some visits, by `node/visit`. */
  instead(spot, ref, wanted = {}) {
    const { spots, lost } = this.open(spot).get(ref)();
    return this.mixed(spots, wanted, lost);
  }

  /** The endings from a spot, as exact shares by node; null where that is too much to follow. */
  shares(start, wanted = {}) {
    const asked = Object.keys(wanted).map((key) => key.split("/"));
    const free = (spot) => !asked.some(([node, visit]) => spot.counted[this.nodes.indexOf(node)] <= Number(visit));
    const numbers = new Map([[start.key, 0]]);
    const spots = [start];
    const rows = [];
    for (const spot of spots) {
      const known = free(spot) ? this.known.get(spot.key) : undefined;
      const row = new Map();
      rows.push({ row, known });
      if (known) continue;
      if ((this.left -= 1) < 0 || spots.length > MOST) return null;
      const scene = this.machine.scenes[spot.at];
      if (scene.ending) rows[rows.length - 1].known = new Map([[scene.id, WHOLE]]);
      else {
        const choices = [...this.open(spot)];
        if (!choices.length) rows[rows.length - 1].known = new Map([[STUCK, WHOLE]]);
        const visit = spot.counted[this.nodes.indexOf(scene.id)];
        const refs = [wanted[`${scene.id}/${visit}`], this.made.get(scene.id)?.[visit]];
        const taken = refs.map((ref) => choices.filter(([one]) => one === ref)).find((some) => some.length) ?? choices;
        for (const [, led] of taken) {
          const { spots: next, lost } = led();
          if (lost[0]) row.set(STUCK, plus(row.get(STUCK) ?? NONE, times(lost, [1n, BigInt(taken.length)])));
          for (const [to, share] of next) {
            if (!numbers.has(to.key)) {
              numbers.set(to.key, spots.length);
              spots.push(to);
            }
            const n = numbers.get(to.key);
            row.set(n, plus(row.get(n) ?? NONE, times(share, [1n, BigInt(taken.length)])));
          }
        }
      }
    }
    const found = absorbed(rows);
    spots.forEach((spot, n) => free(spot) && this.known.set(spot.key, found[n]));
    return found[0];
  }
}

const bump = (counts, key) => {
  counts[key] = (counts[key] ?? 0) + 1;
  return counts;
};

/** All that a move can lead to, as chance may fall, with its share; what is stuck at a draw is left out. */
function everyWay(machine, make, inOrder = true) {
  const found = [];
  const todo = [[]];
  while (todo.length) {
    let path = todo.pop();
    let n = 0;
    let share = WHOLE;
    const draw = (scene, s) => {
      const weights = machine.weights(scene, s);
      if (n === path.length) {
        const able = weights.flatMap((weight, i) => (weight ? [i] : []));
        const others = able.slice(1).map((other) => [...path, other]);
        todo.push(...(inOrder ? others.reverse() : others));
        path = [...path, able[0]];
      }
      const fell = path[n++];
      share = times(share, ratio(weights[fell], weights.reduce((a, b) => a + b, 0n)));
      return fell;
    };
    try {
      found.push([make(draw), share]);
    } catch (stopped) {
      if (!(stopped instanceof Stuck)) throw stopped;
    }
  }
  return found;
}

/** Of each node, itself and all that it can still come to, by name. */
function ahead(machine) {
  const homes = machine.draws.map((scene) => scene.then);
  const to = machine.scenes.map((scene) => {
    const gotos = [scene, ...(scene.options ?? []), ...(scene.outcomes ?? [])].flatMap(({ goto }) => (Array.isArray(goto) ? goto.map((way) => way[1]) : goto ?? []));
    return [...gotos.flatMap((at) => (at === BACK ? homes : at)), ...(scene.cards ?? []).map((card) => card.node), ...(scene.draw ? [scene.then] : [])];
  });
  return machine.scenes.map((scene, start) => {
    const met = new Set([start]);
    for (const at of met) for (const next of to[at]) met.add(next);
    return new Set([...met].map((at) => machine.scenes[at].id));
  });
}
