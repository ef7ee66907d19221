// @ts-check
// The few things that the scripts of the page do to its elements.
"use strict";

const Dom = (() => {
  /** @param {string} name @returns {any} */
  const find = (name) => document.getElementById(`planner-${name}`);

  /** @template {keyof HTMLElementTagNameMap} Tag @param {Tag} tag @param {Record<string, any>} attributes @param {(Node | string)[]} children @returns {HTMLElementTagNameMap[Tag]} */
  function make(tag, attributes = {}, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name in node && name !== "list") set(node, name, value);
      else node.setAttribute(name, value);
    }
    node.append(...children);
    return node;
  }

  // Set text or a property only where it is another, for every change costs the browser time.
  /** @param {HTMLElement & { shown?: string }} node @param {string} text */
  function say(node, text) {
    if (node.shown === text) return;
    node.shown = text;
    node.textContent = text;
    node.hidden = text === "";
  }

  /** @param {any} node @param {string} name @param {unknown} value */
  function set(node, name, value) {
    if (node[name] !== value) node[name] = value;
  }

  return { find, make, say, set };
})();
