// The trace of a road: the guards, draws and effects on its way, as they came; and the road run with one of them turned, or
// one decision changed. The twin of `review/causes/instrumented.py`, `atoms.py`, `trace.py` and `rerun.py`.
"use strict";

const WAYS = 8; // in which one condition could have been otherwise
const LONGEST = 1000; // decisions of a road that is run again
const NOT = { "==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<", in: "not in" };

/** The machine, instrumented: `ask` hears of each condition on the way and answers it, `tell` of each effect. */
class Instrumented extends Machine {
  constructor({ story, functions }, ask, tell) {
    super(story, functions);
    Object.assign(this, { ask, tell, holders: new Map() });
    for (const scene of this.scenes) {
      for (const of of [scene, ...(scene.options ?? []), ...(scene.outcomes ?? [])]) {
        for (const part of [...(of.ops ?? []), of.goto]) if (part && typeof part === "object") this.holders.set(part, of);
      }
    }
  }

  at(part) {
    const of = this.holders.get(part);
    return of.ref ?? of.id;
  }

  answer(kind, at, when, s, more = {}) {
    return this.ask({ kind, at, when, ...more }, s, Boolean(this.functions[when](s)));
  }

  apply(ops, s) {
    for (const op of ops ?? []) {
      if (op.when !== undefined && !this.answer("effect", this.at(op), op.when, s, { slot: op.slot })) continue;
      const made = this.functions[op.made](s);
      this.tell(op, this.holders.get(op), s, made);
      s[op.slot] = made;
    }
  }

  target(goto, s) {
    const taken = Array.isArray(goto) ? goto.find((way) => way[0] === null || this.answer("way", this.at(goto), way[0], s, { way, ways: goto })) : null;
    return super.target(taken ? taken[1] : goto, s);
  }

  card(scene, s) {
    const may = (card) => this.holds(card.when, s);
    const drawn = scene.cards.find((card) => (card.asked === undefined ? may(card) : !s[card.drawn] && this.answer("card", this.scenes[card.node].id, card.asked, s)));
    return super.card({ ...scene, cards: drawn ? [{ ...drawn, when: null }] : [] }, s);
  }
}

/** Takes conditions apart. */
class Dissector {
  constructor({ story, functions }) {
    Object.assign(this, { conditions: story.conditions, functions });
  }

  value(number, s) {
    const value = this.functions[number](s);
    return typeof value === "bigint" && value > -(2n ** 53n) && value < 2n ** 53n ? Number(value) : value;
  }

  holds(part, s) {
    if (typeof part === "boolean") return part;
    if (!Array.isArray(part)) return Boolean(this.functions[part.holds](s));
    const [op, ...of] = part;
    return op === "not" ? !this.holds(of[0], s) : op === "and" ? of.every((one) => this.holds(one, s)) : of.some((one) => this.holds(one, s));
  }

  /** Ways for a condition to come out the other way, those of the fewest atoms first; the first few of many. */
  otherwise(when, s, held) {
    const tree = this.conditions[when];
    return some(this.ways(tree, !this.holds(tree, s), held, s)).sort((a, b) => a.length - b.length);
  }

  *ways(part, wanted, held, s) {
    if (this.holds(part, s) === wanted) yield [];
    else if (typeof part === "boolean") return;
    else if (!Array.isArray(part)) yield [this.atom(part, wanted === held, held, s)];
    else if (part[0] === "not") yield* this.ways(part[1], !wanted, held, s);
    else if ((part[0] === "and") === wanted) {
      let all = [[]];
      for (const one of part.slice(1)) {
        const each = some(this.ways(one, wanted, held, s));
        all = all.flatMap((before) => each.map((way) => [...before, ...way]));
      }
      yield* all;
    } else for (const one of part.slice(1)) yield* this.ways(one, wanted, held, s);
  }

  atom(of, negated, held, s) {
    const { names, text } = of;
    let value = this.value(of.of, s);
    let relation = negated ? NOT[of.op] : of.op;
    let needed = of.sides.map((side) => this.value(side, s));
    if (!of.op) [value, relation, needed] = [Boolean(value), "==", [Boolean(value) === held]];
    if (relation === "<" || relation === ">") {
      needed = [needed[0] + (relation === ">" ? 1 : -1)];
      relation += "=";
    }
    if (relation === "!=" && typeof value === "boolean") [relation, needed] = ["==", [!needed[0]]];
    const quoted = needed.map((one) => (typeof one === "string" ? `'${one}'` : String(one))).join(", ");
    const told = typeof value === "boolean" ? text[needed[0] ? 1 : 2] : `${text[0]} ${relation} ${relation.includes("in") ? `(${quoted})` : quoted}`;
    return { of, names, relation, value, needed, held, text: told };
  }
}

/** The first of a generator's, as many as are looked at. */
function some(ways) {
  const found = [];
  for (const way of ways) if (found.push(way) === WAYS) break;
  return found;
}

/** Does an atom hold where what it reads is of this value? */
function comesOut({ relation, needed }, value) {
  if (relation === ">=") return value >= needed[0];
  if (relation === "<=") return value <= needed[0];
  return needed.includes(value) === ["==", "in"].includes(relation);
}

/** The trace of a session that has ended; and the endings, had one event of it been otherwise. */
class Trace {
  constructor(course, session) {
    Object.assign(this, { course, session, guards: [], draws: [], effects: [], turn: 0, count: 0, turned: -1, noting: true, visits: [] });
    this.machine = new Instrumented(session.machine, (...one) => this.ask(...one), (...one) => this.tell(...one));
    let visits = {};
    session.snapshots.forEach((_, turn) => {
      this.visits.push(visits);
      [[{ visits }]] = this.run(turn);
    });
    this.noting = false;
  }

  endings(turn, { turned = -1, falls = null, option = null }) {
    const found = new Map();
    this.turned = turned;
    for (const [{ at, s, visits }, share] of this.run(turn, falls, option)) add(found, this.course.shares(this.course.spot(at, s, visits)) ?? [], share);
    this.turned = -1;
    return found;
  }

  run(turn, falls = null, option = null) {
    const make = (draw) => {
      [this.turn, this.count] = [turn, 0];
      const visits = { ...this.visits[turn] };
      const fall = this.falling(visits, falls, draw);
      if (!turn) {
        const s = this.machine.story.initial.slice();
        return { at: this.machine.runOn(this.machine.story.start, s, fall), s, visits };
      }
      const before = this.session.snapshots[turn - 1];
      const s = before.s.slice();
      const scene = this.machine.scenes[before.at];
      const chosen = option ?? this.session.snapshots[turn].chosen;
      bump(visits, scene.id);
      this.machine.apply(chosen.ops, s);
      const target = this.machine.leave(scene, chosen, s);
      return { at: target === null ? before.at : this.machine.runOn(target, s, fall), s, visits };
    };
    return everyWay(this.machine, make, false);
  }

  falling(visits, falls, draw) {
    return (scene, s) => {
      const visit = visits[scene.id] ?? 0;
      bump(visits, scene.id);
      if (falls && falls[0] === scene.id && falls[1] === visit) return falls[2];
      const fell = scene.outcomes.findIndex((one) => one.ref === this.course.made.get(scene.id)?.[visit]);
      if (fell < 0 || !this.machine.weights(scene, s)[fell]) return draw(scene, s);
      if (this.noting) this.draws.push({ scene, s: s.slice(), fell, turn: this.turn, visit, before: this.effects.length });
      return fell;
    };
  }

  ask(guard, s, held) {
    this.count += 1;
    if (this.noting) this.guards.push({ guard, s: s.slice(), held, turn: this.turn, number: this.count, before: this.effects.length });
    return held !== (this.count === this.turned);
  }

  tell(op, holder, s, made) {
    if (this.noting && made !== s[op.slot]) this.effects.push({ op, holder, old: s[op.slot], new: made, turn: this.turn, s: s.slice() });
  }
}

/** One decision changed and the road run on by its likeliest way. */
function rerun(course, session, number, ref) {
  const played = { end: "", surely: true, asked: [], stood: {}, fell: {} };
  const machine = new Instrumented(session.machine, (guard, s, held) => {
    played.asked.push([guard, { s: s.slice(), surely: played.surely }]);
    return held;
  }, () => {});
  const visits = {};
  const madeAt = (node) => course.made.get(node)?.[bump(visits, node)[node] - 1];
  const fall = (scene, s) => {
    const weights = machine.weights(scene, s);
    const able = weights.flatMap((weight, n) => (weight ? [n] : []));
    const made = madeAt(scene.id);
    let fell = scene.outcomes.findIndex((one) => one.ref === made);
    if (!able.includes(fell)) {
      fell = able.reduce((best, n) => (weights[n] > weights[best] ? n : best));
      played.surely &&= able.length === 1;
    }
    played.fell[scene.id] = scene.outcomes[fell].ref;
    return fell;
  };
  try {
    const s = machine.story.initial.slice();
    let at = machine.runOn(machine.story.start, s, fall);
    for (let turn = 1; turn < LONGEST; turn += 1) {
      const scene = machine.scenes[at];
      if (scene.ending) {
        played.end = scene.id;
        break;
      }
      played.stood[scene.id] = { s: s.slice(), surely: played.surely };
      const open = scene.options.filter((one) => machine.holds(one.when, s));
      const made = madeAt(scene.id);
      let option = open.find((one) => one.ref === (turn === number ? ref : made));
      if (!option && open.length) {
        [option] = open;
        played.surely &&= open.length === 1;
      }
      if (!option) break;
      machine.apply(option.ops, s);
      const target = machine.leave(scene, option, s);
      if (target !== null) at = machine.runOn(target, s, fall);
    }
  } catch (stopped) {
    if (!(stopped instanceof Stuck)) throw stopped;
  }
  return played;
}
