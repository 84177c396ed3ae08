import { table } from '../../stack/src/output';
import { printable } from '../../shared/printable';
import { SAGA_ACTIONS } from '../sagas';
import type { StepBody, TimelineBody } from '../wire';
import { listed, next, titled } from './text';

const TITLES = ['step', '', 'command', 'sent', 'outcome', 'at', 'took', 'reply'];

/** What one saga did, what people did with it, and what can be done now. */
export function timelineLines(saga: TimelineBody): string[] {
  return [
    ...headOf(saga),
    '',
    ...titled(
      TITLES,
      saga.steps.map((step) => rowOf(step, Date.parse(saga.started_at))),
    ),
    ...asideOf(saga),
    ...nextFor(saga),
  ];
}

function headOf(saga: TimelineBody): string[] {
  const { status, attention, duration_ms: took } = saga;
  const ended = took === null ? status : `${status} after ${took} ms`;
  return listed([
    ['saga', `${saga.definition} v${saga.version}`],
    ['id', saga.saga_id],
    ['status', attention === null ? ended : `${ended}: ${attention}`],
    ['started', saga.started_at],
    ['trace', saga.trace_id],
    ['correlation', saga.correlation_id],
  ]);
}

function rowOf(step: StepBody, begun: number): string[] {
  return [
    step.step,
    step.action,
    step.command,
    `${step.attempts}x`,
    step.outcome,
    `+${Date.parse(step.started_at) - begun} ms`,
    step.duration_ms === null ? '-' : `${step.duration_ms} ms`,
    [step.reply ?? '-', whyOf(step)].filter(Boolean).join('  '),
  ];
}

/** A refusal's code and sentence. */
function whyOf({ result }: StepBody): string {
  return [result?.code, result?.detail].filter((part) => typeof part === 'string').join(': ');
}

function asideOf({ interventions, ignored }: TimelineBody): string[] {
  const lines = [
    ...interventions.map(
      ({ at, what, by, note }) => `${at}  ${what}${by === null ? '' : ` by ${by}`}${note === null ? '' : `: ${note}`}`,
    ),
    ...ignored.map(({ at, message }) => `${at}  ignored ${message ?? 'a reply'}: nobody waited for it`),
  ];
  return lines.length === 0 ? [] : ['', ...lines.map(printable)];
}

function nextFor({ saga_id: id, status }: TimelineBody): string[] {
  if (status === 'NEEDS_ATTENTION') {
    const choices = Object.entries(SAGA_ACTIONS).map(([action, does]) => [`  ${action}`, does]);
    return [...next(`npm run ops -- <action> ${id} --note "why", where the action is`), ...table(choices)];
  }
  if (status !== 'RUNNING' && status !== 'COMPENSATING') return [];
  return next(`It is under way; look again: npm run ops -- saga ${id}`);
}
