// The logic of `when` in the browser: the same as generator/logic.py and generator/plan.py.
// One table of worked cases tests both; change neither alone.
"use strict";

const Logic = (() => {
  const ALWAYS = { all: [] };
  const HOLDS = { yes: true, no: false };

  function allOf(...parts) {
    const kept = parts.filter((part) => part && !(part.all && part.all.length === 0));
    return kept.length === 1 ? kept[0] : { all: kept };
  }

  function every(values) {
    let found = true;
    for (const value of values) {
      if (value === false) return false;
      if (value === null) found = null;
    }
    return found;
  }

  function some(values) {
    let found = false;
    for (const value of values) {
      if (value === true) return true;
      if (value === null) found = null;
    }
    return found;
  }

  function product(lists) {
    return lists.reduce((found, list) => found.flatMap((one) => list.map((item) => [...one, item])), [[]]);
  }

  // Join clauses of which all must hold; null where they contradict one another.
  function join(clauses) {
    const found = new Map();
    for (const [name, options] of clauses.flat()) {
      const both = (found.get(name) || options).filter((option) => options.includes(option));
      if (!both.length) return null;
      found.set(name, both);
    }
    return [...found];
  }

  const sameLiteral = (one, other) => JSON.stringify(one) === JSON.stringify(other);

  class Reasoner {
    constructor(facts, conditions) {
      this.facts = new Map(facts.map((fact) => [fact.id, fact]));
      this.conditions = new Map(conditions.map((condition) => [condition.id, condition]));
      this.order = new Map([...this.facts.keys(), ...this.conditions.keys()].map((name, number) => [name, number]));
      this.mentioned = new Map();
      this.questions = new Map();
      this.known = {};
      this.know({});
    }

    // Take the answers known so far; what was worked out for others is forgotten.
    know(known) {
      this.known = known;
      this.found = new Map();
      this.reduced = new Map();
      for (const question of this.questions.values()) question.decision = null;
    }

    // Give the question whether something applies where something else holds; asked twice, it is the same one.
    ask(rule, given = ALWAYS) {
      const name = rule ? key(rule) + "|" + key(given) : "";
      if (!this.questions.has(name)) this.questions.set(name, { rule, given, decision: null });
      return this.questions.get(name);
    }

    // Answer a question for what is known, once.
    answer(question) {
      question.decision ??= this.decide(question.rule, { given: question.given });
      return question.decision;
    }

    mentions(...rules) {
      const found = new Set();
      const add = (rule) => {
        if (!rule) return;
        if (rule.when) for (const clause of rule.when) for (const [name] of clause) this.mentionsOf(name).forEach((one) => found.add(one));
        else (rule.all || rule.any).forEach(add);
      };
      rules.forEach(add);
      return found;
    }

    mentionsOf(name) {
      if (!this.mentioned.has(name)) {
        let found;
        if (this.conditions.has(name)) found = this.mentions(this.conditions.get(name).when);
        else {
          const fact = this.facts.get(name);
          found = this.mentions(fact.when, ...fact.options.map((option) => option.when)).add(name);
        }
        this.mentioned.set(name, found);
      }
      return this.mentioned.get(name);
    }

    // Give a case in which one rule holds and another does not; null if there is none.
    findCase(holds, butNot = null, known = this.known) {
      if (known !== this.known) return this.search(holds, butNot, known);
      const question = key(holds) + "|" + (butNot ? key(butNot) : "");
      if (!this.found.has(question)) this.found.set(question, this.search(holds, butNot, known));
      return this.found.get(question);
    }

    search(holds, butNot, known) {
      const relevant = this.relevant(known, holds, butNot);
      const facts = [...this.facts.values()].filter((fact) => relevant.has(fact.id));
      const answer = (number, given) => {
        const wanted = this.weigh(holds, given);
        const unwanted = butNot ? this.weigh(butNot, given) : false;
        if (wanted === false || unwanted === true) return null;
        if (wanted && unwanted === false && facts.every((fact) => given.has(fact.id) || !(fact.id in known))) return given;
        const fact = facts[number];
        for (const option of this.possible(fact, given, known)) {
          const found = answer(number + 1, new Map(given).set(fact.id, option));
          if (found) return found;
        }
        return null;
      };
      return answer(0, new Map());
    }

    relevant(known, ...rules) {
      const facts = this.mentions(...rules);
      const waiting = new Map(Object.keys(known).map((name) => [name, this.mentionsOf(name)]));
      for (;;) {
        const joined = [...waiting].filter(([, restsOn]) => [...restsOn].some((one) => !(one in known) && facts.has(one)));
        if (!joined.length) return facts;
        for (const [name, restsOn] of joined) {
          restsOn.forEach((one) => facts.add(one));
          waiting.delete(name);
        }
      }
    }

    // The answers that a fact may have; null stands for a fact that is not asked.
    possible(fact, given, known) {
      if (fact.when && !this.weigh(fact.when, given)) return fact.id in known ? [] : [null];
      return fact.options
        .filter((option) => (!(fact.id in known) || known[fact.id] === option.id) && (!option.when || this.weigh(option.when, given)))
        .map((option) => option.id);
    }

    // Whether a rule holds as far as a case is answered; null while that is open.
    weigh(rule, given) {
      if (rule.when) return some(rule.when.map((clause) => every(clause.map((literal) => this.weighLiteral(literal, given)))));
      return rule.all ? every(rule.all.map((part) => this.weigh(part, given))) : some(rule.any.map((part) => this.weigh(part, given)));
    }

    weighLiteral([name, options], given) {
      if (this.conditions.has(name)) {
        const value = this.weigh(this.conditions.get(name).when, given);
        return value === null ? null : options.some((option) => HOLDS[option] === value);
      }
      return given.has(name) ? options.includes(given.get(name)) : null;
    }

    // What is left to be known of a rule where `given` holds.
    reduce(rule, given = ALWAYS) {
      const question = key(rule) + "|" + key(given);
      if (!this.reduced.has(question)) {
        const left = [];
        for (const clause of this.spell(rule)) {
          const reduced = this.reduceClause(clause, given);
          if (reduced && !left.some((other) => sameLiteral(other, reduced))) left.push(reduced);
        }
        const within = (few, many) => few.length < many.length && few.every((one) => many.some((other) => sameLiteral(one, other)));
        this.reduced.set(question, left.filter((clause) => !left.some((other) => within(other, clause))));
      }
      return this.reduced.get(question);
    }

    reduceClause(clause, given) {
      if (!this.findCase(allOf(given, { when: [clause] }))) return null;
      let left = clause;
      for (const literal of clause) {
        const rest = left.filter((other) => other !== literal);
        if (!this.findCase(allOf(given, { when: [rest] }), { when: [[literal]] })) left = rest;
      }
      return [...left].sort((one, other) => this.order.get(one[0]) - this.order.get(other[0]));
    }

    // Spell a rule as any-of clauses over facts; a condition stays only where it must not hold.
    spell(rule) {
      if (rule.when) return rule.when.flatMap((clause) => this.spellClause(clause));
      const parts = (rule.all || rule.any).map((part) => this.spell(part));
      return rule.any ? parts.flat() : product(parts).map(join).filter(Boolean);
    }

    spellClause(clause) {
      const parts = clause.map(([name, options]) =>
        this.conditions.has(name) && options.length === 1 && options[0] === "yes"
          ? this.spell(this.conditions.get(name).when)
          : [[[name, options]]],
      );
      return product(parts).map(join).filter(Boolean);
    }

    // Decide whether something applies, where what it stands in does.
    decide(rule, { given = ALWAYS } = {}) {
      if (!rule || (rule.all && !rule.all.length)) return { state: "do", onlyIf: [] };
      const onlyIf = this.reduce(rule, given);
      if (onlyIf.some((clause) => !clause.length)) return { state: "do", onlyIf: [] };
      if (!onlyIf.length) return { state: "skip", onlyIf };
      if (!this.findCase(given, allOf(given, rule))) return { state: "do", onlyIf: [] };
      return { state: "if", onlyIf };
    }

    // The facts behind some names that are unknown and can be asked.
    listOpen(names) {
      const behind = this.mentions({ when: [names.map((name) => [name, []])] });
      const asked = (fact) => ({ when: [[[fact.id, fact.options.map((option) => option.id)]]] });
      return [...this.facts.values()].filter(
        (fact) => behind.has(fact.id) && !(fact.id in this.known) && this.findCase(asked(fact)),
      );
    }

    // Whether all of some answers can be given in one case.
    admits(known) {
      const names = Object.keys(known);
      if (names.some((name) => !this.facts.has(name) || !this.facts.get(name).options.some((one) => one.id === known[name]))) return false;
      return !names.length || Boolean(this.search({ when: [names.map((name) => [name, [known[name]]])] }, null, known));
    }
  }

  const keys = new WeakMap();
  function key(rule) {
    if (!keys.has(rule)) keys.set(rule, JSON.stringify(rule));
    return keys.get(rule);
  }

  return { ALWAYS, Reasoner, allOf };
})();
