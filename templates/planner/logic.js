// @ts-check
// What is decided for known answers: the table that generator/facts/table.py has made, walked.
"use strict";

const Logic = (() => {
  /** @type {Answers} */
  const NO_ANSWERS = {};

  class Table {
    /** @param {PlannerData} data */
    constructor({ facts, table }) {
      this.facts = facts;
      this.table = table;
      this.branches = facts.map((fact) => new Map(fact.options.map((option, number) => [option.id, number + 1])));
    }

    // Give the leaf to which known answers lead: from 0 on, places are nodes; before that, leaves.
    /** @param {number} place @param {Answers} known @returns {Leaf} */
    decide(place, known = NO_ANSWERS) {
      while (place >= 0) {
        const node = this.table.nodes[place];
        const answer = known[this.facts[node[0]].id];
        place = node[this.branches[node[0]].get(answer) ?? node.length - 1];
      }
      return this.table.leaves[-1 - place];
    }

    // Whether all of some answers can be given in one case.
    /** @param {Answers} known */
    admits(known) {
      const answered = this.facts.filter(
        (fact, level) => Object.hasOwn(known, fact.id) && this.branches[level].has(known[fact.id]),
      );
      return (
        answered.length === Object.keys(known).length &&
        this.table.admitted.every((place) => this.decide(place, known).state === "do")
      );
    }

    // The facts behind some decisions that are unknown and can be asked.
    /** @param {Leaf[]} decisions @param {Answers} known */
    listOpen(decisions, known) {
      const behind = new Set(decisions.flatMap((decision) => decision.behind));
      /** @param {FactData} fact */
      const canBeAsked = (fact) => fact.options.some((option) => this.admits({ ...known, [fact.id]: option.id }));
      return this.facts.filter(
        (fact, level) => behind.has(level) && !Object.hasOwn(known, fact.id) && canBeAsked(fact),
      );
    }
  }

  return { Table };
})();
