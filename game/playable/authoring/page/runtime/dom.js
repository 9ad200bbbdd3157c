// Elements, made by hand: whatever a story says goes in as text, never as markup.
"use strict";

/** An element with attributes and children; a function as an attribute listens, null leaves it out. */
function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== null && value !== false && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Spans as elements; a term opens what `open` shows of it. */
const spansOf = (list, open) =>
  list.map(({ text, emphasis, strong, term }) => {
    let shown = term ? h("button", { class: "term", type: "button", click: () => open(term) }, text) : text;
    if (emphasis) shown = h("em", {}, shown);
    return strong ? h("strong", {}, shown) : shown;
  });

/** Told text as paragraphs, quotes and lists; a document is a figure that says what it is. */
function proseOf(text, open) {
  return documents(blocks(text)).map(({ form, blocks: inner }) => {
    const inside = inner.map((block) => paragraphOf(block, open));
    return form ? h("figure", { class: `document ${form}` }, h("figcaption", {}, `A ${form}`), h("blockquote", {}, inside)) : inside;
  });
}

function paragraphOf(block, open) {
  const inside = spansOf(block.spans, open);
  if (block.kind === "quote") return h("blockquote", {}, h("p", {}, inside));
  if (block.kind === "item") return h("p", { class: "item" }, h("span", { class: "marker" }, `${block.marker || " "} `), inside);
  return h("p", {}, inside);
}
