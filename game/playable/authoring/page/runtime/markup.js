// Told text becomes blocks of spans, as `engine/markup.py` has it: CommonMark paragraphs, emphasis, quotes and lists, and
// [[terms]]. A span is plain data; whoever shows it puts it in as text, so that no character of it can become markup.
"use strict";

const READER = markdownit("zero").enable(["blockquote", "list", "emphasis", "escape", "newline", "balance_pairs"]);
const LINK = /\[\[([^[\]|\n]+)(?:\|([^[\]\n]+))?\]\]/g;

const termOf = (words) => words.trim().toLowerCase().replaceAll(" ", "_");

/** The blocks of a told text: {kind, spans, depth, marker, form, opens}; `form` is the document that one belongs to. */
function blocks(text) {
  if (typeof text !== "string") return text.flatMap((run) => blocks(run.text).map((block, n) => ({ ...block, form: run.form, opens: Boolean(run.form) && n === 0 })));
  const found = [];
  const lists = [];
  let quotes = 0;
  let marker = "";
  for (const token of READER.parse(text, {})) {
    const kind = token.type;
    if (kind === "blockquote_open") quotes += 1;
    else if (kind === "blockquote_close") quotes -= 1;
    else if (kind === "bullet_list_open") lists.push(0);
    else if (kind === "ordered_list_open") lists.push(Number(token.attrGet("start") ?? 1));
    else if (kind === "bullet_list_close" || kind === "ordered_list_close") lists.pop();
    else if (kind === "list_item_open") {
      const last = lists.length - 1;
      marker = lists[last] ? `${lists[last]}.` : "•";
      if (lists[last]) lists[last] += 1;
    } else if (kind === "list_item_close") {
      marker = ""; // of an item without words: it is none of what comes after
    } else if (kind === "inline") {
      found.push({
        kind: lists.length ? "item" : quotes ? "quote" : "paragraph",
        spans: spans(token.children),
        depth: Math.max(0, lists.length + quotes - 1),
        marker,
        form: "",
        opens: false,
      });
      marker = "";
    }
  }
  return found;
}

/** Blocks in runs of {form, blocks}: those of each document by themselves, and those between them. */
function documents(list) {
  const runs = [];
  for (const block of list) {
    if (block.opens || block.form !== runs.at(-1)?.form) runs.push({ form: block.form, blocks: [] });
    runs.at(-1).blocks.push(block);
  }
  return runs;
}

/** The spans of one line, such as a label. */
function line(text) {
  return READER.parseInline(text.replaceAll("\n", " ").trim(), {}).flatMap((token) => spans(token.children));
}

/** The words of spans without their manner. */
const plain = (list) => list.map((span) => span.text).join("");

function spans(tokens) {
  const found = [];
  let emphasis = 0;
  let strong = 0;
  let text = "";
  const tell = () => {
    found.push(...linked(text, emphasis > 0, strong > 0));
    text = "";
  };
  for (const token of tokens ?? []) {
    if (token.type === "softbreak") text += " ";
    else if (token.type === "hardbreak") text += "\n";
    else if (token.type === "text" || token.type === "text_special") text += token.content;
    else {
      tell();
      emphasis += (token.type === "em_open") - (token.type === "em_close");
      strong += (token.type === "strong_open") - (token.type === "strong_close");
    }
  }
  tell();
  return found;
}

function* linked(text, emphasis, strong) {
  let at = 0;
  for (const link of text.matchAll(LINK)) {
    if (link.index > at) yield { text: text.slice(at, link.index), emphasis, strong, term: null };
    yield { text: link[2] || link[1].replaceAll("_", " "), emphasis, strong, term: termOf(link[1]) };
    at = link.index + link[0].length;
  }
  if (at < text.length) yield { text: text.slice(at), emphasis, strong, term: null };
}
