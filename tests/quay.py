"""Small stories: one with all that a player can look up, one in which arriving changes things, and a short game."""

STORY = """\
story: {id: tiny, title: Tiny, version: '1', start: weather, claims: ledger.yaml}
state:
  trust: {range: [0, 6], start: 2, name: Trust, shown: true}
  secret: {start: false}
people:
  yoo: {name: Ms. Yoo, role: Séoul liaison, about: Hopeful.}
  brandt: {name: Col. Brandt, role: Planner}
glossary:
  floe: {name: Floe, text: Flat *ice*.}
  cote: {name: Côte, text: "The coast of Seoul, as Ms. Yoo says."}
nodes:
  weather:
    chance:
      fair: {weight: 1, goto: desk}
      foul: {weight: 1, effects: [secret = true], goto: desk}
  desk:
    title: The desk
    date: 1 May
    place: Washington
    cites: [c2]
    text: |
      A [[floe|sheet of ice]] and 1 # a *sign*.
    hear: 1
    briefings: {yoo: {text: Wait for the thaw.}, brandt: {text: Act.}}
    choices:
      sign:
        label: Sign it
        effects:
          - {do: trust += 2, because: You signed, cites: [c1]}
          - {do: secret = true, cites: [c4]}
        outcome: Ink, and more ink.
        goto: hall
      burn: {label: Burn it, when: trust > 3, locked: You have no match, goto: end}
      hide: {label: Hide it, when: trust > 5, goto: end}
      look: {label: Look again, once: true, effects: [{do: trust -= 1, outside: Nobody says}]}
      wait:
        label: Wait
        goto: [{when: secret, goto: lost}, {goto: draw}]
  draw: {draw: cards, then: end}
  card: {title: A card, text: It is a card., goto: back}
  hall:
    title: The hall
    date: 2 May
    text: So.
    choices: {on: {label: On, goto: end}, again: {label: Back, goto: desk}}
  end: {title: The quay, text: Done., ending: {name: The end of it, tone: gain}}
  lost: {text: Lost., ending: {name: Lost at sea, tone: disaster}}
decks: {cards: [card]}
"""
ARRIVING = """\
story: {id: arriving, title: Arriving, version: '1', start: door}
state:
  oil: {range: [0, 9], start: 5, name: Oil, shown: true}
  hope: {range: [0, 9], start: 5, name: Hope, shown: true}
nodes:
  door:
    title: The door
    text: Fly?
    choices: {fly: {label: Fly, effects: [{do: oil -= 1, because: You flew.}], goto: sky}}
  sky: {chance: {rain: {weight: 1, effects: [{do: hope -= 1, because: It rained., cites: [c1]}], goto: hangar}}}
  hangar: {title: The hangar, text: Rain on the roof., choices: {out: {label: Out, goto: end}}}
  end: {text: Home., effects: [{do: hope += 2, because: You are home.}], ending: {name: Home, tone: gain}}
claims: {c1: {paragraph: 1, kind: fact, says: Rain is rain.}}
"""
LEDGER = """\
source: {title: An essay, outlet: A paper, date: 1 June}
claims:
  c1: {paragraph: S, kind: fact, says: Ink dries.}
  c2: {paragraph: 1, kind: causal, says: Ice holds who waits.}
  c3: {paragraph: 1, kind: doubt, says: Perhaps.}
  c4: {paragraph: 2, kind: fact, says: Secrets keep.}
"""

# A short game: gate and yard are asked for; the policy takes the hall and the knocking; the lots fall by the seed.
SHORT = """\
story:
  {id: tiny, title: Tiny, version: '1', start: gate, short: {asks: [gate, yard], plays: guide}}
state: {knocked: {start: false}}
policies: {guide: {takes: [hall.up, door.knock]}}
nodes:
  gate: {title: The gate, text: Here., choices: {enter: {label: Enter, goto: hall}}}
  hall: {title: The hall, text: Here., choices: {down: {label: Down, goto: free}, up: {label: Go up, goto: lots}}}
  lots:
    title: Lots
    text: Here.
    choices: {a: {label: First, goto: door}, b: {label: Second, goto: door}, c: {label: Third, goto: door}}
  door:
    title: The door
    text: Here.
    choices:
      knock: {label: Knock, when: not knocked, effects: [knocked = true]}
      open: {label: Open, when: knocked, goto: yard}
  yard: {title: The yard, text: Here., choices: {go: {label: Go, goto: free}, back: {label: Back, goto: gate}}}
  free: {text: Light., ending: {name: Free, tone: gain}}
"""
