import {
  AgreeAction,
  CallMeeting,
  CloseEarlyHelp,
  CompleteAssessment,
  FinishAction,
  JoinProgramme,
  OpenAssessment,
  ProposeStep,
  RaiseBlockage,
  RecordProgrammeOutcome,
  RecordVoice,
  ScoreOutcome,
} from '../../operations/stored';
import type { ActField, Given } from '../acts/act-form';
import {
  CLOSINGS,
  DIRECTIONS,
  HEADLINE_OUTCOMES,
  LEVELS,
  OUTCOME_STATES,
  PROGRAMME_LEVELS,
  PROGRAMMES,
  VOICES,
} from '../acts/act-words';
import { typedDate } from '../look/typed-date';
import { TOOLS } from './outcome-picture';

export interface CaseForm {
  readonly document: unknown;
  /** What it is, as the button that opens it says, and the button that sends it. */
  readonly title: string;
  readonly button: string;
  readonly fields: readonly ActField[];
  readonly variablesOf: (given: Given) => Readonly<Record<string, unknown>>;
}

const WHY: ActField = { kind: 'statement', label: 'Why, in your own words', reader: 'whoever looks at it afterwards' };
const date = (given: Given, name: string): string | null => typedDate(given[name] ?? '');
const asGiven = (given: Given): Given => given;

/** Each scale of each tool is one choice. */
const SCALES = TOOLS.flatMap((tool) =>
  tool.scales.map(({ id, title }) => [`${tool.id}/${id}`, `${title} (${tool.title})`] as const),
);
const LOWEST = Math.min(...TOOLS.map(({ lowest }) => lowest));
const HIGHEST = Math.max(...TOOLS.map(({ highest }) => highest));
const SCORES = Array.from({ length: HIGHEST - LOWEST + 1 }, (_, at) => String(LOWEST + at)).map(
  (score) => [score, score] as const,
);

/** What the lead professional, and whoever has an action, may do for a family, by the name of the act. */
export const CASE_FORMS: Readonly<Record<string, CaseForm>> = {
  callMeeting: {
    document: CallMeeting,
    title: 'Call a meeting',
    button: 'Call the meeting',
    fields: [
      { kind: 'date', name: 'date', label: 'Date of the meeting', hint: 'For example, 20 November 2026' },
      {
        kind: 'text',
        name: 'invited',
        label: 'Who is invited',
        hint: 'Work ids, as they sign in, with commas between. Each is of the team until the day below',
        missing: 'Say who is invited',
      },
      { kind: 'date', name: 'until', label: 'Of the team until', hint: 'A year from today at the latest' },
    ],
    variablesOf: (given) => ({
      date: date(given, 'date'),
      until: date(given, 'until'),
      invited: (given.invited ?? '').split(/[\s,;]+/).filter(Boolean),
    }),
  },
  agreeAction: {
    document: AgreeAction,
    title: 'Agree an action',
    button: 'Agree the action',
    fields: [
      { kind: 'text', name: 'action', label: 'What is to be done', hint: null, missing: 'Say what is to be done' },
      {
        kind: 'text',
        name: 'owner',
        label: 'By whom',
        hint: 'A work id, as they sign in',
        missing: 'Say by whom it is to be done',
      },
      { kind: 'date', name: 'dueDate', label: 'By when', hint: 'For example, 30 November 2026' },
    ],
    variablesOf: (given) => ({ action: given.action, owner: given.owner, dueDate: date(given, 'dueDate') }),
  },
  finishAction: {
    document: FinishAction,
    title: 'It is done',
    button: 'Say that it is done',
    fields: [],
    variablesOf: asGiven,
  },
  openAssessment: {
    document: OpenAssessment,
    title: 'Open an assessment',
    button: 'Open the assessment',
    fields: [],
    variablesOf: asGiven,
  },
  completeAssessment: {
    document: CompleteAssessment,
    title: 'It is completed',
    button: 'Say that it is completed',
    fields: [],
    variablesOf: asGiven,
  },
  scoreOutcome: {
    document: ScoreOutcome,
    title: 'Add a score',
    button: 'Add the score',
    fields: [
      { kind: 'choice', name: 'scale', legend: 'On which scale?', options: SCALES, missing: 'Choose a scale' },
      {
        kind: 'choice',
        name: 'score',
        legend: 'The score that was agreed with the family',
        options: SCORES,
        missing: 'Choose a score',
      },
    ],
    variablesOf: ({ scale = '', score }) => {
      const [tool, ofTool] = scale.split('/');
      return { tool, scale: ofTool, score: Number(score) };
    },
  },
  recordVoice: {
    document: RecordVoice,
    title: 'Write down what was said',
    button: 'Keep their words',
    fields: [
      {
        kind: 'choice',
        name: 'whose',
        legend: 'Whose words are they?',
        options: VOICES,
        missing: 'Say whose they are',
      },
      {
        kind: 'text',
        name: 'words',
        label: 'In their own words',
        hint: 'With the assessment, for whoever may read that',
        missing: 'Write what was said',
      },
    ],
    variablesOf: asGiven,
  },
  joinProgramme: {
    document: JoinProgramme,
    title: 'Add to a programme',
    button: 'Add the family',
    fields: [
      { kind: 'choice', name: 'programme', legend: 'To which?', options: PROGRAMMES, missing: 'Choose a programme' },
      {
        kind: 'choice',
        name: 'level',
        legend: 'At which level?',
        options: PROGRAMME_LEVELS,
        missing: 'Choose a level',
      },
    ],
    variablesOf: asGiven,
  },
  recordProgrammeOutcome: {
    document: RecordProgrammeOutcome,
    title: 'Record an outcome',
    button: 'Record the outcome',
    fields: [
      {
        kind: 'choice',
        name: 'outcome',
        legend: 'Which outcome?',
        options: HEADLINE_OUTCOMES,
        missing: 'Choose an outcome',
      },
      { kind: 'choice', name: 'state', legend: 'How it stands', options: OUTCOME_STATES, missing: 'Say how it stands' },
    ],
    variablesOf: asGiven,
  },
  proposeStep: {
    document: ProposeStep,
    title: 'Propose a step',
    button: 'Propose the step',
    fields: [
      { kind: 'choice', name: 'direction', legend: 'Up or down?', options: DIRECTIONS, missing: 'Choose up or down' },
      { kind: 'choice', name: 'toLevel', legend: 'To which level?', options: LEVELS, missing: 'Choose a level' },
      WHY,
    ],
    variablesOf: asGiven,
  },
  raiseBlockage: {
    document: RaiseBlockage,
    title: 'Say what blocks the work',
    button: 'Tell the management team',
    fields: [WHY],
    variablesOf: asGiven,
  },
  closeEarlyHelp: {
    document: CloseEarlyHelp,
    title: 'Close the work',
    button: 'Close the work with this family',
    fields: [
      {
        kind: 'choice',
        name: 'outcome',
        legend: 'With which outcome?',
        options: CLOSINGS,
        missing: 'Choose an outcome',
      },
      WHY,
    ],
    variablesOf: asGiven,
  },
};
