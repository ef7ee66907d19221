// @ts-check
// Says when a script of this page fails or is missing, and then saves what is kept. It comes first and uses no other
// script, so that it works whatever else is broken.
"use strict";

(() => {
  const KEPT = "playbook-";
  /** @param {string} name */
  const find = (name) => /** @type {HTMLElement} */ (document.getElementById(`planner-${name}`));

  // Errors of scripts that are opened from disk have no place and no words.
  /** @param {ErrorEvent} event */
  const isOurs = ({ filename, message }) =>
    /\/planner\/[a-z/-]+\.js$/.test(filename) || (filename === "" && message === "Script error.");

  const listKept = () => Object.entries(localStorage).filter(([name]) => name.startsWith(KEPT));

  function fail() {
    document.getElementById("planner-failed")?.removeAttribute("hidden");
    try {
      find("rescue").hidden = !listKept().length;
    } catch {
      find("rescue").hidden = true; // this browser keeps nothing
    }
  }

  addEventListener("error", (event) => isOurs(event) && fail());
  addEventListener("unhandledrejection", fail);
  addEventListener("load", () => {
    if (document.getElementById("planner")?.hidden) fail();
    find("rescue").addEventListener("click", () => {
      const text = listKept().map(([name, kept]) => `${name}\n${kept}\n`);
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([text.join("\n")], { type: "text/plain" }));
      link.download = "kept.txt";
      link.click();
    });
  });
})();
