// The scripts of the page without a browser, with the golden data of the small playbook.
"use strict";

const { webcrypto } = require("node:crypto");
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const vm = require("node:vm");

const ROOT = join(__dirname, "..", "..");
const DATA = join(ROOT, "tests", "golden", "hut", "docs", "planner", "data.js");
const SCRIPTS = [
  "vendor/js-yaml.js",
  "logic.js",
  "windows.js",
  "missteps.js",
  "schedule.js",
  "phrases.js",
  "values.js",
  "changes.js",
  "files.js",
  "papers.js",
];

function loadPage() {
  const context = vm.createContext({ TextEncoder, crypto: webcrypto });
  for (const file of [DATA, ...SCRIPTS.map((name) => join(ROOT, "templates", "planner", name))])
    vm.runInContext(readFileSync(file, "utf8"), context, { filename: file });
  const names = "({ PLAYBOOK, Logic, Planner, Phrases, Values, Files, Papers })";
  const page = vm.runInContext(names, context);
  return { ...page, playbook: page.Planner.prepare(page.PLAYBOOK) };
}

// What comes out of the page's own world, as a value of this one.
const plain = (value) => JSON.parse(JSON.stringify(value));

module.exports = { loadPage, plain };
