// Keys go to the game as soon as it is there, without a click.
new MutationObserver(() => document.querySelector(".xterm-helper-textarea")?.focus())
  .observe(document.body, { attributeFilter: ["class"] });
