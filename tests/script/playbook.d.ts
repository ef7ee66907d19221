// Written by `make golden` from generator/planner_data.py.

interface CalendarData {
  timeZone: string;
  weekend: number[];
  daysOff: number[];
  decreed: number[];
  known: number[] | null;
  first: number;
  last: number;
}

interface CaseRules {
  keys: string[];
  person: string[];
  progress: string[];
  aspects: string[];
  digits: number;
  id: string;
  longestId: number;
  reserved: string[];
  spelled: Record<string, string>;
  unseen: string;
  mailbox: string;
  deepest: number;
  largest: number;
  years: [number, number];
}

interface DateData {
  id: string;
  label: string;
  means: string;
  applies: number;
  follows: FollowingData[];
}

interface DueData {
  from: string;
  earliest: number | null;
  latest: number | null;
  by: string[];
  everyDay: boolean;
  says: string;
  late: string | null;
  applies: number;
}

interface EmailData {
  id: string;
  title: string;
  address: string | null;
  applies: number;
  parts: number[];
}

interface ExitData {
  title: string;
  then: string;
  applies: number;
  emails: EmailData[];
}

interface FactData {
  id: string;
  question: string;
  help: string | null;
  options: OptionData[];
}

interface FieldData {
  id: string;
  label: string;
  type: string;
  date: string | null;
}

interface FollowingData {
  date: string;
  days: number;
  otherwise: string;
}

interface GuardData {
  step: string;
  says: string;
  applies: number;
}

interface Imprint {
  revision: string;
  steps: string;
}

interface Leaf {
  state: "do" | "if" | "skip";
  says: string;
  behind: number[];
}

interface OptionData {
  id: string;
  label: string;
}

interface PaperRules {
  head: Record<string, string>;
  firstSequence: number;
  morning: number;
  columns: string[];
  breaks: string;
  formula: string;
  byteOrderMark: string;
}

interface PhaseData {
  id: string;
  title: string;
  steps: StepData[];
}

interface PlannerData {
  title: string;
  revision: string;
  owner: string;
  imprint: Imprint;
  formerImprints: string[];
  case: CaseRules;
  paper: PaperRules;
  calendar: CalendarData;
  facts: FactData[];
  dates: DateData[];
  roles: Record<string, string>;
  contacts: Record<string, string>;
  fields: FieldData[];
  blanks: string[];
  addresses: string[];
  phases: PhaseData[];
  table: TableData;
  words: Record<string, string>;
}

interface StepData {
  id: string;
  number: number;
  title: string;
  formerly: string[];
  accountable: string;
  responsible: string[];
  applies: number;
  waits: string[];
  guards: GuardData[];
  due: DueData[];
  tasks: TaskData[];
  emails: EmailData[];
  exits: ExitData[];
  record: string | null;
  silence: string | null;
}

interface TableData {
  leaves: Leaf[];
  nodes: number[][];
  admitted: number[];
}

interface TaskData {
  key: string;
  do: string;
  applies: number;
}

declare const PLAYBOOK: PlannerData;
