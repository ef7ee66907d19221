// What the scripts of the page hand to one another.

declare const jsyaml: {
  FAILSAFE_SCHEMA: object;
  load(text: string, options: object): unknown;
  dump(data: object, options: object): string;
};

/** Answers to facts: the id of a fact to that of an option. */
type Answers = Record<string, string>;
/** A day as a number, counted from 1970. */
type DayNumber = number;
type Days = Map<string, DayNumber>;

/** A map that is asked only for what it holds. */
interface Full<Value> extends Map<string, Value> {
  get(key: string): Value;
}

interface Person {
  name?: string;
  email?: string;
  phone?: string;
}

/** A case as its file says it. */
interface CaseData {
  id: string;
  facts: Answers;
  dates: Record<string, string>;
  fields: Record<string, string>;
  people: Record<string, Person>;
  steps: Record<string, { done?: string; note?: string }>;
  ticked: string[];
  notes: string;
  "made-with"?: unknown;
  edited?: number;
}

/** Tells of a part of a case that does not fit; `text` is another word for it. */
type Refuse = (name: string, value: unknown, text?: string) => void;

/** A case as far as it fits a playbook; `whole` if all of it does, `unread` if nothing of it could be read. */
interface ReadCase {
  data: CaseData;
  said: string[];
  whole: boolean;
  unread: boolean;
}

type PreparedStep = StepData & { phase: PhaseData };

interface Prepared {
  data: PlannerData;
  steps: PreparedStep[];
  numbers: Full<number>;
  table: InstanceType<typeof Logic.Table>;
  /** The ids that steps have now, by those that they had before. */
  current: Map<string, string>;
  byId: Full<PreparedStep>;
  closure: Uint32Array[];
  workdays: InstanceType<typeof Windows.Workdays>;
  dates: Full<DateData>;
}

interface Move {
  reason: "ends-by" | "no-workday" | "waits" | "hurries" | "all-off" | "last-off" | "no-room" | "no-date";
  step: string | null;
  date: string | null;
}

interface Misstep {
  kind: "too-early" | "begun-too-early" | "before-window" | "begun-before-window" | "after-window";
  other: string | null;
  safeguards: string[];
}

/** What is done and begun on a day: the steps with their days, and the keys of the tasks that are ticked. */
interface Doing {
  done: Days;
  ticked: Set<string>;
  today: DayNumber;
}

interface Slot {
  entry: number | null;
  lacks: string | null;
  earliest: DayNumber | null;
  latest: DayNumber | null;
  first: DayNumber | null;
  last: DayNumber | null;
  moves: Move[];
}

/** From which day on, and because of which step. */
interface Bound {
  day: DayNumber | null;
  step: string | null;
}

/** By step, the earliest last day of all that wait for it, and which of them has it. */
type Ceilings = Map<string, { day: DayNumber; step: string }>;

/** What a window may count from. */
interface Known {
  dates: Days;
  done: Days;
  slots: Map<string, Slot>;
}

/** What bounds the days of one step. */
interface Placing extends Known {
  windows: Bound;
  after: DayNumber | null;
  ceiling: { day: DayNumber; step: string } | undefined;
}

type Decided<Item> = Leaf & { item: Item };

/** A step whose parts are decided. */
interface DecidedStep extends Leaf {
  step: PreparedStep;
  tasks: Decided<TaskData>[];
  due: Decided<DueData>[];
  exits: (Decided<ExitData> & { emails: Decided<EmailData>[] })[];
  emails: Decided<EmailData>[];
}

type Standing = "done" | "late" | "ready" | "waiting" | "ahead";

/** A step of a case; one that is skipped has no days and waits for nothing. */
interface PlannedStep extends DecidedStep {
  slot: Slot;
  done: DayNumber | undefined;
  waits: PreparedStep[];
  standing: Standing;
  dueEntry: DueData | null;
  missteps: Misstep[];
  note?: string;
}

interface CasePlan {
  playbook: Prepared;
  facts: Answers;
  dates: Days;
  today: DayNumber;
  steps: PlannedStep[];
  open: FactData[];
  unknownYears: number[];
}

/** What shows a step on the page. */
interface Row {
  section: HTMLElement;
  node: HTMLElement;
  badge: HTMLElement;
  days: HTMLElement;
  about: HTMLElement;
  onlyIf: HTMLElement;
  note: HTMLElement;
  done: HTMLInputElement;
  tasks: Map<string, { item: HTMLElement; box: HTMLInputElement; onlyIf: HTMLElement }>;
}

/** How files name a case. */
interface About {
  id: string;
  title: string;
  people: Record<string, Person>;
}
